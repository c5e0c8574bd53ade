"""What the monitor tells of itself: once when something goes wrong for long enough, and once when it is over."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from types import MappingProxyType

from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import NewDelivery, NoticePayload
from monitor.core.model.settings import ChannelSettings, SelfAlertSettings
from monitor.core.polling.source_health import since_when
from monitor.core.status.conditions import Condition, Kind, MonitorStatus
from monitor.values import dataclass

_SUBJECTS: Mapping[Kind, str] = MappingProxyType(
    {
        "offline": "no-answer",
        "no-answer": "no-answer",
        "digest": "digest",
        "channel-failing": "channel",
        "channel-stopped": "channel",
        "disk": "disk",
        "reload": "reload",
        "pages": "pages",
        "clock": "clock",
    }
)
"""What is told of a condition; an outage of ours and sources that do not answer are one thing to a reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAlertPlan:
    """The notices to send, and what is open behind them: subject → since when it was told."""

    new_deliveries: Sequence[NewDelivery]
    open: Mapping[str, datetime]


def plan_self_alerts(
    status: MonitorStatus,
    told: Mapping[str, datetime],
    settings: SelfAlertSettings,
    channels: Mapping[str, ChannelSettings],
    *,
    zone: tzinfo,
) -> SelfAlertPlan:
    """What is wrong for long enough and was not told yet, and what was told and is over. ``told``: what is open."""
    now = status.facts.now
    wrong = {subject_of(one): one for one in reversed(status.conditions) if one.kind in _SUBJECTS}
    due = {name: one for name, one in wrong.items() if name not in told and _is_due(one, settings, now)}
    over = {name: since for name, since in told.items() if name not in wrong}
    new_deliveries: list[NewDelivery] = []
    for name, condition in due.items():
        title = Reason(f"notice.{_kind(name)}-begins", about=condition.about)
        payload = NoticePayload(title=title, lines=(condition.reason,))
        new_deliveries += _notices(
            f"self:{name}:{now.isoformat()}", payload, settings, channels, now, but=condition.about
        )
    for name, since in over.items():
        start, end = (since_when(at, now=now, zone=zone) for at in (since, now))
        title = Reason(f"notice.{_kind(name)}-ends", about=name.partition(":")[2])
        payload = NoticePayload(title=title, lines=(Reason("notice.lasted", since=start, until=end),))
        new_deliveries += _notices(f"self:{name}:{since.isoformat()}:over", payload, settings, channels, now)
    still = {name: since for name, since in told.items() if name in wrong}
    return SelfAlertPlan(
        new_deliveries=new_deliveries, open=still | {name: one.since or now for name, one in due.items()}
    )


def subject_of(condition: Condition) -> str:
    """What is told of it under one name: "disk", "channel:mail"."""
    kind = _SUBJECTS[condition.kind]
    return f"{kind}:{condition.about}" if condition.about else kind


def _kind(subject: str) -> str:
    return subject.partition(":")[0]


def _is_due(condition: Condition, settings: SelfAlertSettings, now: datetime) -> bool:
    patience = {"offline": settings.no_answer, "channel-failing": settings.channel_failing}
    since = condition.since or now
    return now - since >= patience.get(condition.kind, timedelta(0))


def _notices(
    subject: str,
    payload: NoticePayload,
    settings: SelfAlertSettings,
    channels: Mapping[str, ChannelSettings],
    now: datetime,
    *,
    but: str = "",
) -> Iterator[NewDelivery]:
    """To every channel that is named; one that fails is not told of its own failure, unless there is no other."""
    names = [name for name in settings.channels if name != but] or list(settings.channels)
    for name in names:
        for recipient in channels[name].recipients:
            yield NewDelivery(
                kind="notice", subject=subject, channel=name, recipient=recipient, send_at=now, payload=payload
            )
