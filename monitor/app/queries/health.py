"""The state of this monitor in words: what is wrong with it as a whole, worst first. Nothing wrong says nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Literal

from monitor.core.polling.outage import Reach
from monitor.core.polling.source_health import since_when

Level = Literal["failing", "degraded"]
LONGEST_SILENCE = timedelta(minutes=2)
"""A tick is due every second; a large write may hold it up for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong. ``failing``: the daemon does not do its work; ``degraded``: it does, with less."""

    level: Level
    sentence: str


def problems_of(
    *, silence: timedelta, troubles: Mapping[str, str], reach: Reach, now: datetime, zone: tzinfo
) -> Sequence[Problem]:
    """What is wrong with the monitor itself, from what the daemon holds in memory: needs no store."""
    found = []
    if silence > LONGEST_SILENCE:
        found.append(Problem(level="failing", sentence=f"no tick for {silence.total_seconds():.0f} s"))
    for what, sentence in troubles.items():
        if what == "reload":
            told = f"the configuration on disk is not used, the old one goes on: {sentence}"
            found.append(Problem(level="degraded", sentence=told))
        else:
            found.append(Problem(level="degraded" if what == "disk" else "failing", sentence=sentence))
    if reach.since is not None:
        count = len(reach.misses)
        told = f"nothing can be reached from here {since_when(reach.since, now=now, zone=zone)}: {reach.reason}"
        found.append(Problem(level="degraded", sentence=f"{told}; {count} source{'s' * (count != 1)} waiting for that"))
    return sorted(found, key=lambda problem: problem.level != "failing")
