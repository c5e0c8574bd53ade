"""Sentences, plural forms, and reasons that are told in the reader's language."""

import json
import pickle
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel import core
from babel.dates import format_timedelta
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.i18n.formats import (
    format_moment,
    format_number,
    format_span,
    locale_of,
    moment_without_time,
    name_list,
    plural_form,
    regional_tag,
)
from monitor.core.i18n.phrases import (
    Reason,
    decode_reason,
    encode_reason,
    format_phrase,
    render_reason,
    section_translator,
    signal_label,
)
from monitor.core.model.messages import RenderContext
from tests.examples import examples


def test_a_count_chooses_the_plural_form_and_is_grouped() -> None:
    say = section_translator("en", "message")
    assert [say("n_stories", n=n) for n in (0, 1, 2, 12_345)] == [
        "0 stories",
        "1 story",
        "2 stories",
        "12,345 stories",
    ]
    assert section_translator("zh", "message")("n_stories", n=1) == "1 件事"


def test_a_phrase_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        format_phrase("en", "message.nothing-of-the-kind", {})


def test_a_reason_is_its_english_sentence_and_is_told_in_any_language() -> None:
    late = Reason("message.n_late", n=3)
    assert late == "3 late"
    assert render_reason(late, "zh") == "3 件迟到"
    assert render_reason("550 mailbox unavailable", "zh") == "550 mailbox unavailable"


def test_a_reason_may_be_about_another_one() -> None:
    paused = Reason("message.ai_summaries_trouble", why=Reason("message.all_seen"))
    assert paused == "paused: Every source was seen."
    assert paused.told("zh") == "暂停：所有来源都看到了。"


def test_a_reason_is_stored_as_key_and_values() -> None:
    stored = encode_reason(Reason("message.ai_summaries_trouble", why=Reason("message.n_late", n=2)))
    assert json.loads(stored) == {
        "reason": "message.ai_summaries_trouble",
        "with": {"why": {"reason": "message.n_late", "with": {"n": 2}}},
    }
    assert render_reason(decode_reason(stored), "zh") == "暂停：2 件迟到"


def test_spans_moments_and_lists_keep_what_they_are_in_the_store() -> None:
    at = datetime(2026, 3, 2, 8, 5, tzinfo=ZoneInfo("Asia/Tokyo"))
    values = {"why": timedelta(hours=3)}, {"why": at}, {"why": ("Kling", "Sora")}
    english = [decode_reason(encode_reason(Reason("message.ai_summaries_trouble", **value))) for value in values]
    assert english == ["paused: 3 hours", "paused: Mon 2 Mar 08:05", "paused: Kling and Sora"]
    assert [render_reason(one, "zh") for one in english] == [
        "暂停：3小时",
        "暂停：3月2日 周一 08:05",
        "暂停：Kling和Sora",
    ]


@pytest.mark.parametrize("text", ["the server refuses us (403)", "", "{not json", '{"reason": 3}', "[1]"])
def test_sentences_of_earlier_versions_stay_as_they_are(text: str) -> None:
    assert decode_reason(text) == text
    assert decode_reason(encode_reason(text)) == text


def test_a_text_of_others_cannot_pass_for_a_reason() -> None:
    answer = encode_reason(Reason("message.all_seen"))
    assert type(answer) is str
    back = decode_reason(encode_reason(answer))
    assert back == answer
    assert not isinstance(back, Reason)


def test_a_reason_of_a_later_version_is_shown_as_it_was_stored() -> None:
    stored = '{"reason": "fetch.by-pigeon", "with": {"birds": 2, "wait": {"seconds": 7200}}}'
    assert decode_reason(stored) == "fetch.by-pigeon (birds: 2; wait: 2 hours)"


def test_a_reason_crosses_into_other_processes() -> None:
    again = pickle.loads(pickle.dumps(Reason("message.n_late", n=3)))  # noqa: S301 - our own bytes
    assert isinstance(again, Reason)
    assert again.told("zh") == "3 件迟到"


