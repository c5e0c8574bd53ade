"""Names of one character: a letter is in every text, a pictograph is not."""

import pytest

from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.watchlists.rules import name_alone


@pytest.mark.parametrize("sign", ["🛴", "☎", "✈"])
def test_a_pictograph_may_stand_alone(sign: str) -> None:
    assert name_alone(sign) == sign


@pytest.mark.parametrize("char", ["Q", "云", "비", "©", "°", "#"])
def test_a_letter_or_a_sign_of_print_may_not(char: str) -> None:
    with pytest.raises(Malformed):
        name_alone(char)


@pytest.mark.parametrize("marks", ["...", "—", "++", "?!", "« »"])
def test_marks_alone_may_not(marks: str) -> None:
    with pytest.raises(Malformed, match=r"marks alone|one character"):
        name_alone(marks)
