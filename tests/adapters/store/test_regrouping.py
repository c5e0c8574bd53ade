"""Stories corrected manually stay so."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.adapters.store.database import DatabaseStore
from monitor.core.cluster.facts import extract_facts
from monitor.core.model.filters import DeliveryFilter, StoryFilter
from monitor.core.model.stories import Excerpt, Features, Joins, NewStory, Report, Story
from monitor.errors import UserError
from monitor.ports import Transaction

if TYPE_CHECKING:
    from tests.adapters.store.conftest import StoreHarness


def the(tx: Transaction, story_id: int) -> Story:
    (story,) = tx.stories.get([story_id])
    return story


def report_id(tx: Transaction, story_id: int, title: str) -> int:
    return next(outlet.report_id for outlet in the(tx, story_id).outlets if outlet.title == title)


def test_merged_stories_are_one(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Reports, mentions and facts go to the first; whoever names the other is told the first, once."""
    with store.write() as tx:
        one, two = harness.report(tx, "one"), harness.report(tx, "two", topics=["sora"])
        tx.stories.tell(one.story, [("price", "66", "first")], now=harness.now)
        tx.stories.tell(two.story, [("price", "66", "second"), ("version", "2.1", "v2.1")], now=harness.now)
        tx.outbox.enqueue([harness.new_delivery("story:two", stories=[two.story])], now=harness.now)
        assert tx.stories.merge([one.story, two.story]) == one.story
        story = the(tx, two.story)
        assert story == the(tx, one.story)
        assert len(tx.stories.get([two.story, one.story])) == 1
        assert [found.id for found in tx.stories.find(StoryFilter())] == [one.story]
        assert [found.id for found in tx.stories.find(StoryFilter(topic="sora"))] == [one.story]
        assert len(tx.mentions.of_stories([two.story])) == len(tx.mentions.of_stories([one.story])) == 2
        assert tx.mentions.topics_of_story(two.story, "new") == {"kling", "sora"}
        assert len(tx.outbox.find(DeliveryFilter(story_id=one.story))) == 1
        assert {found.story_id for found in tx.stories.candidates([1], since=harness.now, limit=9)} == {one.story}
    assert {outlet.title for outlet in story.outlets} == {"one", "two"}
    assert story.topics == ("kling", "sora")
    assert [(fact.value, fact.surface) for fact in story.facts] == [("66", "first"), ("2.1", "v2.1")]


def test_what_told_a_merged_story_counts_for_the_one_it_is_in(store: DatabaseStore, harness: "StoreHarness") -> None:
    with store.write() as tx:
        first, second, untold = (harness.report(tx, name).story for name in ("first", "second", "untold"))
        tx.outbox.enqueue([harness.new_delivery("told", stories=[second])], now=harness.now)
        assert tx.outbox.told_of([first, second, untold]) == {second}
        tx.stories.merge([first, second])
        assert tx.outbox.told_of([first, untold]) == {first}
        assert not tx.outbox.told_of([])


