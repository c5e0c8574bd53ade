"""What a post is called whose title says nothing."""

import pytest

from monitor.core.model.entries import ParsedEntry
from monitor.core.text.headlines import with_title

URL = "https://harbour.example/posts/late-ferry"


@pytest.mark.parametrize(
    ("title", "text", "called"),
    [
        ("", "The ferry is late. Wait.", "The ferry is late."),
        ("...", "The ferry is late. Wait.", "The ferry is late."),
        ("(Untitled)", "The ferry is late. Wait.", "The ferry is late."),
        (URL, "The ferry is late. Wait.", "The ferry is late."),
        ("?", "", "?"),
        ("", "", "late ferry"),
        ("C#", "The ferry is late. Wait.", "C#"),
        ("🎉", "The ferry is late. Wait.", "🎉"),
    ],
)
def test_a_title_that_says_nothing_gives_way_to_the_first_words(title: str, text: str, called: str) -> None:
    assert with_title(ParsedEntry(title=title, url=URL, text=text)).title == called
