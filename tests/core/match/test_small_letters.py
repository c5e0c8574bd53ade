"""A name that is an everyday word, and that its user calls ambiguous, in small letters."""

from collections.abc import Callable, Sequence

import pytest

from monitor.core.match.matcher import Matcher
from monitor.core.model.matches import Alias, Document, Topic

Make = Callable[[Sequence[Topic]], Matcher]


def topic_of(name: str, *, needs: tuple[str, ...] = ()) -> Topic:
    return Topic(id="t", name={"en": name}, aliases=(Alias(text=name, needs=needs),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The orange line of the chart is a tariff", False),
        ("An Orange tariff for students", True),
        ("The orange operator changed its tariff", True),  # Two words of its field say more than the small letter.
        ("Orange raises prices. The orange tariff grew", True),
        ("orange has a new tariff, they say", True),
        ("今天 orange 的 tariff 涨了 OK", True),
        ("Mettez un orange dans le panier, tariff compris", False),
    ],
)
def test_in_small_letters_it_needs_more_than_one_word_of_its_field(make: Make, text: str, expected: bool) -> None:
    matcher = make([topic_of("Orange", needs=("tariff", "operator"))])
    assert bool(matcher.match(Document(title=text)).found) is expected


def test_the_reason_tells_of_the_small_letters(make: Make) -> None:
    (refused,) = make([topic_of("Orange", needs=("tariff",))]).match(Document(title="An orange tariff Sheet")).refused
    assert [item.kind for item in refused.evidence if item.weight < 0] == ["small-letters"]


@pytest.mark.parametrize(("name", "text"), [("Orange", "An orange sky"), ("Zyklop", "The zyklop tariff of May")])
def test_a_sure_name_and_one_that_is_no_word_may_be_written_small(make: Make, name: str, text: str) -> None:
    sure = name == "Orange"
    matcher = make([topic_of(name, needs=() if sure else ("tariff",))])
    assert matcher.match(Document(title=text)).found
