"""What a verdict stops, what it does not, and that a delivery's links never change."""

from datetime import timedelta

import pytest

from monitor.app.delivery.enqueue_alerts import enqueue_alerts
from monitor.app.delivery.on_demand import preview_digest
from monitor.app.feedback.verdicts import decide_proposal, key_of, make_key, record_by_link, record_verdict
from monitor.core.alerting.alert_plan import AlertCandidate
from monitor.core.model.deliveries import Deferred
from monitor.core.model.feedback import Change, Effect, Judgement, Proposal, Verdict
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.settings import Route, WebSettings
from monitor.core.model.stories import Fact
from monitor.errors import UserError
from monitor.ports import Transaction
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss

FEED, OTHER = "https://a.example/feed", "https://b.example/feed"
OLD = ("旧闻", "与此无关。", NOON - timedelta(days=3))
FIRST = ("快手可灵 3.1 发布，支持 4K 视频", "快手今天发布可灵 3.1 版本，支持 4K 视频生成。")
WEB = WebSettings(base_url="https://news.example.org")


def empty() -> dict[str, bytes]:
    """Two outlets with old news only."""
    return {FEED: rss(OLD), OTHER: rss(OLD, link="https://b.example")}


async def publish(harness: Harness, *items: tuple[str, str], feed: str = FEED) -> None:
    """New items, the newest first, and a round."""
    now, host = harness.clock.now(), feed.removesuffix("/feed")
    harness.documents[feed] = rss(*((title, text, now) for title, text in items), OLD, link=host)
    await harness.round()


async def judge(harness: Harness, story: int, judgement: Judgement, topic: str = "kling") -> Verdict:
    """As from the command line."""
    return await harness.app.in_store.write(
        lambda tx: record_verdict(harness.app, tx, story, topic, judgement, who="a test")
    )


@pytest.mark.parametrize(
    ("judgements", "expected"), [((), 1), (("not-relevant",), 0), (("not-relevant", "relevant"), 1)]
)
async def test_a_story_judged_not_relevant_owes_no_follow_up(
    open_harness: OpenHarness, judgements: tuple[Judgement, ...], expected: int
) -> None:
    async with open_harness(empty()) as harness:
        await harness.round()
        await publish(harness, FIRST)
        for judgement in judgements:
            await judge(harness, 1, judgement)

        def sight(tx: Transaction) -> None:
            candidate = AlertCandidate(
                story_id=1,
                source=tx.sources.all()[0],
                topics=frozenset({"kling"}),
                signals=frozenset(),
                lang="zh",
                score=0.9,
                status="new",
                fresh=True,
                new_facts=[Fact(kind="price", value="39", surface="39 元")],
            )
            enqueue_alerts(harness.app, tx, candidate, now=harness.clock.now())

        await harness.app.in_store.write(sight)
        found = await harness.app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter(story_id=1)))
        assert [one.kind for one in found].count("follow-up") == expected


async def test_an_alert_that_waits_is_not_sent_and_is_no_dead_letter(open_harness: OpenHarness) -> None:
    async with open_harness(empty()) as harness:
        await harness.round()
        harness.team.answers = [Deferred(reason="busy", retry_after=timedelta(hours=1))]
        await publish(harness, FIRST)
        await judge(harness, 1, "not-relevant")
        await harness.round(after=timedelta(hours=3))
        assert len(harness.team.envelopes) == 1, "only the attempt that was put off"
        (delivery,) = await harness.app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter(story_id=1)))
        assert (delivery.state, delivery.provider_code) == ("dead", "not-relevant")
        preview = await preview_digest(harness.app, "daily")
        assert preview.document["coverage"]["dead_letters"] == []  # type: ignore[index] # JSON  # the documented shape


