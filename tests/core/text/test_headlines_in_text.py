"""An article's text begins below its own headline."""

import pytest

from monitor.core.text.headlines import without_headline

TITLE = "Harbour opens a second crane"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"# {TITLE}\n\nThe crane lifts 40 tonnes.", "The crane lifts 40 tonnes."),
        (f"{TITLE.upper()}\nThe crane lifts 40 tonnes.", "The crane lifts 40 tonnes."),
        (f"# {TITLE}", ""),
        (f"{TITLE}, says the port.\nMore.", f"{TITLE}, says the port.\nMore."),
        ("# Cranes\n\nText.", "# Cranes\n\nText."),
        ("", ""),
    ],
)
def test_a_headline_at_the_top_goes_and_nothing_else(text: str, left: str) -> None:
    assert without_headline(text, TITLE) == left


def test_an_entry_without_a_title_keeps_its_text() -> None:
    assert without_headline("\nText.", "") == "\nText."
