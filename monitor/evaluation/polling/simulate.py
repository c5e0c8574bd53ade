"""Measures polling on traces of publication times: the same code that runs in production, against rivals and bounds."""

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Literal, Protocol

import numpy as np

from monitor.core.model.settings import PollingSettings
from monitor.core.polling.posting_rate import DAY, HOUR
from monitor.evaluation.polling.baselines import AdaptivePolicy, FixedPolicy, MinifluxPolicy, Sight
from monitor.evaluation.polling.bounds import FloatArray, oracle_delays, poisson_bound
from monitor.values import dataclass

PolicyName = Literal["adaptive", "fixed", "miniflux"]
BoolArray = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
_WARM_UP = timedelta(days=14)
_MINIFLUX_ROUNDS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """When a source published; seconds since 1970 in order."""

    source: str
    times: FloatArray
    named: BoolArray | None = None
    """Which entries name a topic; ``None`` = not known, and none counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What came of polling: delays in seconds by source, share never seen, requests per source and day."""

    delays: Sequence[FloatArray]
    missed: float
    requests: float
    rates: Sequence[float]
    """Entries a day by source, in the measured time."""


class Policy(Protocol):
    """Decides polls from what its polls found. One per run: it keeps what it learnt."""

    def first_poll(self, source: int, start: float) -> float: ...

    def every_hour(self, now: float) -> None: ...

    def next_poll(self, sight: Sight) -> float: ...


def read_traces(rows: Sequence[Mapping[str, object]]) -> list[Trace]:
    """Rows ``{"source", "timestamps": [epoch seconds…]}``; ValueError names the row that is none."""
    traces = []
    for number, row in enumerate(rows, start=1):
        times = row.get("timestamps")
        if not isinstance(times, list) or not all(isinstance(at, int | float) for at in times):
            raise ValueError(f"row {number}: expected source and timestamps, a list of epoch seconds")
        traces.append(Trace(source=str(row.get("source", number)), times=np.array(sorted(times), dtype=np.float64)))
    return [trace for trace in traces if len(trace.times)]


def evaluate_policies(
    traces: Sequence[Trace],
    *,
    polls_per_day: float,
    held: int = 25,
    warm_up: timedelta = _WARM_UP,
    cold: bool = False,
    policy: PolicyName = "adaptive",
    settings: PollingSettings | None = None,
) -> dict[str, object]:
    """The document of ``monitor eval polling``: fixed, the policy, the Poisson bound in hindsight and the oracle.

    ``polls_per_day`` is the mean over sources, ``held`` what a feed shows at most. ``cold``: nothing is left out of the
    measurement for warming up. ``settings`` gives the limits; its budget is replaced.
    """
    settings = _with_budget(settings or PollingSettings(), polls_per_day)
    start, end = measured_time(traces, timedelta(0) if cold else warm_up)
    measured = [trace.times[(trace.times >= start) & (trace.times < end)] for trace in traces]
    polls = polls_per_day * (end - start) / DAY * len(traces)
    fixed = measure_policy(traces, "fixed", settings=settings, held=held, start=start)
    chosen = fixed if policy == "fixed" else measure_policy(traces, policy, settings=settings, held=held, start=start)
    bound = poisson_bound(measured, start=start, end=end, polls=polls)
    ideal = oracle_delays(measured, polls=int(polls))
    return {
        "fixed": summarize_delays(fixed),
        policy: summarize_delays(chosen),
        "poisson_bound": summarize_delays(Measured(delays=bound, missed=0, requests=polls_per_day, rates=())),
        "oracle": summarize_delays(Measured(delays=ideal, missed=0, requests=polls_per_day, rates=())),
        "entries": int(sum(len(times) for times in measured)),
        "sources": len(traces),
    }


def measured_time(traces: Sequence[Trace], warm_up: timedelta) -> tuple[float, float]:
    """Whole days that hold all traces, less the warm-up; seconds since 1970."""
    begin, end = _days_of(traces)
    return begin + warm_up.total_seconds(), end


def measure_policy(
    traces: Sequence[Trace], policy: PolicyName, *, settings: PollingSettings, held: int = 25, start: float
) -> Measured:
    """Play the traces under a policy, measuring from ``start`` (seconds since 1970)."""
    names = [trace.source for trace in traces]
    match policy:
        case "fixed":
            # Were only what it saw counted, missing the entries that wait longest would make it look better.
            return _play_policy(traces, FixedPolicy(names, settings), held=held, start=start, forgiving=True)
        case "adaptive":
            return _play_policy(traces, AdaptivePolicy(names, settings), held=held, start=start)
        case "miniflux":
            return _measure_miniflux(traces, names, settings, held=held, start=start)