def test_merged_story_goes_on_as_the_first(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Joining, following and telling a story that was merged away means the one it is part of, over two merges too."""
    with store.write() as tx:
        one, two, three = (harness.report(tx, title).story for title in ("one", "two", "three"))
        follower = harness.report(tx, "follower", assignment=NewStory(follows=three)).story
        tx.stories.merge([two, three])
        tx.stories.merge([one, two])
        assert harness.report(tx, "late", assignment=Joins(story_id=three)).story == one
        assert the(tx, harness.report(tx, "next", assignment=NewStory(follows=three)).story).follows == one
        assert the(tx, follower).follows == one
        tx.stories.tell(three, [("price", "66", "")], now=harness.now)
        assert len(the(tx, one).facts) == 1
        assert the(tx, one).follows is None


def test_story_merged_with_the_one_it_followed_follows_nothing(store: DatabaseStore, harness: "StoreHarness") -> None:
    """No story continues itself."""
    with store.write() as tx:
        one = harness.report(tx, "one").story
        two = harness.report(tx, "two", assignment=NewStory(follows=one)).story
        assert the(tx, tx.stories.merge([two, one])).follows is None


def test_split_report_is_a_story_of_its_own(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A report that is split off takes its mentions along and leaves the rest as it was without it."""
    with store.write() as tx:
        one = harness.report(tx, "one")
        two = harness.report(tx, "two", topics=["sora"], assignment=Joins(story_id=one.story), tier="official")
        new = tx.stories.split([report_id(tx, one.story, "two")], facts_of=extract_facts, now=harness.now)
        assert new != one.story
        assert [the(tx, number).title for number in (one.story, new)] == ["one", "two"]
        assert [the(tx, number).topics for number in (one.story, new)] == [("kling",), ("sora",)]
        assert [mention.story_id for mention in tx.mentions.of_entry(two.entry)] == [new]
        assert [mention.entry_id for mention in tx.mentions.of_stories([one.story])] == [one.entry]


def test_split_stays_split(store: DatabaseStore, harness: "StoreHarness") -> None:
    """An edit of the split report does not bring it back, and what resembles it more does not meet the other story."""
    with store.write() as tx:
        one = harness.report(tx, "one", keys=[1, 2, 3])
        two = harness.report(tx, "two", keys=[1, 2, 8, 9], assignment=Joins(story_id=one.story))
        new = tx.stories.split([report_id(tx, one.story, "two")], facts_of=extract_facts, now=harness.now)
        again = tx.stories.add_report(
            Report(title="two, edited", topics=frozenset({"kling"}), seen_at=harness.now),
            Features(keys=(1, 2, 8, 9)),
            Joins(story_id=one.story),
            Excerpt(entry_id=two.entry, score=0.5),
            now=harness.now,
        )
        assert again == new

        def stories(*keys: int) -> set[int]:
            return {found.story_id for found in tx.stories.candidates(keys, since=harness.now, limit=9)}

        assert stories(1, 2, 8, 9) == {new}
        assert stories(1, 2, 3) == {one.story}
        assert stories(1, 2) == {one.story, new}


def test_merging_again_ends_a_split(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A person may change their mind."""
    with store.write() as tx:
        one = harness.report(tx, "one", keys=[1, 2, 3])
        harness.report(tx, "two", keys=[1, 2, 8], assignment=Joins(story_id=one.story))
        new = tx.stories.split([report_id(tx, one.story, "two")], facts_of=extract_facts, now=harness.now)
        other = harness.report(tx, "three", keys=[1, 2, 8]).story
        assert tx.stories.merge([other, new]) == other
        found = tx.stories.candidates([1, 2, 8], since=harness.now, limit=9)
        assert {one.story_id for one in found} == {other}
        tx.stories.merge([one.story, other])
        assert len(the(tx, one.story).outlets) == 3
        assert len(tx.stories.candidates([1, 2, 8], since=harness.now, limit=9)) == 3


def test_splitting_everything_off_is_refused(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Nothing would be left to split it off from."""
    with store.write() as tx:
        one = harness.report(tx, "one")
        with pytest.raises(UserError, match=f"all the reports of story {one.story}"):
            tx.stories.split([report_id(tx, one.story, "one")], facts_of=extract_facts, now=harness.now)
        assert [story.title for story in tx.stories.find(StoryFilter())] == ["one"]


def test_reports_of_two_stories_are_split_off_together(store: DatabaseStore, harness: "StoreHarness") -> None:
    """A story whose last report goes is found under the new number, with the facts it told."""
    with store.write() as tx:
        one = harness.report(tx, "one")
        two = harness.report(tx, "two")
        harness.report(tx, "three", assignment=Joins(story_id=two.story))
        tx.stories.tell(one.story, [("price", "66", "")], now=harness.now)
        chosen = [report_id(tx, one.story, "one"), report_id(tx, two.story, "three")]
        new = tx.stories.split(chosen, facts_of=extract_facts, now=harness.now + timedelta(hours=1))
        assert the(tx, one.story).id == new
        assert len(the(tx, new).facts) == 1
        assert [outlet.title for outlet in the(tx, two.story).outlets] == ["two"]


def test_splitting_off_what_was_merged_undoes_the_merge(store: DatabaseStore, harness: "StoreHarness") -> None:
    """The old number means the story again, and so do the deliveries that told it."""
    with store.write() as tx:
        one, two = harness.report(tx, "one"), harness.report(tx, "可灵 3.1 发布 月费 66 元")
        tx.stories.tell(two.story, [("price", "66 cny", "66 元"), ("version", "可灵 3.1", "")], now=harness.now)
        tx.stories.tell(one.story, [("price", "99 cny", "99 元")], now=harness.now)
        tx.outbox.enqueue([harness.new_delivery("story:two", stories=[two.story])], now=harness.now)
        moved = report_id(tx, two.story, "可灵 3.1 发布 月费 66 元")
        tx.stories.merge([one.story, two.story])
        new = tx.stories.split([moved], facts_of=extract_facts, now=harness.now)
        assert the(tx, two.story).id == new
        assert [len(tx.outbox.find(DeliveryFilter(story_id=number))) for number in (new, one.story)] == [1, 0]
        assert ("price", "66 cny") in {(fact.kind, fact.value) for fact in the(tx, new).facts}
        assert ("price", "99 cny") in {(fact.kind, fact.value) for fact in the(tx, one.story).facts}
        assert ("price", "66 cny") not in {(fact.kind, fact.value) for fact in the(tx, one.story).facts}


def test_wrong_numbers_are_named(store: DatabaseStore, harness: "StoreHarness") -> None:
    """Splitting off what is not there changes nothing and says so."""
    with store.write() as tx:
        harness.report(tx, "one")
        with pytest.raises(UserError, match="no report has the number 77"):
            tx.stories.split([77], facts_of=extract_facts, now=harness.now)
        with pytest.raises(UserError, match="no story has the number 88"):
            tx.stories.merge([1, 88])
