"""A guid that is used again: the board's next notice is news, a live report and an edit are not."""

from collections import Counter
from datetime import timedelta

import pytest

from monitor.core.model.entries import ParsedEntry
from tests.core.change_detection.decision_harness import NOON, DecisionHarness

FERRY = "The ferry at berth two is late, and the crew waits for a spare part."
CRANE = "Since dawn a crane stands still and nobody can say how long that takes."
OTHERS = [
    ParsedEntry(title=f"Old tale {n}", guid=f"tale-{n}", url=f"https://harbour.example/tales/{n}", text=f"Of ship {n}.")
    for n in range(5)
]


def notice(
    title: str, text: str, *, hours: float | None = 0, url: str = "https://harbour.example/board", guid: str = "board"
) -> ParsedEntry:
    at = None if hours is None else NOON + timedelta(hours=hours, minutes=7)
    return ParsedEntry(
        title=title, guid=guid, url=url, text=text, published_at=at, trust="first_seen" if at is None else "stated"
    )


@pytest.fixture
def harness() -> DecisionHarness:
    return DecisionHarness()


@pytest.mark.parametrize(
    ("then", "kind"),
    [
        (notice("Harbour outage", CRANE, hours=3), "New"),
        (notice("Harbour news", CRANE, hours=3, url="https://harbour.example/board/2"), "New"),
        (notice("Harbour news", CRANE, hours=3), "Edited"),
        (notice("Harbour outage", f"{FERRY} It left at four.", hours=3), "Edited"),
        (notice("Harbour outage", CRANE, hours=0), "Edited"),
        (notice("Harbour outage", CRANE, hours=None), "Edited"),
    ],
    ids=["another headline", "another link", "a live report", "a text that goes on", "the same time", "no time"],
)
def test_what_comes_under_a_known_guid(harness: DecisionHarness, then: ParsedEntry, kind: str) -> None:
    assert harness.poll([notice("Harbour news", FERRY), *OTHERS])["New"] == 6
    assert harness.poll([then, *OTHERS]) == Counter({kind: 1, "Unchanged": 5})
    assert harness.poll([then, *OTHERS]) == Counter(Unchanged=6)


def test_posts_of_one_guid_and_title_with_links_of_their_own_are_all_kept(harness: DecisionHarness) -> None:
    """Every post has its headline for a guid, and every headline is "Daily links"."""
    days = [
        notice("Daily links", text, hours=24 * n, url=f"https://harbour.example/links/{n}", guid="Daily links")
        for n, text in enumerate((FERRY, CRANE, "Three boats and a raft."))
    ]
    shown = ([days[0]], [days[1], days[0]], [days[2], days[1]], [days[2]])
    counts = [harness.poll([*posts, *OTHERS]) for posts in shown]
    assert [count["New"] for count in counts] == [6, 1, 1, 0]
    assert sum(count["Edited"] for count in counts) == 0


def test_an_entry_that_stands_twice_under_guid_and_link_is_one(harness: DecisionHarness) -> None:
    twice = [notice("Daily links", FERRY), notice("Daily links", f"{FERRY} More.", hours=1)]
    assert harness.poll([*twice, *OTHERS]) == Counter(New=6)


@pytest.mark.parametrize(
    ("text", "kind"),
    [(FERRY, "Reissued"), (f"{FERRY} It left at four.", "Edited"), (CRANE, "New")],
    ids=["the same words", "more words", "other words"],
)
def test_a_guid_that_counts_how_often_a_post_was_published(harness: DecisionHarness, text: str, kind: str) -> None:
    page = "https://harbour.example/news/7"
    first, again = (
        notice("A ferry is late", words, hours=hours, url=f"{page}?at_medium=RSS", guid=f"{page}#{count}")
        for count, (hours, words) in enumerate([(0, FERRY), (3, text)])
    )
    assert harness.poll([first, *OTHERS])["New"] == 6
    assert harness.poll([again, *OTHERS]) == Counter({kind: 1, "Unchanged": 5})


def test_posts_of_a_thread_that_are_numbered_alike_are_all_kept(harness: DecisionHarness) -> None:
    thread = "https://harbour.example/threads/7"
    posts = [
        notice("Re: ferries", text, hours=n, url=thread, guid=f"{thread}#{n}") for n, text in enumerate((FERRY, CRANE))
    ]
    counts = [harness.poll([*shown, *OTHERS]) for shown in ([posts[0]], posts[::-1], posts[::-1])]
    assert [count["New"] for count in counts] == [6, 1, 0]
    assert sum(count["Edited"] for count in counts) == 0