def _measure_miniflux(
    traces: Sequence[Trace], names: Sequence[str], settings: PollingSettings, *, held: int, start: float
) -> Measured:
    """Miniflux's rule with the factor at which it spends the budget."""
    low, high = math.log(0.001), math.log(1000.0)
    for _ in range(_MINIFLUX_ROUNDS):
        factor = math.exp((low + high) / 2)
        result = _play_policy(traces, MinifluxPolicy(names, factor=factor), held=held, start=start)
        low, high = (low, math.log(factor)) if result.requests > settings.budget else (math.log(factor), high)
        if abs(result.requests / settings.budget - 1) < 0.01:
            return result
    return _play_policy(traces, MinifluxPolicy(names, factor=math.exp((low + high) / 2)), held=held, start=start)


def _play_policy(
    traces: Sequence[Trace], policy: Policy, *, held: int, start: float, forgiving: bool = False
) -> Measured:
    """``forgiving``: a missed entry is counted as missed, and its delay runs to the poll that would have seen it."""
    begin, end = _days_of(traces)
    players = make_players(traces, policy)
    play_traces(players, policy, begin=begin, end=end, held=held, start=start, forgiving=forgiving)
    days = (end - start) / DAY
    return Measured(
        delays=[np.array(player.delays) for player in players],
        missed=sum(player.missed for player in players) / max(sum(player.published for player in players), 1),
        requests=sum(player.requests for player in players) / days / len(players),
        rates=[float(((trace.times >= start) & (trace.times < end)).sum()) / days for trace in traces],
    )


def make_players(traces: Sequence[Trace], policy: Policy) -> list["Player"]:
    """A player for each trace, before its first poll."""
    begin, _ = _days_of(traces)
    return [Player(number, trace, policy.first_poll(number, begin)) for number, trace in enumerate(traces)]


def play_traces(
    players: Sequence["Player"],
    policy: Policy,
    *,
    begin: float,
    end: float,
    held: int,
    start: float,
    forgiving: bool = False,
) -> None:
    """Hour by hour from ``begin`` to ``end``; entries published from ``start`` on are measured."""
    for hour in np.arange(begin, end, HOUR).tolist():
        policy.every_hour(hour)
        for player in players:
            while player.due < min(hour + HOUR, end):
                player.poll(policy, held=held, start=start, forgiving=forgiving)


class Player:
    """One source being polled along its trace."""

    __slots__ = (
        "_entries",
        "_named",
        "_number",
        "_seen",
        "delays",
        "due",
        "missed",
        "named_delays",
        "published",
        "requests",
    )

    def __init__(self, number: int, trace: Trace, due: float) -> None:
        self._number, self._entries, self._seen = number, trace.times, 0
        self._named = trace.named
        self.due, self.delays, self.named_delays = due, list[float](), list[float]()
        self.missed, self.published, self.requests = 0, 0, 0

    def poll(self, policy: Policy, *, held: int, start: float, forgiving: bool) -> None:
        """See what the feed shows at ``due``; what slid off unseen is missed."""
        now = self.due
        out = int(np.searchsorted(self._entries, now, side="right"))
        oldest = max(self._seen, out - held)
        found = self._entries[oldest:out].tolist()
        published = self._entries[self._seen : out]
        self.published += int((published >= start).sum())
        self.missed += int((self._entries[self._seen : oldest] >= start).sum())
        self.delays.extend(now - at for at in (published.tolist() if forgiving else found) if at >= start)
        self.requests += now >= start
        named = () if self._named is None else self._entries[oldest:out][self._named[oldest:out]].tolist()
        self.named_delays.extend(now - at for at in named if at >= start)
        self._seen = out
        sight = Sight(source=self._number, now=now, found=found, shown=min(held, out), named=len(named))
        self.due = policy.next_poll(sight)


def summarize_delays(measured: Measured) -> dict[str, float]:
    """The figures of CONTRACTS; delays in minutes, pooled over the entries that were seen.

    ``worst_tenth``: mean of the sources' means over the tenth of the sources that wait longest.
    """
    pooled = np.concatenate([*measured.delays, np.zeros(0)]) / 60
    means = np.sort([delays.mean() / 60 for delays in measured.delays if len(delays)])
    if not len(pooled):
        return dict.fromkeys((*_DELAYS, "missed", "requests_per_source_day", "mean_of_sources", "worst_tenth"), 0.0)
    worst = means[-math.ceil(len(means) / 10) :]
    figures = {
        "mean_delay_minutes": pooled.mean(),
        "median": np.median(pooled),
        "p95": np.percentile(pooled, 95),
        "missed": measured.missed,
        "requests_per_source_day": measured.requests,
        "mean_of_sources": means.mean(),
        "worst_tenth": worst.mean(),
    }
    return {name: round(float(value), 4) for name, value in figures.items()}


_DELAYS = ("mean_delay_minutes", "median", "p95")


def _days_of(traces: Sequence[Trace]) -> tuple[float, float]:
    """Whole days that hold all traces."""
    first, last = min(trace.times[0] for trace in traces), max(trace.times[-1] for trace in traces)
    return float(first // DAY * DAY), float(math.ceil(last / DAY) * DAY)


def _with_budget(settings: PollingSettings, polls_per_day: float) -> PollingSettings:
    return PollingSettings(budget=polls_per_day, min=settings.min, max=settings.max, mode=settings.mode)
