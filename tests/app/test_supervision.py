"""What looks after the daemon: work that fails is begun again, files that change are seen, silence is told outside."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from itertools import pairwise

from monitor.adapters.clock import SteppedClock
from monitor.app.runtime.supervise import supervise
from monitor.app.runtime.watches.configuration_watch import watch_configuration
from monitor.app.runtime.watches.sign_of_life import is_alive, send_signs_of_life
from monitor.core.model.settings import HeartbeatSettings
from monitor.core.status.conditions import Condition, MonitorStatus
from monitor.core.status.facts import StatusFacts
from tests.app.harness import NOON


async def step(clock: SteppedClock, task: "asyncio.Task[None]", *, until: Callable[[], bool]) -> None:
    """Move the clock from sleeper to sleeper until something is so, or the work has ended.

    Before each move whoever runs comes to rest, by turns of the loop and not by time; when nobody sleeps on the clock,
    a thread is at work, and that is waited for.
    """
    async with asyncio.timeout(60):
        for _ in range(200):
            for _ in range(20):
                await asyncio.sleep(0)
            while not (until() or task.done()) and clock.next_sleeper() is None:  # noqa: ASYNC110 # no event tells it
                await asyncio.sleep(0.001)
            if until() or task.done():
                return
            if (sleeper := clock.next_sleeper()) is not None:
                clock.jump_to(sleeper)
    raise AssertionError("it never came about")


async def test_failing_work_is_begun_again_later_each_time_and_well_again_is_told() -> None:
    clock, begun, said = SteppedClock(NOON), list[float](), list[str]()

    async def work() -> None:
        begun.append(clock.monotonic())
        if len(begun) < 4:
            raise ValueError("no luck")
        await clock.sleep_until(NOON + timedelta(hours=1))

    task = asyncio.create_task(supervise("watch", work, clock, report=said.append))
    await step(clock, task, until=lambda: said[-1:] == [""])
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert [later - sooner for sooner, later in pairwise(begun)] == [1, 2, 4]
    assert said[:3] == ["watch: ValueError: no luck"] * 3


@dataclass(slots=True)
class WrittenFiles:
    """The configuration as a test writes it, one fingerprint a look."""

    looks: list[str]
    in_force: str = "a"
    seen: list[str] = field(default_factory=list)

    def fingerprint(self) -> str:
        self.seen.append(self.looks[min(len(self.seen), len(self.looks) - 1)])
        return self.seen[-1]


async def reloads_of(*looks: str) -> list[int]:
    """After which looks a reload is asked for."""
    clock, files, asked = SteppedClock(NOON), WrittenFiles(list(looks)), list[int]()
    watching = watch_configuration(files, clock, changed=lambda: asked.append(len(files.seen)))
    task = asyncio.create_task(watching)
    await step(clock, task, until=lambda: len(files.seen) > len(looks))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return asked


async def test_files_are_read_again_once_they_have_come_to_rest() -> None:
    assert await reloads_of("a", "a", "a") == []
    assert await reloads_of("a", "b", "b", "b") == [3]
    assert await reloads_of("half", "half more", "whole", "whole", "whole") == [4], "an editor writes in pieces"
    assert await reloads_of("b", "a", "a", "a") == [], "put back before anybody looked twice"


async def test_refused_files_are_not_tried_again_until_they_change_and_what_is_in_force_counts_as_a_change() -> None:
    assert await reloads_of("wrong", "wrong", "wrong", "wrong", "a", "a", "a") == [2, 6]


@dataclass(slots=True)
class ToldPinger:
    answer: str = ""
    asked: list[str] = field(default_factory=list)

    async def ping(self, url: str) -> str:
        self.asked.append(url)
        return self.answer


def status(*conditions: Condition) -> MonitorStatus:
    facts = StatusFacts(now=NOON, zone=UTC, holder="daemon", store=None)
    return MonitorStatus(facts=facts, conditions=conditions)


async def test_signs_of_life_are_sent_only_while_the_work_is_done() -> None:
    clock, pinger = SteppedClock(NOON), ToldPinger()
    blind = status(Condition(kind="offline", level="degraded", reason="offline"))
    now: list[MonitorStatus | None] = [None]
    settings = HeartbeatSettings(url="https://hc.example/x", every=timedelta(minutes=5))
    task = asyncio.create_task(send_signs_of_life(settings, pinger, clock, state=lambda: now[0]))
    await step(clock, task, until=lambda: clock.now() >= NOON + timedelta(minutes=1))
    now[0] = blind
    await step(clock, task, until=lambda: clock.now() >= NOON + timedelta(minutes=2))
    assert pinger.asked == []
    now[0] = status(Condition(kind="sources", level="degraded", reason="one of many fails"))
    await step(clock, task, until=lambda: clock.now() >= NOON + timedelta(minutes=12))
    assert pinger.asked == ["https://hc.example/x"] * 3
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def test_a_monitor_that_ticks_and_sees_nothing_is_not_alive() -> None:
    assert is_alive(status())
    assert not is_alive(None)
    assert not is_alive(status(Condition(kind="no-answer", level="degraded", reason="silence")))
    assert not is_alive(status(Condition(kind="store", level="failing", reason="the disk is full")))
