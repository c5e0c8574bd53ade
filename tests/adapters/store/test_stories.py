"""Stories: candidates for a new report, joining, and what a whole story says."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from monitor.adapters.store.database import DatabaseStore
from monitor.adapters.store.repositories.story_parts.compared import mark_of
from monitor.adapters.store.tables import report
from monitor.core.model.filters import StoryFilter
from monitor.core.model.stories import Assignment, Excerpt, Fact, Features, Joins, NewStory, Report, Story
from monitor.ports import Transaction
from tests.adapters.store.conftest import START

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness

HOUR = timedelta(hours=1)


def the(tx: Transaction, story_id: int) -> Story:
    (story,) = tx.stories.get([story_id])
    return story


def test_founded_story_says_what_its_report_says(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A story of one report has its title, address, snippet, topics and times."""
    with store.write() as tx:
        told = harness.report(tx, "one", topics=["sora", "kling"])
        story = the(tx, told.story)
    assert (story.title, story.url, story.snippet, story.highlights) == (
        "one", "https://example.org/one", "… one …", ((2, 4),),
    )  # fmt: skip
    assert (story.topics, story.signals, story.score, story.lang) == (("kling", "sora"), ("signal of one",), 0.7, "en")
    assert (story.first_seen_at, story.last_seen_at, story.follows) == (harness.now, harness.now, None)
    assert [(outlet.title, outlet.entry_id) for outlet in story.outlets] == [("one", told.entry)]