async def test_a_judged_story_is_not_in_the_digest_for_that_topic_alone(open_harness: OpenHarness) -> None:
    async with open_harness(empty()) as harness:
        await harness.round()
        await publish(harness, ("可灵与即梦同日更新", "可灵和即梦今天都更新了。"))
        harness.clock.jump_to(harness.clock.now() + timedelta(hours=1))
        await judge(harness, 1, "not-relevant")
        document = (await preview_digest(harness.app, "daily")).document
        assert [topic["id"] for topic in document["topics"]] == ["jimeng"]  # type: ignore[index]  # as documented
        await judge(harness, 1, "not-relevant", "jimeng")
        assert (await preview_digest(harness.app, "daily")).document["topics"] == []  # type: ignore[index] # JSON
        await judge(harness, 1, "relevant")
        document = (await preview_digest(harness.app, "daily")).document
        assert [topic["id"] for topic in document["topics"]] == ["kling"]  # type: ignore[index]


async def test_a_repeated_attempt_carries_the_same_links(open_harness: OpenHarness) -> None:
    async with open_harness(empty(), HarnessRules(web=WEB)) as harness:
        await harness.round()
        harness.team.answers = [Deferred(reason="busy", retry_after=timedelta(hours=1))]
        await publish(harness, FIRST)
        await harness.round(after=timedelta(hours=30))
        first, second = (data["data"]["story"]["links"] for data in harness.team.payloads[:2])
        assert first == second


async def test_each_delivery_has_links_of_its_own(open_harness: OpenHarness) -> None:
    rules = HarnessRules(
        routes=(Route(channels=("team", "mail")),),
        web=WEB,
    )
    async with open_harness(empty(), rules) as harness:
        await harness.round()
        await publish(harness, FIRST)
        (team,) = harness.team.payloads
        links = team["data"]["story"]["links"]
        (mail,) = harness.mail.envelopes
        assert links["not_relevant"] not in mail.rendered.html
        assert "https://news.example.org/f/" in mail.rendered.html
        assert links["page"] == "https://news.example.org/stories/1"


async def test_the_key_is_made_once_and_may_be_given(open_harness: OpenHarness) -> None:
    async with open_harness(empty()) as harness:
        app, now = harness.app, harness.clock.now()
        before = await app.in_store.read(lambda tx: key_of(app.settings, tx))
        await app.in_store.write(lambda tx: make_key(tx, now=now))
        assert await app.in_store.read(lambda tx: key_of(app.settings, tx)) == before
        assert len(before) == 64
    async with open_harness(empty(), HarnessRules(web=WebSettings(secret="x" * 32))) as harness:
        assert await harness.app.in_store.read(lambda tx: key_of(harness.app.settings, tx)) == b"x" * 32


async def test_what_cannot_be_recorded_is_said(open_harness: OpenHarness) -> None:
    async with open_harness(empty()) as harness:
        await harness.round()
        await publish(harness, FIRST)
        with pytest.raises(UserError, match="the store has no story 9"):
            await judge(harness, 9, "relevant")
        with pytest.raises(UserError, match="does not mention “jimeng”; it mentions kling"):
            await judge(harness, 1, "relevant", "jimeng")
        with pytest.raises(UserError, match="does not work here"):
            await harness.app.in_store.write(lambda tx: record_by_link(harness.app, tx, "made-up", ["kling"]))


async def test_a_proposal_is_decided_once(open_harness: OpenHarness) -> None:
    async with open_harness(empty()) as harness:
        await harness.round()
        await publish(harness, FIRST)
        said = await judge(harness, 1, "not-relevant")
        proposal = Proposal(
            verdict_id=said.id,
            change=Change(topic="kling", kind="exclude", words=("可灵汽车",)),
            effect=Effect(days=30, removed=1, removed_relevant=0, kept=3),
            created_at=harness.clock.now(),
        )

        def work(tx: Transaction) -> None:
            number = tx.proposals.add(proposal)
            decide_proposal(tx, number, "accepted", who="a test", now=harness.clock.now())
            with pytest.raises(UserError, match="was accepted by a test at 2026-11-23"):
                decide_proposal(tx, number, "rejected", who="a test", now=harness.clock.now())
            with pytest.raises(UserError, match="there is no proposal 99"):
                decide_proposal(tx, 99, "accepted", who="a test", now=harness.clock.now())

        await harness.app.in_store.write(work)
