"""A reader's message has no word of another language: digests, alerts and notices with every trouble there can be."""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from monitor.core.i18n.catalog import catalog_sections
from monitor.core.i18n.phrases import Reason, render_reason
from monitor.core.model.languages import LANGUAGES, Language
from monitor.core.render.forms.hook_document import hook_json
from monitor.core.render.message_view import page_of
from monitor.core.render.samples import SAMPLES, sample_message, sample_wording

_NAMES = frozenset(
    """
    Example Daily Sample Wire Small Blog Aggregated News Walled Garden Lumen Video opens its API to everyone beta adds
    export Starbrush Paper Crane Tidepool Words Not Found Key team monitor send test raises million dollars
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)
"""Outlets, topics, headlines and what a provider answered: these stay in their own language."""
OTHERS = [language for language in LANGUAGES if language != "en"]


def words_of(value: object) -> Iterator[str]:
    """Every Latin word of three letters or more that a view shows."""
    match value:
        case str():
            yield from re.findall(r"[A-Za-z]{3,}", re.sub(r"https?://\S+|env:\w+", "", value))
        case list() | tuple():
            for item in value:
                yield from words_of(item)
        case _:
            raise TypeError(f"not shown to people: {value!r}")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_message_is_wholly_in_the_readers_language(language: Language, name: str) -> None:
    wording = sample_wording(language, ZoneInfo("Asia/Tokyo"))
    page = page_of(sample_message(name, wording), wording)
    shown = [
        *(
            page.title,
            page.subject,
            page.label,
            page.when,
            page.window,
            page.note,
            page.coverage,
            page.ai_summaries,
            page.proof,
        ),
        *(page.lines, page.quiet, page.dead_letters, page.figures),
        *[(trouble.health, trouble.error, trouble.since) for trouble in page.troubles],
        *[(topic.summary, topic.trend_alt) for topic in page.topics],
    ]
    assert set(words_of(shown)) <= _NAMES


@pytest.mark.parametrize("language", OTHERS)
def test_a_web_hook_tells_reasons_in_its_channels_language(language: Language) -> None:
    wording = sample_wording(language, ZoneInfo("Asia/Tokyo"))
    digest = hook_json(sample_message("digest", wording), wording)["data"]
    assert isinstance(digest, dict)
    coverage = digest["coverage"]
    assert set(words_of([one["error"] for one in coverage["failing"]])) == set()
    assert set(words_of(coverage["dead_letters"])) <= _NAMES


@pytest.mark.parametrize("language", OTHERS)
def test_every_reason_can_be_told_and_has_no_english_sentence(language: Language) -> None:
    for section in (
        "net",
        "guard",
        "fetch",
        "parse",
        "sandbox",
        "poll",
        "send",
        "note",
        "notice",
        "ai_summary",
        "websub",
    ):
        for key in catalog_sections("en")[section]:
            values = dict.fromkeys(re.findall(r"\{(\w+)", str(catalog_sections("en")[section][key])), 7)
            reason = Reason(f"{section}.{key}", **values)
            assert render_reason(reason, language) != str(reason), f"{section}.{key}"
