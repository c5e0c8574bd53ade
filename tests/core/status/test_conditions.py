"""The state of the monitor in words: green only if nothing is wrong, and every wrong thing has its sentence."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.core.i18n.phrases import Reason, encode_reason, render_reason
from monitor.core.model.channel_state import ChannelStop, Cooldown
from monitor.core.model.languages import LANGUAGES
from monitor.core.model.operations.administration import Room
from monitor.core.model.operations.monitor_status import (
    ChannelFigures,
    FailingSource,
    Outage,
    Queue,
    RunNote,
    SourceTally,
)
from monitor.core.status.conditions import MonitorStatus, status_of
from monitor.core.status.facts import DigestDelay, Limits, StatusFacts, StoreFacts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=2)
"""07:00 in UTC, 08:00 in Berlin."""
WELL = StoreFacts(
    sources=SourceTally(watched=3, asked=3, seen=3, polled_at=NOW, answered_at=NOW, next_at=NOW + timedelta(minutes=5)),
    last_run=RunNote(by="run", began_at=EARLIER, seen_at=NOW),
)


def looked(store: StoreFacts | None = WELL, **facts: Any) -> MonitorStatus:
    """The state of a running daemon, but for what is changed."""
    known: dict[str, Any] = {"now": NOW, "zone": ZoneInfo("Europe/Berlin"), "holder": "daemon", "store": store}
    return status_of(StatusFacts(**known | facts))


def tally(**changes: Any) -> StoreFacts:
    """All well but the sources."""
    return replace(WELL, sources=replace(WELL.sources, **changes))


def trouble(name: str, error: str = "HTTP 500") -> FailingSource:
    return FailingSource(id=1, name=name, error=error, since=EARLIER, next_at=NOW)


def test_the_first_minute_of_a_daemon_is_a_start_and_no_trouble() -> None:
    fresh = tally(asked=0, seen=0, polled_at=None, answered_at=None)
    early = looked(store=fresh, began_at=NOW - timedelta(seconds=59))
    assert (early.state, early.headline) == ("starting", "3 sources, the first answers are expected within a minute")
    half = looked(store=tally(asked=1), began_at=NOW - timedelta(seconds=59))
    assert (half.state, half.headline) == ("starting", "2 of 3 sources have not been asked yet")
    late = looked(store=fresh, began_at=NOW - timedelta(minutes=1))
    assert (late.state, [found.kind for found in late.conditions]) == ("degraded", ["not-asked"])
    assert looked(store=fresh, began_at=NOW + timedelta(minutes=1)).state == "degraded", "the clock was set back"
    wrong = looked(store=fresh, began_at=NOW, troubles={"reload": "ev.yaml:15:1: unknown key"})
    assert (wrong.state, [found.kind for found in wrong.conditions]) == ("degraded", ["reload", "starting"])
    assert looked(began_at=NOW).state == "ok", "all were asked before it started again"


def test_nothing_wrong_is_well_and_says_what_was_seen() -> None:
    status = looked()
    assert (status.state, status.conditions) == ("ok", ())
    assert status.headline == "all is well: 3 of 3 sources seen within a day"


WRONG: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "a loop that hangs": ({"silence": timedelta(minutes=3)}, "stuck", "failing", "no tick for 180 s"),
    "a store that refuses": (
        {"troubles": {"store": "database x: the disk is full"}},
        "store",
        "failing",
        "database x: the disk is full",
    ),
    "a reload that was refused": (
        {"troubles": {"reload": "ev.yaml:15:1: unknown key"}},
        "reload",
        "degraded",
        "the configuration on disk is not used, the old one goes on: ev.yaml:15:1: unknown key",
    ),
    "an outage of ours": (
        {"outage": Outage(since=EARLIER, reason="no name server answers", sources=53)},
        "offline",
        "degraded",
        "offline since 08:00: all 53 sources that were asked could not be reached: no name server answers; "
        "next try 10:05",
    ),
    "a source that fails": (
        {"store": tally(failing=1, seen=2, troubles=(trouble("Volt Weekly"),))},
        "sources",
        "degraded",
        "1 of 3 sources fails: Volt Weekly, since 08:00: HTTP 500",
    ),
    "sources that were never asked": (
        {"store": tally(asked=0, seen=0, polled_at=None, answered_at=None)},
        "not-asked",
        "degraded",
        "none of the 3 sources has been asked yet; the first turn is 10:05",
    ),
    "no sources at all": (
        {"store": replace(WELL, sources=SourceTally())},
        "no-sources",
        "degraded",
        "nothing is watched: no watchlist names a source",
    ),
    "no answer for long": (
        {"store": tally(answered_at=NOW - timedelta(minutes=31))},
        "no-answer",
        "degraded",
        "no source has answered since 09:29",
    ),
    "a stopped channel": (
        {
            "store": replace(
                WELL,
                stops={"team": ChannelStop(at=EARLIER, reason="403: the key was revoked", settings="x")},
                channels=ChannelFigures(queues={"team": Queue(count=2)}),
            )
        },
        "channel-stopped",
        "degraded",
        "channel “team” is stopped since 08:00: 403: the key was revoked; 2 messages wait",
    ),
    "mail that is refused": (
        {
            "store": replace(
                WELL,
                channels=ChannelFigures(
                    queues={"mail": Queue(count=1, answer="nothing listens at 127.0.0.1:25")},
                    cooldowns={
                        "mail": Cooldown(failures=2, since=EARLIER, until=NOW + timedelta(minutes=8), failed_at=NOW)
                    },
                ),
            )
        },
        "channel-failing",
        "degraded",
        "channel “mail” fails since 08:00: nothing listens at 127.0.0.1:25; 1 message waits, next try 10:08",
    ),
    "messages given up": (
        {"store": replace(WELL, given_up=2, given_up_why="mail: 550 no such user")},
        "given-up",
        "degraded",
        "2 messages could not be delivered within the last day; the last: mail: 550 no such user",
    ),
    "sending that is paused": (
        {"store": replace(WELL, sending_is_on=False)},
        "paused",
        "degraded",
        "all sending is paused; 0 messages wait",
    ),
    "a digest that was not made": (
        {"store": replace(WELL, digests=(DigestDelay(name="daily", due_at=EARLIER),))},
        "digest",
        "degraded",
        "digest “daily” was due 08:00 and has not been made",
    ),
    "a disk that fills": (
        {"room": Room(free=320_000_000, total=10**12)},
        "disk",
        "degraded",
        "only 320 MB are free for the state folder, less than 500 MB",
    ),
    "a disk that is nearly full": (
        {"room": Room(free=120_000_000, total=10**12)},
        "disk",
        "degraded",
        "only 120 MB are free for the state folder: nothing is fetched until there is room; "
        "what waits is sent all the same",
    ),
    "a monitor that was stopped": (
        {"holder": ""},
        "stopped",
        "failing",
        "the monitor does not run; it was last at work 10:00",
    ),
    "a monitor that never ran": (
        {"holder": "", "store": replace(WELL, last_run=None)},
        "stopped",
        "failing",
        "the monitor has never run here",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_is_never_green(case: str) -> None:
    facts, kind, level, sentence = WRONG[case]
    status = looked(**facts)
    assert [(c.kind, c.level, str(c.reason)) for c in status.conditions] == [(kind, level, sentence)]
    assert status.state == level


@pytest.mark.parametrize("case", WRONG)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_condition_is_told_in_every_language(case: str, language: Any) -> None:
    (condition,) = looked(**WRONG[case][0]).conditions
    told = render_reason(condition.reason, language)
    assert told
    assert "{" not in told
    plain = {"configuration", "store"}
    assert (told == str(condition.reason)) == (language == "en" or condition.kind in plain)


def test_the_worst_comes_first_and_the_rest_is_counted() -> None:
    status = looked(
        tally(failing=1, troubles=(trouble("A"),)), silence=timedelta(minutes=5), room=Room(free=1, total=10**12)
    )
    assert [c.kind for c in status.conditions] == ["stuck", "sources", "disk"]
    assert status.headline == "no tick for 300 s (and 2 more problems)"


def test_an_outage_is_said_once_and_not_again_for_each_source() -> None:
    old = replace(trouble("Old"), since=EARLIER - timedelta(days=3))
    outage = Outage(since=EARLIER, reason=encode_reason(Reason("net.no-host", host="a.example")), sources=2)
    noted = replace(WELL, last_run=RunNote(by="once", began_at=NOW, seen_at=NOW, outage=outage))
    store = replace(noted, sources=tally(failing=2, troubles=(old, trouble("New"))).sources)
    status = looked(store)
    assert [c.kind for c in status.conditions] == ["offline", "sources"]
    assert "a.example" in status.conditions[0].reason
    assert status.conditions[1].reason == "1 of 3 sources fails: Old, since 2026-11-20 08:00: HTTP 500"


def test_three_failing_sources_are_named_and_the_others_counted() -> None:
    status = looked(tally(failing=5, troubles=tuple(trouble(name) for name in "ABCDE")))
    assert status.conditions[0].reason.endswith("; C, since 08:00: HTTP 500; 2 more")


def test_rounds_by_a_timer_count_as_work_until_they_stay_away() -> None:
    by_timer = replace(WELL, last_run=RunNote(by="once", began_at=EARLIER, seen_at=EARLIER))
    assert looked(by_timer, holder="").state == "ok"
    late = replace(by_timer, sources=replace(WELL.sources, next_at=NOW - timedelta(hours=2)))
    assert [c.kind for c in looked(late, holder="").conditions] == ["stopped"]
    assert looked(late, holder="round").state == "ok", "it is being caught up with at this moment"


def test_what_needs_no_password_names_nobody() -> None:
    store = tally(failing=1, troubles=(trouble("Secret Weekly", "https://secret.example says no"),))
    for condition in looked(replace(store, given_up=1, given_up_why="mail: a@example.org is unknown")).conditions:
        assert "ecret" not in condition.public
        assert "@" not in condition.public


def test_an_old_failure_of_a_channel_that_nothing_waits_for_is_no_condition() -> None:
    left = {"mail": Cooldown(failures=9, since=EARLIER, until=EARLIER, failed_at=EARLIER)}
    assert looked(replace(WELL, channels=ChannelFigures(cooldowns=left))).state == "ok"


def test_a_fleet_without_workers_is_told() -> None:
    """The leader offers polls; that they are long due shows that nobody takes them."""
    late, fresh = tally(next_at=NOW - timedelta(minutes=11)), tally(next_at=NOW - timedelta(minutes=9))
    (found,) = looked(late, limits=Limits(by_workers=True)).conditions
    assert (found.kind, found.level, found.command) == ("no-worker", "failing", "monitor worker")
    assert str(found.reason) == "no worker takes what the leader offers: sources are due since 09:49"
    assert looked(fresh, limits=Limits(by_workers=True)).state == "ok"
    assert looked(late).state == "ok", "one machine asks by itself"


def test_the_only_source_that_fails_is_not_counted() -> None:
    status = looked(tally(watched=3, asked=1, failing=1, seen=0, troubles=(trouble("Volt Weekly"),)))
    assert status.headline.startswith("the only source that was asked fails: Volt Weekly, since 08:00: HTTP 500")


def test_a_store_that_cannot_be_read_does_not_say_whether_the_monitor_ever_ran() -> None:
    status = looked(None, holder="", store_fault="database x: its tables are of schema 0005")
    assert [found.kind for found in status.conditions] == ["store"]
    assert [found.kind for found in looked(None, holder="").conditions] == ["stopped"]
