"""What is printable needs no cleaning: the quick ways give what the careful ones give."""

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.parse.links import web_link
from monitor.core.text import html

_PIECES = st.sampled_from(
    ["a", "可灵", "b c", " ", "  ", "\t", "\n", "\n\n\n", "\r\n", "\r", "\x0b", "\x1c", "\x85", "\xa0", "\xad",
     "\u200b", "\u2028", "\u3000", "\u202e", "\ufeff", "\ud800", "\U0001f600", "\u200d", "é", "\u0378", "."]
)  # fmt: skip


def _clean_with_care(text: str) -> str:
    lines = html._UNSEEN.sub("", html._LINE_ENDS.sub("\n", text)).split("\n")
    joined = "\n".join(html._SPACES.sub(" ", line).strip() for line in lines)
    return html._BLANK_LINES.sub("\n\n", joined).strip()


@settings(max_examples=400)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_text_is_cleaned_alike(text: str) -> None:
    assert html.clean_text(text) == _clean_with_care(text)
    assert html.clean_inline(text) == " ".join(html._UNSEEN.sub("", text).split())


@settings(max_examples=200)
@given(st.lists(_PIECES, max_size=8).map("".join), st.booleans())
def test_a_node_of_a_tree_is_written_alike(text: str, kept: bool) -> None:
    quick, careful = html._Paper(), html._Paper()
    quick.kept_lines = careful.kept_lines = int(kept)
    quick.writes(html._seen(text))
    seen = html._UNSEEN.sub("", html._LINE_ENDS.sub("\n", text))
    careful.writes(seen if kept else html._SPACES.sub(" ", seen.replace("\n", " ")))
    assert (quick.pieces, quick.pending_break) == (careful.pieces, careful.pending_break)


def test_a_plain_link_is_taken_as_it_is_and_others_are_looked_at() -> None:
    assert web_link("http://e.org/f", "https://e.org/a?b=1#c") == "https://e.org/a?b=1#c"
    assert web_link("https://e.org/f", "https://e.org/a?") == "https://e.org/a"
    assert web_link("http://e.org/f", " /a\u200b") == "http://e.org/a\u200b"
    assert web_link("http://e.org/f", "https://[::1/a") == ""
    assert web_link("http://e.org/f", "https://e.org/" + "a" * 5_000) == ""