def test_joining_report_adds_to_the_story(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Topics and signals add up, the last time moves on, and outlets are oldest first."""
    with store.write() as tx:
        told = harness.report(tx, "one")
        early = harness.now - 5 * HOUR
        joined = harness.report(
            tx, "two", topics=["sora"], assignment=Joins(story_id=told.story), at=harness.now + HOUR, published_at=early
        )
        story = the(tx, told.story)
    assert joined.story == told.story
    assert [outlet.title for outlet in story.outlets] == ["two", "one"]
    assert (story.topics, story.signals) == (("kling", "sora"), ("signal of one", "signal of two"))
    assert (story.first_seen_at, story.last_seen_at) == (harness.now, harness.now + HOUR)


def test_most_original_report_represents_the_story(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Official beats press, and a round-up never represents while there is a real report."""
    with store.write() as tx:
        told = harness.report(tx, "round-up", is_roundup=True, tier="official")
        into = Joins(story_id=told.story)
        titles = [the(tx, told.story).title]
        for title, tier in (("copy", "aggregator"), ("press", "press"), ("maker", "official"), ("later", "official")):
            harness.report(tx, title, tier=tier, assignment=into, at=harness.now + HOUR)  # type: ignore[arg-type] # a tier
            titles.append(the(tx, told.story).title)
    assert titles == ["round-up", "copy", "press", "maker", "maker"]


def test_candidates_share_most_keys(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Candidates come with their features, those that share most keys first, the newer first among equals."""
    with store.write() as tx:
        few = harness.report(tx, "few", keys=[1, 8, 9], tier="official", is_roundup=True)
        harness.report(tx, "none", keys=[7])
        old = harness.report(tx, "old", keys=[1, 2], at=harness.now - HOUR)
        new = harness.report(tx, "new", keys=[2, 1, 2])
        found = tx.stories.candidates([1, 2, 3], since=harness.now - HOUR, limit=9)
        assert len(tx.stories.candidates([1, 2, 3], since=harness.now - HOUR, limit=2)) == 2
        assert not tx.stories.candidates([], since=harness.now, limit=9)
        late = tx.stories.candidates([1, 2, 3], since=harness.now, limit=9)
    assert [(one.story_id, one.shared) for one in found] == [(new.story, 2), (old.story, 2), (few.story, 1)]
    assert [one.story_id for one in late] == [new.story, few.story]
    assert (found[2].features.keys, dict(found[2].features.payload)) == ((1, 8, 9), {"title": "few"})
    assert found[2].at == harness.now


def test_common_key_does_not_hide_the_nearest(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A key that hundreds of reports have is cut short, and the one that shares the rare key too still comes first."""
    with store.write() as tx:
        near = harness.report(tx, "near", keys=[1, 2, 4])
        for number in range(250):
            harness.report(tx, f"common {number}", keys=[1])
        found = tx.stories.candidates([1, 2, 4], since=harness.now, limit=5)
    assert [(one.story_id, one.shared) for one in found[:2]] == [(near.story, 3), (found[1].story_id, 1)]
    assert len(found) == 5


def add(
    tx: Transaction, harness: "StoreHarness", entry_id: int, report: Report, assignment: Assignment, **place: object
) -> int:
    section, section_key = place.get("section", 0), place.get("section_key", "")
    assert isinstance(section, int)
    assert isinstance(section_key, str)
    return tx.stories.add_report(
        report,
        Features(keys=(5, 6), payload={"title": report.title}),
        assignment,
        Excerpt(
            entry_id=entry_id, section=section, section_key=section_key, signals=["launch"], snippet="s", score=0.5
        ),
        now=harness.now,
    )


def test_adding_a_report_twice_changes_nothing(store: DatabaseStore, harness: "StoreHarness") -> None:
    """The same section of the same entry stays the report it is, in the story it is in."""
    with store.write() as tx:
        entry_id = harness.entry(tx, "one")
        other = harness.report(tx, "other").story
        report = Report(title="one", topics=frozenset({"kling"}), seen_at=harness.now)
        first = add(tx, harness, entry_id, report, NewStory())
        before = the(tx, first)
        assert add(tx, harness, entry_id, report, NewStory()) == first
        assert add(tx, harness, entry_id, report, Joins(story_id=other)) == first
        assert the(tx, first) == before
        assert len(tx.stories.candidates([5], since=harness.now, limit=9)) == 1


def test_edited_report_says_more_in_its_story(store: DatabaseStore, harness: "StoreHarness") -> None:
    """An edit that names a further topic adds it to the story, and its new keys find it."""
    with store.write() as tx:
        told = harness.report(tx, "one", keys=[1])
        edited = Report(title="One, corrected", topics=frozenset({"sora"}), seen_at=harness.now + HOUR)
        assert add(tx, harness, told.entry, edited, NewStory()) == told.story
        story = the(tx, told.story)
        assert not tx.stories.candidates([1], since=harness.now, limit=9)
        assert tx.stories.candidates([5], since=harness.now, limit=9)
    assert (story.title, story.topics, story.last_seen_at) == ("One, corrected", ("kling", "sora"), harness.now)


def test_a_candidate_is_read_anew_once_it_was_edited(store: DatabaseStore, harness: "StoreHarness") -> None:
    """What was read of a candidate before an edit, or of one that had its number, is not given again."""
    with store.write() as tx:
        told = harness.report(tx, "one", keys=[5])
        (before,) = tx.stories.candidates([5], since=harness.now, limit=9)
        (again,) = tx.stories.candidates([5], since=harness.now, limit=9)
        edited = Report(title="One, corrected", topics=frozenset({"kling"}), seen_at=harness.now)
        add(tx, harness, told.entry, edited, NewStory())
        (after,) = tx.stories.candidates([5], since=harness.now, limit=9)
    assert before.features.payload == {"title": "one"}
    assert again.features is before.features
    assert after.features.payload != before.features.payload


def test_an_edit_that_was_taken_back_is_not_given(store: DatabaseStore, harness: "StoreHarness") -> None:
    """What was read in a transaction that failed is no candidate of the next, though the report has its number."""
    with store.write() as tx:
        told = harness.report(tx, "one", keys=[5])

    def edit_as(title: str) -> Report:
        return Report(title=title, source=title, topics=frozenset({"kling"}), seen_at=harness.now)

    def titles(tx: Transaction) -> list[object]:
        return [one.features.payload["title"] for one in tx.stories.candidates([5], since=harness.now, limit=9)]

    def fail(tx: Transaction) -> None:
        add(tx, harness, told.entry, edit_as("taken back"), NewStory())
        assert titles(tx) == ["taken back"]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), store.write() as tx:
        fail(tx)
    with store.write() as tx:
        assert titles(tx) == ["one"]
        add(tx, harness, told.entry, edit_as("kept"), NewStory())
    with store.read() as tx:
        assert titles(tx) == ["kept"]


def test_a_report_of_an_older_version_has_no_mark_and_is_a_candidate(
    store: DatabaseStore, harness: "StoreHarness"
) -> None:
    """It is read by its text, before and after an edit."""
    with store.write() as tx:
        told = harness.report(tx, "one", keys=[5])
        tx.stories._db.execute(update(report).values(compared_mark=None))
        (before,) = tx.stories.candidates([5], since=harness.now, limit=9)
        (again,) = tx.stories.candidates([5], since=harness.now, limit=9)
        edited = Report(title="One, corrected", topics=frozenset({"kling"}), seen_at=harness.now)
        add(tx, harness, told.entry, edited, NewStory())
        tx.stories._db.execute(update(report).values(compared_mark=None))
        (after,) = tx.stories.candidates([5], since=harness.now, limit=9)
    assert (before.features.keys, again.features is before.features) == ((5,), True)
    assert (after.features.keys, after.features.payload) == ((5, 6), {"title": "One, corrected"})


def test_a_report_is_marked_by_all_that_candidates_are_told() -> None:
    told = Report(title="one", source="a", seen_at=START)
    others = [
        replace(told, source="b"),
        replace(told, tier="official"),
        replace(told, is_roundup=True),
        replace(told, published_at=START),
        replace(told, published_at=START + HOUR),
    ]
    marks = [mark_of("{}", told), mark_of("[]", told), *(mark_of("{}", other) for other in others)]
    assert len(set(marks)) == len(marks)
    assert mark_of("{}", replace(told, title="two", url="https://example.org/")) == marks[0]


def test_a_founded_story_is_what_its_report_makes_of_it(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Bringing a story of one report in line with it again changes nothing."""
    with store.write() as tx:
        told = harness.report(tx, "one", topics=["sora", "kling"])
        founded = the(tx, told.story)
        report = Report(
            title="one", url=founded.url, lang="en", source="Example", topics=frozenset({"sora", "kling"}),
            seen_at=harness.now,
        )  # fmt: skip
        add(tx, harness, told.entry, report, NewStory())
        refreshed = the(tx, told.story)
    assert refreshed.signals == ("signal of one", "launch")
    assert replace(refreshed, signals=founded.signals) == founded


def test_items_of_a_round_up_are_told_apart_by_their_key(store: DatabaseStore, harness: "StoreHarness") -> None:
    """An item that moved stays in its story, and one that took its place founds its own."""
    with store.write() as tx:
        entry_id = harness.entry(tx, "round-up")
        report = Report(title="item", topics=frozenset({"kling"}), seen_at=harness.now, is_roundup=True)
        first = add(tx, harness, entry_id, report, NewStory(), section=1, section_key="aaaa")
        assert add(tx, harness, entry_id, report, NewStory(), section=2, section_key="aaaa") == first
        assert add(tx, harness, entry_id, report, NewStory(), section=1, section_key="bbbb") != first


def test_facts_are_told_once(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Facts stay with the story under their first wording."""
    with store.write() as tx:
        told = harness.report(tx, "one")
        tx.stories.tell(
            told.story, [("version", "kling 2.1", "可灵 2.1"), ("version", "kling 2.1", "again")], now=harness.now
        )
        tx.stories.tell(told.story, [("version", "kling 2.1", "later"), ("price", "66", "¥66")], now=harness.now + HOUR)
        tx.stories.tell(told.story, [], now=harness.now)
        facts = the(tx, told.story).facts
    assert list(facts) == [
        Fact(kind="version", value="kling 2.1", surface="可灵 2.1"),
        Fact(kind="price", value="66", surface="¥66"),
    ]


def test_stories_come_in_the_order_asked(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Unknown numbers are left out, and each story comes once."""
    with store.write() as tx:
        numbers = [harness.report(tx, title).story for title in ("a", "b", "c")]
        found = tx.stories.get([numbers[2], 999, numbers[0], numbers[2]])
    assert [story.title for story in found] == ["c", "a"]


def test_find_last_seen_first(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Stories are found by topic and by when they were last seen."""
    with store.write() as tx:
        old = harness.report(tx, "old", topics=["kling", "sora"], at=harness.now - 9 * HOUR)
        harness.report(tx, "other", topics=["vidu"], at=harness.now - 5 * HOUR)
        harness.report(tx, "new", at=harness.now - HOUR)

        def found(wanted: StoryFilter) -> list[str]:
            return [story.title for story in tx.stories.find(wanted)]

        assert found(StoryFilter()) == ["new", "other", "old"]
        assert found(StoryFilter(topic="kling")) == ["new", "old"]
        assert found(StoryFilter(topic="sora", since=harness.now - HOUR)) == []
        harness.report(tx, "again", topics=["sora"], assignment=Joins(story_id=old.story))
        assert found(StoryFilter(topic="sora", since=harness.now - HOUR)) == ["old"]
        assert found(StoryFilter(limit=1)) == ["old"]


def test_follow_up_names_the_affair_it_continues(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A story can follow another."""
    with store.write() as tx:
        first = harness.report(tx, "one")
        second = harness.report(tx, "two", assignment=NewStory(follows=first.story))
        assert the(tx, second.story).follows == first.story


def test_numbers_are_never_used_again(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A story's number does not fall to a later story, whose alert would be taken for already sent."""
    with store.write() as tx:
        first = harness.report(tx, "one")
        later = harness.now + timedelta(days=400)
        tx.retention.prune(entries_before=later, deliveries_before=later)
        assert not tx.stories.get([first.story])
        second = harness.report(tx, "two")
    assert second.story > first.story
    assert second.entry > first.entry


def test_future_publication_time_counts_as_sight(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A publication time in the future does not push an outlet behind those seen after it."""
    with store.write() as tx:
        told = harness.report(tx, "liar", published_at=harness.now + 99 * HOUR)
        harness.report(tx, "honest", assignment=Joins(story_id=told.story), at=harness.now + HOUR)
        assert [outlet.title for outlet in the(tx, told.story).outlets] == ["liar", "honest"]


def test_reports_of_an_entry(store: DatabaseStore, harness: "StoreHarness") -> None:
    """An entry's reports come with their features and the story they are in now."""
    with store.write() as tx:
        one, two = harness.report(tx, "one", keys=[1, 2]), harness.report(tx, "two")
        tx.stories.merge([two.story, one.story])
        (found,) = tx.stories.of_entry(one.entry)
        assert not tx.stories.of_entry(99)
    assert (found.story_id, found.features.keys, found.shared) == (two.story, (1, 2), 2)
