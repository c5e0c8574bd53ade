"""Signed links: only what was sealed opens, letter for letter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.feedback.signed_links import open_ticket, seal_ticket, signed_link, ticket_id
from monitor.core.model.feedback import LinkMaking, Ticket

KEY = b"k" * 32
UNTIL = date(2026, 12, 24)

tickets = st.builds(
    Ticket,
    judgement=st.sampled_from(["not-relevant", "relevant", "mute"]),
    delivery_id=st.integers(0, 2**62),
    story_id=st.integers(0, 2**62),
    topic=st.from_regex(r"[a-z0-9][a-z0-9_-]{0,63}", fullmatch=True),
    until=st.dates(date(2026, 1, 1), date(2100, 1, 1)),
)


def ticket(**changes: object) -> Ticket:
    """An ordinary one."""
    values: dict[str, object] = {
        "judgement": "not-relevant",
        "delivery_id": 31,
        "story_id": 12_345,
        "topic": "kling",
        "until": UNTIL,
    }
    return Ticket(**{**values, **changes})  # type: ignore[arg-type]  # a test's shorthand


@given(tickets)
def test_what_was_sealed_opens(one: Ticket) -> None:
    assert open_ticket(seal_ticket(one, KEY), KEY) == one


@given(tickets, st.data())
def test_nothing_else_opens(one: Ticket, data: st.DataObject) -> None:
    token = seal_ticket(one, KEY)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("ABCxyz019-_"))
    changed = token[:place] + letter + token[place + 1 :]
    if changed != token:
        assert open_ticket(changed, KEY) is None
    assert open_ticket(token[:-1], KEY) is None
    assert open_ticket(token + "A", KEY) is None
    assert open_ticket(token, b"another key of as many bytes....") is None


@given(st.text(max_size=500))
def test_any_text_is_answered(text: str) -> None:
    assert open_ticket(text, KEY) is None


@pytest.mark.parametrize("spelling", ["{}=", "{}==", " {}", "{}\n", "{}%3D"])
def test_one_ticket_has_one_spelling(spelling: str) -> None:
    assert open_ticket(spelling.format(seal_ticket(ticket(), KEY)), KEY) is None


def test_links_are_short_and_differ_by_delivery_story_topic_and_judgement() -> None:
    making = LinkMaking(base_url="https://news.example.org/", key=KEY, delivery_id=31, until=UNTIL)
    other = LinkMaking(base_url="https://news.example.org/", key=KEY, delivery_id=32, until=UNTIL)
    links = [
        signed_link(making, "not-relevant", 12_345, "kling"),
        signed_link(making, "mute", 12_345, "kling"),
        signed_link(making, "not-relevant", 12_346, "kling"),
        signed_link(making, "not-relevant", 12_345, "sora"),
        signed_link(other, "not-relevant", 12_345, "kling"),
    ]
    assert len(set(links)) == len(links)
    assert signed_link(making, "not-relevant", 12_345, "kling") == links[0]
    assert links[0].startswith("https://news.example.org/f/")
    assert all(len(one) < 75 for one in links)
    assert len({ticket_id(one) for one in links}) == len(links)
