"""Self-alerts: what goes wrong for long enough is told once, and its end once, to the channels that were named."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.core.alerting.self_alerts import SelfAlertPlan, plan_self_alerts
from monitor.core.model.deliveries import NoticePayload
from monitor.core.model.settings import ChannelSettings, SelfAlertSettings
from monitor.core.status.conditions import Condition, Kind, MonitorStatus
from monitor.core.status.facts import StatusFacts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
CHANNELS = {
    "team": ChannelSettings(name="team", kind="webhook"),
    "mail": ChannelSettings(name="mail", kind="email", recipients=("a@example.org", "b@example.org")),
}
TEAM = SelfAlertSettings(channels=("team",))


def wrong(kind: Kind, *, for_minutes: float = 0, about: str = "", now: datetime = NOW) -> MonitorStatus:
    """A state in which one thing has been wrong for so long."""
    since = now - timedelta(minutes=for_minutes)
    condition = Condition(kind=kind, level="degraded", reason=f"{kind} it is", about=about, since=since)
    return MonitorStatus(facts=StatusFacts(now=now, zone=ZONE, holder="daemon", store=None), conditions=(condition,))


def well(now: datetime = NOW) -> MonitorStatus:
    return replace(wrong("disk", now=now), conditions=())


def planned(
    status: MonitorStatus, told: Mapping[str, datetime] | None = None, settings: SelfAlertSettings = TEAM
) -> SelfAlertPlan:
    return plan_self_alerts(status, told or {}, settings, CHANNELS, zone=ZONE)


def titles(plan: SelfAlertPlan) -> list[str]:
    return [notice.payload.title for notice in plan.new_deliveries if isinstance(notice.payload, NoticePayload)]


def test_an_outage_is_told_once_it_lasted_and_never_again_until_it_is_over() -> None:
    assert not planned(wrong("offline", for_minutes=29)).new_deliveries
    begun = planned(wrong("offline", for_minutes=30))
    assert titles(begun) == ["No source answers"]
    later = wrong("no-answer", for_minutes=90, now=NOW + timedelta(hours=1))
    assert not planned(later, begun.open).new_deliveries, "the same to a reader, whoever is at fault"
    over = planned(well(NOW + timedelta(hours=2)), begun.open)
    assert titles(over) == ["Sources answer again"]
    assert [notice.payload.lines for notice in over.new_deliveries if isinstance(notice.payload, NoticePayload)] == [
        ("It lasted from 09:30 to 12:00.",)
    ]
    assert not over.open
    assert not planned(well(NOW + timedelta(hours=3)), over.open).new_deliveries


def test_a_failing_channel_has_patience_and_a_stopped_one_has_none() -> None:
    assert not planned(wrong("channel-failing", for_minutes=5, about="mail")).new_deliveries
    assert titles(planned(wrong("channel-stopped", about="mail"))) == ["Channel “mail” fails"]


def test_a_channel_is_not_told_of_its_own_failure_where_there_is_another() -> None:
    both = SelfAlertSettings(channels=("team", "mail"))
    plan = planned(wrong("channel-failing", for_minutes=60, about="team"), settings=both)
    assert [(notice.channel, notice.recipient) for notice in plan.new_deliveries] == [
        ("mail", "a@example.org"),
        ("mail", "b@example.org"),
    ]
    assert [
        notice.channel for notice in planned(wrong("channel-failing", for_minutes=60, about="team")).new_deliveries
    ] == ["team"]


def test_two_digests_are_told_apart_and_what_nobody_needs_to_act_on_is_not_told() -> None:
    daily = planned(wrong("digest", about="daily"))
    assert titles(daily) == ["Digest “daily” is overdue"]
    assert titles(planned(wrong("digest", about="weekly"), daily.open)) == [
        "Digest “weekly” is overdue",
        "Digest “daily” went out",
    ]
    assert not planned(wrong("sources", for_minutes=600)).new_deliveries


def test_what_comes_again_is_told_again() -> None:
    first, again = planned(wrong("disk")), planned(wrong("disk", now=NOW + timedelta(days=1)))
    assert {notice.key for notice in first.new_deliveries}.isdisjoint(notice.key for notice in again.new_deliveries)
