"""Verdicts and proposals: kept as they were said, the newest judgement counts."""

from datetime import timedelta

from monitor.adapters.store.database import DatabaseStore
from monitor.core.model.feedback import Change, Effect, Judgement, Proposal, Verdict
from tests.adapters.store.conftest import START


def verdict(story: int = 1, topic: str = "kling", judgement: Judgement = "not-relevant", ticket: str = "") -> Verdict:
    """One with everything in it."""
    return Verdict(
        story_id=story,
        topic=topic,
        judgement=judgement,
        word="汽车",
        title="可灵\x00汽车",
        sentence="可灵汽车开工",
        highlights=((0, 2),),
        mentions=(4, 5),
        delivery_id=7,
        ticket=ticket,
        who="team",
        at=START,
    )


def test_a_verdict_comes_back_as_it_was_said(store: DatabaseStore) -> None:
    with store.write() as tx:
        number = tx.verdicts.add(verdict(ticket="abc"))
        (found,) = tx.verdicts.find()
        assert (found.id, found.title, found.highlights, found.mentions) == (number, "可灵汽车", ((0, 2),), (4, 5))
        assert tx.verdicts.of_ticket("abc") == [found]
        assert tx.verdicts.of_ticket("") == tx.verdicts.of_ticket("abd") == []


def test_the_newest_judgement_counts_and_muting_is_none(store: DatabaseStore) -> None:
    with store.write() as tx:
        for said in (
            verdict(),
            verdict(topic="sora"),
            verdict(judgement="relevant"),
            verdict(judgement="mute"),
            verdict(story=2),
        ):
            tx.verdicts.add(said)
        assert tx.verdicts.judged([1, 3]) == {(1, "kling"): "relevant", (1, "sora"): "not-relevant"}
        assert tx.verdicts.judged([]) == {}
        assert [one.story_id for one in tx.verdicts.find(limit=2)] == [2, 1]


def test_a_proposal_is_open_until_it_is_decided(store: DatabaseStore) -> None:
    effect = Effect(days=30, removed=14, removed_relevant=0, kept=96, removed_titles=("可灵汽车",))
    change = Change(topic="kling", kind="needs", alias="Kling", words=("video", "视频"))
    with store.write() as tx:
        said = tx.verdicts.add(verdict())
        number = tx.proposals.add(Proposal(verdict_id=said, change=change, effect=effect, created_at=START))
        found = tx.proposals.get(number)
        assert found is not None
        assert (found.change, found.effect, found.state, found.decided_at) == (change, effect, "open", None)
        tx.proposals.decide(number, "accepted", who="cli", now=START + timedelta(hours=1))
        (decided,) = tx.proposals.find()
        assert (decided.state, decided.decided_by, decided.decided_at) == (
            "accepted",
            "cli",
            START + timedelta(hours=1),
        )
        assert tx.proposals.get(number + 1) is None
