"""Questions to a language model: counted before they go out, found by story and language, gone with their story."""

from datetime import timedelta

from monitor.adapters.store.database import DatabaseStore
from tests.adapters.store.conftest import StoreHarness


def test_a_question_counts_before_its_answer_and_keeps_what_came_of_it(
    store: DatabaseStore, harness: StoreHarness
) -> None:
    with store.write() as tx:
        story = harness.report(tx, "Kling 2.5").story
        first = tx.ai_summaries.ask(story, "zh", "s1", characters=700, now=harness.now)
        assert tx.ai_summaries.spent(since=harness.now) == (1, 700)
        tx.ai_summaries.settle(first, "made", text="可灵\x00 2.5 \ud800发布。", basis=((3, 4, "hash"),))
        second = tx.ai_summaries.ask(story, "en", "s1", characters=300, now=harness.now + timedelta(hours=1))
        tx.ai_summaries.settle(second, "refused", why="it cites no report")
    with store.read() as tx:
        (made,) = tx.ai_summaries.of([story], "zh")[story]
        assert (made.outcome, made.text, made.basis) == ("made", "可灵 2.5 ?发布。", ((3, 4, "hash"),))
        assert tx.ai_summaries.of([story], "fr") == {}
        assert [one.outcome for one in tx.ai_summaries.latest(limit=1)] == ["refused"]
        assert tx.ai_summaries.spent(since=harness.now) == (2, 1_000)
        assert tx.ai_summaries.spent(since=harness.now + timedelta(minutes=1)) == (1, 300)
        hour = {"from_at": harness.now, "to_at": harness.now + timedelta(hours=1)}
        assert tx.ai_summaries.outcomes(**hour) == {"made": 1}


def test_questions_go_with_their_story(store: DatabaseStore, harness: StoreHarness) -> None:
    with store.write() as tx:
        story = harness.report(tx, "Kling 2.5").story
        tx.ai_summaries.ask(story, "zh", "s1", characters=1, now=harness.now)
    later = harness.now + timedelta(days=400)
    with store.write() as tx:
        tx.retention.prune(entries_before=later, deliveries_before=later)
        assert not tx.ai_summaries.latest(limit=10)
