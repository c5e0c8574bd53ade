"""What ``monitor run`` says while it runs: sentences and a live line on a terminal, log lines elsewhere."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from monitor.app.runtime.announcer import Attempted
from monitor.cli.console.live_line import LiveLine
from monitor.cli.console.output import counted, harmless_text, say_error
from monitor.cli.console.patient_stream import PatientStream
from monitor.core.status.conditions import MonitorStatus, State
from monitor.log_lines import lazy_logger
from monitor.values import dataclass

log = lazy_logger(__name__)

_LOG_LEVELS: dict[State, str] = {"ok": "info", "starting": "info", "degraded": "warning", "failing": "error"}
_SHOWN = frozenset({"sent", "dead", "held"})


@dataclass(slots=True, kw_only=True)
class DaemonVoice:
    """The daemon's ``Announcer``. ``line`` = ``None``: nobody sits at a terminal."""

    zone: ZoneInfo
    now: Callable[[], datetime]
    line: LiveLine | None
    kinds: dict[str, str] = field(default_factory=dict)
    """Channel → its kind: what a terminal channel is told is printed already."""
    _is_stopping: bool = False

    def started(self, what: str) -> None:
        """It runs."""
        if self.line is not None:
            say_error(f"{what}; Ctrl-C stops it")
        else:
            log.info(what)

    def stopping(self, under_way: int, *, within: float) -> None:
        """Somebody asked it to stop."""
        waits = f"stopping: waits for {counted(under_way, 'request')}, at most {within:.0f} s"
        if self.line is None:
            log.info("stopping", waits_for=under_way, at_most=within)
        else:
            self._is_stopping, self.line.text = True, ""
            say_error(f"{waits}; Ctrl-C again stops now" if under_way else "stopping")

    def show_status(self, status: MonitorStatus, *, is_news: bool) -> None:
        """See ``Announcer``."""
        if is_news:
            self._tell_status(status)
        if self.line is not None and not self._is_stopping:
            self.line.text = harmless_text(live_text(status, shutil.get_terminal_size().columns))
            if isinstance(sys.stderr, PatientStream):
                sys.stderr.draw_line()

    def _tell_status(self, status: MonitorStatus) -> None:
        if self.line is not None:
            say_error(f"{self._clock()} {status.state}: {status.headline}")
            return
        problems = [str(condition.reason) for condition in status.conditions]
        getattr(log, _LOG_LEVELS[status.state])("status", state=status.state, says=status.headline, problems=problems)

    def show_attempt(self, attempted: Attempted) -> None:
        """A line for each message that went out, or never will; one that is tried again shows in the status."""
        delivery = attempted.delivery
        if self.line is None or attempted.state not in _SHOWN or self.kinds.get(delivery.channel) == "terminal":
            return
        story = f" (story {delivery.stories[0]})" if delivery.stories else ""
        about = f"{attempted.headline or delivery.kind}{story}"
        ended = "" if attempted.state == "sent" else f" {attempted.state}, {attempted.reason}"
        say_error(f"{self._clock()} {delivery.kind} → {delivery.channel}{ended}: {about}")

    def _clock(self) -> str:
        return f"{self.now().astimezone(self.zone):%H:%M}"


def live_text(status: MonitorStatus, columns: int = 80) -> str:
    """What is so now, the most important first: the terminal may cut it."""
    facts = status.facts
    clock, parts = f"{facts.now.astimezone(facts.zone):%H:%M} ", list[str]()
    wrong = [condition for condition in status.conditions if condition.level != "starting"]
    if wrong:
        parts.append(_counted(len(wrong), "problem", "problems"))
    elif status.conditions:
        parts.append("starting")
    store = facts.store
    if store is None:
        return clock + " · ".join(parts)
    tally, waiting = store.sources, sum(queue.count for queue in store.channels.queues.values())
    parts.append(f"{tally.seen}/{tally.watched} sources")
    # Nothing is said of what there is none of; what a narrow terminal has no room for goes, the least telling first.
    stories = [_counted(store.stories, "story", "stories")] * bool(store.stories)
    sent = [f"{store.sent} sent"] * bool(store.sent)
    after = [f"{waiting} waiting"] * bool(waiting)
    after += [f"poll {_time_of(tally.next_at, status)}", f"digest {_time_of(store.next_digest_at, status)}"]
    lines = [clock + " · ".join([*parts, *more, *after]) for more in ([*stories, *sent], stories, [])]
    return next((line for line in lines if cell_len(line) < columns), lines[-1])


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _time_of(at: datetime | None, status: MonitorStatus) -> str:
    now = status.facts.now
    if at is None:
        return "none"
    if at <= now:
        return "now"
    local, today = at.astimezone(status.facts.zone), now.astimezone(status.facts.zone).date()
    return f"{local:%H:%M}" if (local.date() - today).days <= 1 else f"{local:%a %H:%M}"
