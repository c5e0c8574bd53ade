"""Every language has every phrase, with the same places; what another file lacks would be found here."""

import re
import string
from collections.abc import Iterator, Mapping

import pytest

from monitor.core.i18n.catalog import catalog_sections, find_phrase
from monitor.core.i18n.formats import locale_of
from monitor.core.i18n.phrases import format_phrase
from monitor.core.model.languages import LANGUAGES, Language

_OF_THE_LANGUAGE = ("language", "summary")
"""Sections about the language itself: no phrases, and not the same in every file."""
OTHERS = [language for language in LANGUAGES if language != "en"]


def phrases(language: Language) -> Mapping[str, str | Mapping[str, str]]:
    return {
        f"{section}.{key}": text
        for section, keys in catalog_sections(language).items()
        if section not in _OF_THE_LANGUAGE
        for key, text in keys.items()
    }


def forms(phrase: str | Mapping[str, str]) -> Iterator[str]:
    yield from [phrase] if isinstance(phrase, str) else phrase.values()


def places(phrase: str | Mapping[str, str]) -> frozenset[str]:
    return frozenset(
        name for text in forms(phrase) for _, name, _, _ in string.Formatter().parse(text) if name is not None
    )


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_phrases_of_english_and_no_others(language: Language) -> None:
    assert set(phrases(language)) == set(phrases("en"))


@pytest.mark.parametrize("language", OTHERS)
def test_a_phrase_has_the_same_places_in_every_language(language: Language) -> None:
    english, here = phrases("en"), phrases(language)
    assert {key: places(here[key]) for key in here} == {key: places(english[key]) for key in here}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_with_plural_forms_has_those_of_its_language(language: Language) -> None:
    wanted = locale_of(language).plural_form.tags | {"other"}
    for key, phrase in phrases(language).items():
        if not isinstance(phrase, str):
            assert set(phrase) == wanted, key
            assert "n" in places(phrase), f"{key}: n chooses the form"


_NEVER_ONE = {
    "page.hits_more", "refused.too-large", "refused.many-fields", "guard.long", "fetch.too-many-redirects",
    "parse.parts", "parse.parts-in-turn", "parse.capped", "parse.listed-only", "send.dissolved",
    "note.storm", "note.rate", "note.backlog",
    "ai_summary.long-answer", "ai_summary.long", "ai_summary.cut", "websub.silent", "websub.redirects",
}  # fmt: skip
"""Phrases of limits and of several things together."""


def test_no_english_phrase_says_one_things() -> None:
    """A count names its noun for one and for others, or the phrase has plural forms."""
    bare = re.compile(
        r"\{(n|of|seen|found|count|days|entries|mentions|refused|removed|sources|stories|topics)\} [a-z]+s\b"
    )
    plain = {key: phrase for key, phrase in phrases("en").items() if isinstance(phrase, str)}
    assert {key for key, phrase in plain.items() if bare.search(phrase)} - {"refused.not-mentioned"} == _NEVER_ONE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_health_has_one_word_in_messages_and_on_pages(language: Language) -> None:
    sections = catalog_sections(language)
    shared = {key for key in sections["page"] if key.startswith("health_")} & set(sections["message"])
    assert len(shared) > 5
    assert {key: sections["page"][key] for key in shared} == {key: sections["message"][key] for key in shared}


def test_each_count_of_a_phrase_has_its_noun() -> None:
    for topics, said in ((1, "1 topic, 2 sources"), (3, "3 topics, 2 sources")):
        assert format_phrase("en", "page.watchlist_holds", {"topics": topics, "sources": 2}) == said
    assert format_phrase("zh", "page.watchlist_holds", {"topics": 1, "sources": 2}) == "1 个主题，2 个来源"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_what_it_is(language: Language) -> None:
    said = catalog_sections(language)["language"]
    assert set(said) == set(catalog_sections("en")["language"])
    assert all(said.values())
    assert locale_of(language).language == language
    assert not set(said["fonts"]) & {'"', "'"}


def test_no_phrase_is_empty_or_left_in_english() -> None:
    english = phrases("en")
    for language in OTHERS:
        for key, phrase in phrases(language).items():
            assert all(text.strip() for text in forms(phrase)), key
            said = " ".join(forms(phrase))
            words = [word for word in said.split() if word.isascii() and word.isalpha() and len(word) > 2]
            assert key.startswith("sample.") or not set(words) - ALLOWED, f"{language} {key}: {said}"
            if said == " ".join(forms(english[key])):
                assert not words or key.startswith("sample."), key


ALLOWED = frozenset(
    """
    monitor send-test import page sitemap json item hub http https gzip localhost
    UTC DNS STARTTLS CPU CAPTCHA Feed NAME auth env Webhook
    API HTTP NAT TLS XML JSON CSS JMESPath OPML MiB Cookie Teredo Apprise Lumen Video
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)
"""Names of programs, protocols and settings, which are the same everywhere."""


def test_a_language_without_a_file_is_refused() -> None:
    with pytest.raises(LookupError, match="no language 'xx'"):
        catalog_sections("xx")


def test_an_unknown_phrase_is_not_found() -> None:
    assert find_phrase("en", "message.no-such-phrase") is None
    assert find_phrase("en", "nothing") is None
