"""The daemon's watch over its own state: a change is told once, noted for others, and raised as a self-alert."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from monitor.app.queries.monitor_status import StatusReader
from monitor.app.runtime.run_once import run_once
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.app.runtime.watches.status_watch import StatusWatch
from monitor.cli.commands.once import round_text
from monitor.core.model.fetch import FetchOutcome, Throttled, Unavailable
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.operations.key_values import LAST_RUN
from monitor.core.model.settings import SelfAlertSettings
from monitor.core.status.conditions import MonitorStatus
from tests.app.harness import OpenHarness, rss

FEED = "https://a.example/feed"
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Heard:
    """What an announcer was told as news."""

    states: list[list[str]] = field(default_factory=list)

    def show_status(self, status: MonitorStatus, *, is_news: bool) -> None:
        if is_news:
            self.states.append([condition.kind for condition in status.conditions])


async def test_each_change_is_told_once_noted_and_alerted_with_its_end(open_harness: OpenHarness) -> None:
    lost = Unavailable(reason="the way out is gone", unreached="us")
    async with open_harness({FEED: rss(("城市天气", "多云", None))}) as harness:
        alerts = SelfAlertSettings(channels=("team",), no_answer=30 * MINUTE)
        app = replace(harness.app, settings=replace(harness.app.settings, self_alerts=alerts))
        heartbeat, heard = Heartbeat(harness.clock), Heard()
        watch = StatusWatch(app=app, heartbeat=heartbeat, tell=heard)
        reader = StatusReader(app=app, heartbeat=heartbeat)

        async def look(after: timedelta) -> None:
            harness.clock.jump_to(harness.clock.now() + after)
            heartbeat.beat()
            await watch.look(reader)

        await look(MINUTE / 2)
        await run_once(app, force=True)
        await look(MINUTE)
        await look(MINUTE)
        harness.documents[FEED] = lost
        await run_once(app, force=True)
        await look(MINUTE)
        heartbeat.note_reload("ev.yaml:15:1: unknown key")
        await look(MINUTE)
        note = await app.in_store.read(lambda tx: tx.key_values.get(LAST_RUN))
        assert note is not None
        assert (note.by, note.looks, note.refused) == ("run", 1, "ev.yaml:15:1: unknown key")
        assert note.outage is not None
        await look(30 * MINUTE)
        harness.documents[FEED] = rss(("城市天气", "晴", None))
        await run_once(app, force=True)
        heartbeat.note_reload("")
        await look(MINUTE)

        assert heard.states == [["starting"], [], ["offline"], ["reload", "offline"], []]
        notices = await app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter(kinds=("notice",))))
        titles = [notice.payload.title for notice in reversed(notices) if notice.payload]  # type: ignore[union-attr] # notices
        assert titles[:2] == ["The changed configuration is not used", "No source answers"]
        assert set(titles[2:]) == {"Sources answer again", "The configuration is in order again"}
        assert len(titles) == 4


async def test_a_start_is_told_and_a_first_round_that_does_not_begin_after_a_minute(open_harness: OpenHarness) -> None:
    async with open_harness({FEED: rss(("城市天气", "多云", None))}) as harness:
        heartbeat, heard = Heartbeat(harness.clock), Heard()
        watch = StatusWatch(app=harness.app, heartbeat=heartbeat, tell=heard)
        reader = StatusReader(app=harness.app, heartbeat=heartbeat)
        for _ in range(3):
            heartbeat.beat()
            await watch.look(reader)
            harness.clock.jump_to(harness.clock.now() + MINUTE / 3)
        assert heard.states == [["starting"]]
        heartbeat.beat()
        await watch.look(reader)
        assert heard.states == [["starting"], ["not-asked"]]


async def test_a_round_that_finds_itself_offline_leaves_the_rest_for_the_next(open_harness: OpenHarness) -> None:
    lost = Unavailable(reason="the way out is gone", unreached="us")
    documents = {f"https://h{number}.example/feed": lost for number in range(90)}
    async with open_harness(documents) as harness:
        harness.clock.jump_to(harness.clock.now() + timedelta(hours=1))
        done = await run_once(harness.app, force=True)
        assert done.failed
        assert len(done.polls) + done.not_asked == 90
        assert done.not_asked > 0
        assert done.status is not None
        assert [condition.kind for condition in done.status.conditions][:1] == ["offline"]
        for url in documents:
            harness.documents[url] = rss(("城市天气", "多云", None), link=url)
        again = await harness.round()
        assert (len(again.polls), again.not_asked, again.failed) == (90, 0, False)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            Unavailable(reason="did not answer", unreached="host"),
            "pages.example does not answer; its sources wait (until 21:01)",
        ),
        (
            Throttled(reason="slow down", retry_after=10 * MINUTE),
            "pages.example asked to wait, which holds for all its sources (until 21:10)",
        ),
    ],
)
async def test_a_round_says_which_sources_it_left_because_their_host_rests(
    open_harness: OpenHarness, answer: FetchOutcome, said: str
) -> None:
    """One request that hangs on a busy machine is enough: its host rests, and most of the round was left unsaid."""
    pages = {f"https://pages.example/{number}": rss(("城市天气", "多云", None)) for number in range(6)}
    stuck = next(iter(pages))
    async with open_harness({**pages, stuck: answer, "https://other.example/": rss()}) as harness:
        harness.clock.jump_to(harness.clock.now() + timedelta(hours=1))
        done = await run_once(harness.app, force=True)
        document = done.as_json()
        assert (document["polled"], document["failed"], document["not_asked"]) == (2, 1, 5)
        assert [(wait["sources"], wait["why"]) for wait in document["put_off"]] == [(5, said.partition(" (")[0])]
        lines = list(round_text(done))
        assert lines[lines.index("5 due sources were not asked, and left for a later round:") + 1] == f"  5× {said}"
        harness.documents[stuck] = pages[stuck]
        harness.clock.jump_to(harness.clock.now() + 11 * MINUTE)
        again = await run_once(harness.app)
        assert again.put_off == ()
        sources = await harness.app.in_store.read(lambda tx: tx.sources.all())
        assert {source.health for source in sources} == {"ok"}, "all of them were read by then"


async def test_a_round_names_the_source_that_it_waits_for(open_harness: OpenHarness) -> None:
    feeds = {f"https://h{number}.example/feed": rss(("城市天气", "多云", None)) for number in range(3)}
    async with open_harness(feeds) as harness:
        harness.clock.jump_to(harness.clock.now() + timedelta(hours=1))
        told: list[tuple[int, int, str]] = []
        await run_once(harness.app, force=True, progress=lambda *now: told.append(now))
        names = {source.title or source.url for source in await harness.app.in_store.read(lambda tx: tx.sources.all())}
        assert told[-1] == (3, 3, "")
        assert {name for *_, name in told} <= names | set(feeds) | {""}, "a title is known behind the first answer"
        quiet: list[tuple[int, int, str]] = []
        await run_once(harness.app, progress=lambda *now: quiet.append(now))
        assert quiet == [], "nothing was due"
