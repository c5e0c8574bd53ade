"""Foreign text loses what could harm, and keeps what people read."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.channels import feishu, slack, telegram
from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.render.escape import PLAIN, escape_markdown, fullwidth_markup
from monitor.core.text.sanitize import safe_url, sanitize_line, sanitize_piece


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("可灵 2.5 发布", "可灵 2.5 发布"),
        ("a\r\nBcc: x@example.org", "a Bcc: x@example.org"),
        ("bell\x07 esc\x1b[31m nul\x00", "bell esc[31m nul"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("\u2066isolated\u2069", "isolated"),
        ("half \ud83d here", "half \ufffd here"),
        ("line\u2028sep\u2029and\x85nel", "line sep and nel"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("👩\u200d👩\u200d👧\u200d👦 family", "👩\u200d👩\u200d👧\u200d👦 family"),
    ],
)
def test_controls_overrides_and_halves_are_gone_and_words_stay(given_text: str, cleaned: str) -> None:
    assert sanitize_line(given_text) == cleaned


def test_a_stack_of_marks_is_cut_down() -> None:
    assert len(sanitize_line("Z" + "\u0301" * 500)) == 5


def test_endless_joining_is_cut_down() -> None:
    assert len(sanitize_line("👩" + "\u200d👩" * 500)) == 17


def test_a_piece_keeps_the_space_at_its_ends() -> None:
    assert sanitize_piece(" released\n") == " released "


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "https://user:pw@example.org/",
        "https://example.org/\r\nBcc: x",
        "https://exam ple.org/",
        'https://example.org"onmouseover=1/',
        "https://example.org\\@elsewhere.example/",
        "https://example.org/a\tb",
        "https://\u202eexample.org/",
        "https://example.org|evil/a",
        "http://",
        "//example.org/x",
        "https://example.org/" + "a" * 2_000,
        "https://[::1",
    ],
)
def test_a_link_that_is_no_ordinary_link_is_left_out(url: str) -> None:
    assert safe_url(url) == ""


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org?from=a|b", "https://example.org?from=a%7Cb"),
        ("https://example.org/a#{b}", "https://example.org/a#%7Bb%7D"),
        ("https://example.org/Press Release.pdf", "https://example.org/Press%20Release.pdf"),
        ("https://example.org/a?b=c|d&e={f}", "https://example.org/a?b=c%7Cd&e=%7Bf%7D"),
        ("https://example.org/<script>", "https://example.org/%3Cscript%3E"),
        ('https://example.org/"onmouseover=1', "https://example.org/%22onmouseover=1"),
        (f"https://example.org/{quote('ท่าเรือ' * 30)}", f"https://example.org/{'ท่าเรือ' * 30}"),
        (f"https://example.org/{quote('ท' * 20)}", f"https://example.org/{quote('ท' * 20)}"),
    ],
)
def test_a_link_is_written_as_browsers_write_it_and_letters_stand_for_bytes_where_it_is_long(
    url: str, link: str
) -> None:
    assert safe_url(url) == link


def test_bytes_that_are_no_letters_stay_as_they_are() -> None:
    assert safe_url(f"https://example.org/{'%FF%FE' * 200}") == ""


def test_an_ordinary_link_stays_and_cannot_end_a_markdown_link() -> None:
    assert safe_url("https://example.org/a_(b)?x=1&y=可灵") == "https://example.org/a_%28b%29?x=1&y=可灵"


@pytest.mark.parametrize(
    ("escape", "text", "never"),
    [
        (slack.escape_mrkdwn, "<!channel> <@U123> *b* & `x`", ["<!", "<@", "<"]),
        (escape_markdown, "@everyone [x](javascript:alert(1)) `c` **b**", ["@everyone", "](", "**"]),
        (telegram.escape_html, "<b>x</b> @channelname", ["<b", "@channelname"]),
        (feishu.escape_markdown, '<at id="all"></at> [x](javascript:y) **b** @all', ["<", "](", "**", "@all"]),
        (fullwidth_markup, "<@all> @all [x](javascript:y) # h", ["<", "@all", "](", "#"]),
    ],
)
def test_what_a_channel_reads_as_markup_or_naming_is_neutral(escape: object, text: str, never: list[str]) -> None:
    assert callable(escape)
    shown = str(escape(text))
    for mark in never:
        assert mark not in shown


@given(st.text(max_size=60))
def test_no_text_can_open_a_link_or_a_tag_in_any_channel(text: str) -> None:
    for kind in CHANNEL_KINDS.values():
        if kind.dialect is PLAIN:
            continue
        shown = kind.dialect.escape(sanitize_line(text))
        assert "<" not in shown.replace("\\<", "")
        assert "](" not in shown
