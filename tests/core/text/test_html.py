"""HTML becomes the plain text that everything else works on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text.html import clean_inline, clean_text, html_to_text, is_tangled


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>outer<div>inner</div>rest</div>", "outer\n\ninner\n\nrest"),
        ("line<br>next<br><br>paragraph", "line\nnext\n\nparagraph"),
        ("<ul><li>a</li><li><p>b</p></li></ul>after", "• a\n• b\n\nafter"),
        ("<li>a</li><li></li><li>b</li>", "• a\n• b"),
        ("<h1>Top</h1><h3>Third <b>level</b></h3>text", "# Top\n\n### Third level\n\ntext"),
        ("<h2></h2><p>x</p>", "x"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("  <a>x</a>, <i>y</i> <!-- no -->z", "x, y z"),
        ("前<b>可灵</b>后", "前可灵后"),
        ("a<script>bad()</script><style>p{}</style>b", "ab"),
        ("AT&amp;T &amp;amp; co", "AT&T &amp; co"),
        ("first\nsecond\n\nthird", "first\nsecond\n\nthird"),
        ("<b>head</b>\nbody", "head\nbody"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("a\u202eb\u200bc\x00d\ufeff", "abcd"),
        ("", ""),
    ],
)
def test_html_becomes_readable_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("&lt;b&gt; stays text", "<b> stays text"),
        ("<b>Kling</b> <em class='x'>2.0</em>", "Kling 2.0"),
        ("one<br/>two", "one two"),
        ("Vec<T> explained", "Vec<T> explained"),
        ("a < b", "a < b"),
        ("gnp.exe\u202etxt\u2066", "gnp.exetxt"),
        (" many \n\t spaces\u3000here ", "many spaces here"),
        ("family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"),
        ("half \ud800 surrogate", "half surrogate"),
        ("<script>x()</script>Title", "Title"),
    ],
)
def test_a_title_is_one_line_of_plain_text(written: str, clean: str) -> None:
    assert clean_inline(written) == clean


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 20_000 + "x",
        "".join(f"<b id={number}><p>" for number in range(5_000)) + "x",
        "<a><div></a>" * 5_000 + "x",
        "<!--" * 20_000,
        '<p style="' + "url(" * 20_000 + '">x',
        "<" * 50_000,
        "&" * 50_000,
    ],
    ids=["nested", "formatting", "misnested", "comments", "style", "brackets", "ampersands"],
)
def test_hostile_markup_still_ends_in_text(hostile: str) -> None:
    assert "<div>" not in html_to_text(hostile)
    clean_inline(hostile)


def test_deep_nesting_is_recognised_before_a_tree_is_built() -> None:
    assert is_tangled("<div>" * 1_000)
    assert is_tangled("<b><p>" * 1_000)
    assert not is_tangled("<p><b>x</b></p>" * 1_000)
    assert not is_tangled("<p>old pages never close it<br>" * 1_000)


@given(st.text(alphabet=st.sampled_from("<>/&;#x ab\n\t可灵\u202e\x00\ud800=\"'!-"), max_size=200))
def test_nothing_invisible_survives_whatever_comes(text: str) -> None:
    for result in (html_to_text(text), clean_inline(text), clean_text(text)):
        assert "\x00" not in result
        assert "\u202e" not in result
        assert "\ud800" not in result
        assert result == result.strip()
        assert "\n\n\n" not in result
    assert "\n" not in clean_inline(text)


_BLANKS_AND_WORDS = st.text(alphabet=st.sampled_from("ab桥 \n\t\r\xa0\x85\u2028\u200b\u200d"), max_size=60)


def _lines_of(text: str) -> list[str]:
    """Each line with single spaces between its words, written as the rule says it."""
    shown = text.replace("\r\n", "\n")
    for end in "\r\x85\u2028":
        shown = shown.replace(end, "\n")
    return [" ".join(line.split()) for line in shown.replace("\u200b", "").split("\n")]


@given(_BLANKS_AND_WORDS)
def test_clean_text_has_even_spaces_and_single_blank_lines_however_it_came(text: str) -> None:
    lines = "\n".join(_lines_of(text))
    while "\n\n\n" in lines:
        lines = lines.replace("\n\n\n", "\n\n")
    assert clean_text(text) == lines.strip()


@given(_BLANKS_AND_WORDS)
def test_the_words_of_a_paragraph_stand_on_one_line_however_they_came(text: str) -> None:
    assert html_to_text(f"<p>{text}<p>") == " ".join(" ".join(_lines_of(text)).split())


def test_line_ends_are_kept_where_the_page_keeps_them() -> None:
    kept = "<p>before</p><pre>one  two\nthree<b>\tfour</b></pre><em>x  y\n z</em>"
    assert html_to_text(kept) == "before\n\none two\nthree four\n\nx y z"
