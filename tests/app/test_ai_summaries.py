"""Sentences by a language model: made once, bounded, checked, and never in the way of a message."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.adapters.llm.fake import ScriptedModel
from monitor.app.delivery.compose import compose_digest, naming_of
from monitor.app.digests.open import window_now
from monitor.app.runtime.run_once import run_once
from monitor.app.runtime.scheduler import Scheduler
from monitor.app.summaries.generate import SummaryDependencies, SummaryGenerator
from monitor.core.model.messages import Coverage
from monitor.core.model.settings import ChannelSettings
from monitor.core.model.summaries import Prompt, SummariseSettings, SummaryAttempt, SummaryCounts, Unanswered
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss

TEXT = "快手今天发布可灵 2.5，单次生成时长从 5 秒延长到 10 秒，标准档价格下调 30%，即日起向用户开放，海外版本随后上线。"
SENTENCE = "可灵 2.5 发布，单次生成时长延长到 10 秒，标准档价格下调 30%。"
WISH = SummariseSettings(url="https://model.example/v1", model="small-1")
URL = "https://outlet.example/feed"
FEED = rss(("快手发布可灵 2.5", TEXT, NOON))


@asynccontextmanager
async def summarising(
    open_harness: OpenHarness,
    model: ScriptedModel,
    ai_settings: SummariseSettings = WISH,
    rules: HarnessRules | None = None,
) -> AsyncIterator[Harness]:
    """The program over one feed, with ``model`` behind it; the first fetch has been, so that news alert."""
    async with open_harness({URL: rss()}, rules) as harness:
        settings = replace(harness.app.settings, summarise=ai_settings)
        around = SummaryDependencies(
            in_store=harness.app.in_store,
            clock=harness.clock,
            settings=settings,
            watchlists=harness.app.watchlists,
            ai_settings=ai_settings,
        )
        summary_generator = SummaryGenerator(model, around)
        harness.app = replace(harness.app, settings=settings, summary_generator=summary_generator)
        await run_once(harness.app, force=True)
        try:
            yield harness
        finally:
            await summary_generator.close()


async def attempts(harness: Harness) -> Sequence[SummaryAttempt]:
    return await harness.app.in_store.read(lambda tx: tx.ai_summaries.latest(limit=100))


async def coverage(harness: Harness) -> Coverage:
    """Of a digest a minute from now: a window ends before its own instant."""
    app = harness.app
    harness.clock.jump_to(harness.clock.now() + timedelta(minutes=1))
    naming = naming_of(app.settings, app.wording(), app.digest_topics)
    message = await app.in_store.read(lambda tx: compose_digest(tx, window_now(app.clock, "daily", tx), naming))
    return message.coverage


async def news(harness: Harness, *items: tuple[str, str]) -> None:
    harness.documents[URL] = rss(*((title, text, harness.clock.now()) for title, text in items))
    await harness.round(after=timedelta(minutes=10))


def story_of(harness: Harness, place: int = -1) -> dict[str, object]:
    story: dict[str, object] = harness.team.payloads[place]["data"]["story"]
    return story


async def test_an_alert_carries_its_sentence_with_the_report_it_rests_on(open_harness: OpenHarness) -> None:
    model = ScriptedModel(last=f"{SENTENCE}[1]")
    async with summarising(open_harness, model) as harness:
        await news(harness, ("快手发布可灵 2.5", TEXT))
        assert story_of(harness)["ai_summary"] == {
            "text": SENTENCE,
            "cites": [{"source": "Outlet", "url": "https://outlet.example/1"}],
        }
        assert len(model.asked) == 1
        assert TEXT[:40] in model.asked[0].user
        assert (await coverage(harness)).ai_summaries == SummaryCounts(made=1)


@pytest.mark.parametrize(
    ("answer", "outcome", "why"),
    [
        ("可灵 9.9 发布。[1]", "refused", "the figure 9.9 stands in none"),
        (f"{SENTENCE}[4]", "refused", "it cites report 4, and 1 were sent"),
        ("谷歌今天宣布收购可灵。[1]", "refused", "the name “谷歌” stands in none"),
        (Unanswered(reason="HTTP 500: died"), "failed", "HTTP 500: died"),
        (Unanswered(reason="refused: 10.0.0.1 is a private address", stop=True), "failed", "private address"),
    ],
)
async def test_without_a_good_answer_the_alert_goes_out_at_once_and_the_reason_is_kept(
    open_harness: OpenHarness, answer: str | Unanswered, outcome: str, why: str
) -> None:
    model = ScriptedModel(last=answer)
    async with summarising(open_harness, model) as harness:
        await news(harness, ("快手发布可灵 2.5", TEXT))
        assert "ai_summary" not in story_of(harness)
        (attempt,) = await attempts(harness)
        assert attempt.outcome == outcome
        assert why in attempt.why
        told = (await coverage(harness)).ai_summaries
        assert told is not None
        assert (told.refused, told.failed) == ((1, 0) if outcome == "refused" else (0, 1))


async def test_a_model_that_breaks_holds_nothing_up(open_harness: OpenHarness) -> None:
    def breaks(_prompt: Prompt) -> str:
        raise RuntimeError("a bug in an adapter")

    async with summarising(open_harness, ScriptedModel(last=breaks)) as harness:
        await news(harness, ("快手发布可灵 2.5", TEXT))
        assert "ai_summary" not in story_of(harness)
        assert (await attempts(harness))[0].outcome == "asked"


async def test_a_slow_model_is_waited_for_once_and_for_a_moment(
    open_harness: OpenHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.app.summaries.generate._ALERT_PATIENCE", timedelta(seconds=0.2))
    async with summarising(open_harness, ScriptedModel(last=SENTENCE, seconds=60)) as harness:
        async with asyncio.timeout(60):
            await news(harness, ("快手发布可灵 2.5", TEXT))
            monkeypatch.setattr("monitor.app.summaries.generate._ALERT_PATIENCE", timedelta(seconds=60))
            other = "即梦团队今天上线新的画布功能，可以在一张画布上并排编辑多段素材，并支持一键导出成片，向会员开放。"
            await news(harness, ("即梦上线画布", other), ("快手发布可灵 2.5", TEXT))
        assert len(harness.team.payloads) == 2
        assert all("ai_summary" not in payload["data"]["story"] for payload in harness.team.payloads)


async def test_a_sentence_is_made_once_and_survives_a_restart(open_harness: OpenHarness) -> None:
    first = ScriptedModel(last=f"{SENTENCE}[1]")
    async with summarising(open_harness, first) as harness:
        await news(harness, ("快手发布可灵 2.5", TEXT))
    second = ScriptedModel(last="可灵 9.9 发布。[1]")
    async with summarising(open_harness, second) as harness:
        app = harness.app
        harness.clock.jump_to(NOON + timedelta(hours=1))
        assert app.summary_generator is not None
        await app.summary_generator.ahead()
        naming = naming_of(app.settings, app.wording(), app.digest_topics)
        digest = await app.in_store.read(lambda tx: compose_digest(tx, window_now(app.clock, "daily", tx), naming))
        assert [story.ai_summary.text for topic in digest.topics for story in topic.stories if story.ai_summary] == [
            SENTENCE
        ]
    assert (len(first.asked), len(second.asked)) == (1, 0)


async def test_a_corrected_report_carries_its_sentence_no_longer(open_harness: OpenHarness) -> None:
    corrected = TEXT.replace("30%", "20%")
    model = ScriptedModel([f"{SENTENCE}[1]"], last=f"{SENTENCE.replace('30%', '20%')}[1]")
    async with summarising(open_harness, model) as harness:
        await news(harness, ("快手发布可灵 2.5", TEXT))
        await news(harness, ("快手发布可灵 2.5", corrected))
        app = harness.app
        naming = naming_of(app.settings, app.wording(), app.digest_topics)

        async def told() -> list[str]:
            digest = await app.in_store.read(lambda tx: compose_digest(tx, window_now(app.clock, "daily", tx), naming))
            return [story.ai_summary.text for topic in digest.topics for story in topic.stories if story.ai_summary]

        assert SENTENCE not in await told()
        assert app.summary_generator is not None
        await app.summary_generator.ahead()
        assert await told() in ([], [SENTENCE.replace("30%", "20%")])
        assert await told() == [SENTENCE.replace("30%", "20%")]


async def test_the_days_budget_is_kept_across_restarts_and_begins_anew_at_local_midnight(
    open_harness: OpenHarness,
) -> None:
    ai_settings = replace(WISH, budget_per_day=1)
    model = ScriptedModel(last=Unanswered(reason="HTTP 400: no"))
    async with summarising(open_harness, model, ai_settings) as harness:
        await news(harness, ("快手发布可灵 2.5", TEXT))
        found = (await coverage(harness)).ai_summaries
        assert found is not None
        assert found.spent
    async with summarising(open_harness, model, ai_settings) as harness:
        harness.clock.jump_to(NOON + timedelta(hours=2))
        assert harness.app.summary_generator is not None
        await harness.app.summary_generator.ahead()
        assert len(model.asked) == 1
        harness.clock.jump_to(NOON + timedelta(hours=5))  # past midnight in Shanghai
        await harness.app.summary_generator.ahead()
        assert len(model.asked) == 2


async def test_characters_are_capped_too(open_harness: OpenHarness) -> None:
    model = ScriptedModel(last=f"{SENTENCE}[1]")
    async with summarising(open_harness, model, replace(WISH, characters_per_day=1_000)) as harness:
        await news(harness, ("快手发布可灵 2.5", TEXT))
        assert "ai_summary" not in story_of(harness)
    assert not model.asked


async def test_a_refused_key_rests_for_hours_and_other_settings_are_tried_at_once(open_harness: OpenHarness) -> None:
    model = ScriptedModel(last=Unanswered(reason="HTTP 401: wrong key", stop=True))
    async with summarising(open_harness, model) as harness:
        await news(harness, ("快手发布可灵 2.5", TEXT))
        harness.clock.jump_to(harness.clock.now() + timedelta(hours=3))
        assert harness.app.summary_generator is not None
        await harness.app.summary_generator.ahead()
        assert len(model.asked) == 1
        found = (await coverage(harness)).ai_summaries
        assert found is not None
        assert found.trouble == "HTTP 401: wrong key"
    mended = ScriptedModel(last=f"{SENTENCE}[1]")
    async with summarising(open_harness, mended, replace(WISH, key="another")) as harness:
        assert harness.app.summary_generator is not None
        await harness.app.summary_generator.ahead()
        assert len(mended.asked) == 1
        assert [one.outcome for one in await attempts(harness)] == ["made", "failed"]


async def test_a_waiting_time_is_kept_and_failures_end_after_three(open_harness: OpenHarness) -> None:
    model = ScriptedModel(last=Unanswered(reason="HTTP 429", retry_after=timedelta(minutes=30)))
    async with summarising(open_harness, model) as harness:
        await news(harness, ("快手发布可灵 2.5", TEXT))
        assert harness.app.summary_generator is not None
        for minutes, asked in ((10, 1), (25, 2), (40, 3), (90, 3)):
            harness.clock.jump_to(harness.clock.now() + timedelta(minutes=minutes))
            await harness.app.summary_generator.ahead()
            assert len(model.asked) == asked


async def test_nothing_is_asked_about_a_headline_alone_nor_of_a_test_message(open_harness: OpenHarness) -> None:
    model = ScriptedModel(last=f"{SENTENCE}[1]")
    async with summarising(open_harness, model) as harness:
        await news(harness, ("快手发布可灵 2.5", ""))
    assert not model.asked


async def test_of_a_round_up_only_the_item_itself_is_sent(open_harness: OpenHarness) -> None:
    items = "\n\n".join(
        f"## {n}、{name}\n\n{text}"
        for n, (name, text) in enumerate(
            (
                ("某车企召回", "某车企召回三万辆汽车，原因是刹车软管可能开裂，车主可以免费更换，召回从下月开始实施。"),
                ("可灵 2.5 发布", TEXT),
                ("天气转冷", "全国大部分地区气温下降，北方有大风和雨雪，气象台提醒公众注意防寒保暖和出行安全。"),
                ("股市收盘", "沪指收涨，两市成交放大，半导体板块领涨，多只个股涨停，北向资金净流入。"),
            ),
            1,
        )
    )
    model = ScriptedModel(last=f"{SENTENCE}[1]")
    async with summarising(open_harness, model) as harness:
        await news(harness, ("科技早报", items))
        assert harness.app.summary_generator is not None
        await harness.app.summary_generator.ahead()
    for prompt in model.asked:
        assert "召回" not in prompt.user
        assert "涨停" not in prompt.user


async def test_the_daemon_asks_ahead_in_each_language_that_somebody_reads(open_harness: OpenHarness) -> None:
    def answer(prompt: Prompt) -> str:
        return f"{SENTENCE}[1]" if "Chinese" in prompt.system else "Kling 2.5 was released at a price 30% lower.[1]"

    model = ScriptedModel(last=answer)
    english = ChannelSettings(name="team", kind="webhook", language="en")
    async with summarising(open_harness, model, rules=HarnessRules(team=english)) as harness:
        await news(harness, ("快手发布可灵 2.5", TEXT))
        scheduler = Scheduler(harness.app)
        await scheduler.tick()
        async with asyncio.timeout(60):
            while scheduler.busy:  # noqa: ASYNC110 - what is waited for is the whole scheduler, not one event
                await asyncio.sleep(0.01)
        await scheduler.drain(within=timedelta(seconds=1))
        assert "Kling 2.5 was released at a price 30% lower." in str(story_of(harness)["ai_summary"])
        assert {(one.language, one.outcome) for one in await attempts(harness)} == {("en", "made"), ("zh", "made")}


async def test_mails_chat_and_pages_mark_the_sentence_as_machine_made(open_harness: OpenHarness) -> None:
    from monitor.app.delivery.render import render_message
    from monitor.app.delivery.showing import alert_of

    async with summarising(open_harness, ScriptedModel(last=f"{SENTENCE}[1]")) as harness:
        await news(harness, ("快手发布可灵 2.5", TEXT))
        app, wording = harness.app, harness.app.wording()
        (attempt,) = await attempts(harness)
        alert = await app.in_store.read(lambda tx: alert_of(app, tx, attempt.story_id, wording))
        for kind in ("email", "slack", "feishu", "telegram", "terminal", "wecom", "teams", "discord", "ntfy"):
            (part,) = await render_message(app.templates, None, kind, alert, wording)
            shown = re.sub(r"[\u200b\\]|&#\d+;", "", part.html + part.text + str(dict(part.payload)))
            assert "AI 摘要" in shown
            assert "单次生成时长延长到 10 秒" in shown