def test_a_reason_without_its_value_is_an_error_where_it_is_made() -> None:
    with pytest.raises(KeyError):
        Reason("message.n_late")


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 seconds", "0秒钟"),
        (45, "45 seconds", "45秒钟"),
        (61, "1 minute", "1分钟"),
        (89 * 60, "89 minutes", "89分钟"),
        (2 * 3600, "2 hours", "2小时"),
        (35 * 3600, "35 hours", "35小时"),
        (3 * 86400, "3 days", "3天"),
    ],
)
def test_a_span_is_told_in_one_unit(seconds: int, english: str, chinese: str) -> None:
    assert (format_span(timedelta(seconds=seconds), "en"), format_span(timedelta(seconds=seconds), "zh")) == (
        english,
        chinese,
    )


@examples(300)
@given(st.integers(0, 10**9) | st.integers(0, 200_000))
def test_english_spans_and_plural_forms_are_those_of_babel(number: int) -> None:
    """They are told without it, as why a source is due is told in English after each poll."""
    wait = timedelta(seconds=number)
    told = format_span(wait, "en")
    unit = told.rpartition(" ")[2].rstrip("s")
    by_babel = format_timedelta(wait, granularity=unit, threshold=1e12, locale=locale_of("en"))  # type: ignore[arg-type]  # one of its units
    assert (told, plural_form(number, "en")) == (by_babel, locale_of("en").plural_form(number))


def test_lists_and_numbers_follow_the_language() -> None:
    assert [name_list(["a", "b", "c"][:n], "en") for n in range(4)] == ["", "a", "a and b", "a, b, and c"]
    assert name_list(["可灵", "即梦", "海螺"], "zh") == "可灵、即梦和海螺"
    assert [format_number(value, "en") for value in (999, 1_000, 2.5)] == ["999", "1,000", "2.5"]


@pytest.mark.parametrize(
    ("hours_ago", "english", "chinese", "date_only"),
    [
        (1, "08:30", "08:30", ""),
        (12, "yesterday 21:30", "昨天 21:30", "yesterday"),
        (24 * 5, "28 Feb 09:30", "2月28日 09:30", "28 Feb"),
        (24 * 70, "25 Dec 2025", "2025年12月25日", "25 Dec 2025"),
    ],
)
def test_a_moment_is_told_as_seen_from_another(hours_ago: int, english: str, chinese: str, date_only: str) -> None:
    near = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
    at = near - timedelta(hours=hours_ago)
    wording = {language: RenderContext(language=language, zone=ZoneInfo("Asia/Shanghai")) for language in ("en", "zh")}
    assert format_moment(at, near, wording["en"]) == english
    assert format_moment(at, near, wording["zh"]) == chinese
    assert moment_without_time(at, near, wording["en"]) == date_only


def test_a_language_is_searched_where_most_people_read_it() -> None:
    assert [regional_tag(tag) for tag in ("zh", "en", "ja", "de", "zh-TW")] == [
        "zh-CN",
        "en-US",
        "ja-JP",
        "de-DE",
        "zh-TW",
    ]


def test_signals_have_names_and_unknown_ones_are_shown_as_written() -> None:
    assert [signal_label("open-source", language) for language in ("en", "zh")] == ["open source", "开源"]
    assert signal_label("my-own", "zh") == "my own"


def test_what_babel_knows_of_all_countries_is_not_held() -> None:
    for answer in (regional_tag.cache_clear, locale_of.cache_clear):
        answer()
    assert locale_of("zh").plural_form(2) == "other"
    assert (regional_tag("ja"), regional_tag("de")) == ("ja-JP", "de-DE")
    assert format_number(12_345, "ja") == "12,345"
    assert core._global_data is None  # Babel's own name for it: with another one this says nothing.
    core.get_global("cldr")
    assert core._global_data  # It is still what Babel reads.
