"""Digest windows over every change of the clocks: 12 zones x 24 hours x 2000-2037, against days counted otherwise.

``python -m bench.digest_times [HOURS] [SEED]``. Each zone and hour is lived three times through the pure step that the
program takes: looked at every 21 hours; with outages of up to ten days; and with a clock that is set back now and then.
The days that exist in a zone are found by walking over its instants, not by the code that is measured.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, repeat
from zoneinfo import ZoneInfo

from monitor.core.calendar.schedule import Schedule, read_schedule
from monitor.core.digest.windows import brought_back, next_window

ZONES = (
    "Asia/Shanghai", "Asia/Kolkata", "America/New_York", "Europe/London", "Australia/Sydney", "Australia/Lord_Howe",
    "America/Sao_Paulo", "Pacific/Apia", "Pacific/Chatham", "Africa/Casablanca", "Antarctica/Troll", "Asia/Tehran",
)  # fmt: skip
START, END = datetime(2000, 1, 1, tzinfo=UTC), datetime(2038, 1, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATEST = timedelta(hours=26)
"""A wall time that a change skips is at most as much later as the change; Samoa's took a day."""


@dataclass(slots=True)
class Life:
    """What one digest saw; ``faults`` counts what must never be."""

    ends: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    def open(self, schedule: Schedule, zone: ZoneInfo, now: datetime, known: set[str]) -> None:
        """One look at the clock, as the program takes it at every tick."""
        last_end = self.ends[-1][2] if self.ends else None
        window = next_window(schedule, zone, last_end=last_end, known_since=START, now=now)
        if window is None or window.period in known:
            return
        known.add(window.period)
        self.faults["ends in the future"] += window.to_at > now
        self.faults["gap or overlap"] += last_end is not None and window.from_at != last_end
        self.faults["empty or backwards"] += window.from_at >= window.to_at
        self.ends.append((window.period, window.from_at, window.to_at))

    def set_back(self, now: datetime) -> None:
        """What ``app.set_back`` does with windows that end later than now."""
        bounds = sorted({at for _, *both in self.ends for at in both if at > now})
        images = brought_back(bounds, now)
        self.ends = [(name, images.get(start, start), images.get(end, end)) for name, start, end in self.ends]


def days_of(zone: ZoneInfo) -> set[date]:
    """Every local day with an instant in it, from the first whole one to the last."""
    hours = int((END - START) / (6 * HOUR))
    days = {(START + 6 * HOUR * number).astimezone(zone).date() for number in range(hours)}
    return days - {min(days), max(days)}


def looks(chance: random.Random, most: timedelta) -> Iterator[datetime]:
    """Instants at which the program looks: every 21 h (Troll has days of 22), or after outages of up to ``most``."""
    now = START
    while now < END:
        yield now
        now += 21 * HOUR if not most else timedelta(seconds=chance.uniform(3600, most.total_seconds()))


def steady(schedule: Schedule, zone: ZoneInfo, days: set[date]) -> Life:
    """Every day that exists is told once, at its hour or as much later as the change of the clock."""
    life, known = Life(), set[str]()
    for now in looks(random.Random(0), timedelta(0)):
        life.open(schedule, zone, now, known)
    told = [date.fromisoformat(period[:10]) for period, _, _ in life.ends]
    life.faults["twice"] = len(told) - len(set(told))
    first, last = min(told), max(told)
    life.faults["missed"] = len({day for day in days if first < day < last} - set(told))
    for period, _, end in life.ends:
        wall = end.astimezone(zone).replace(tzinfo=None)
        life.faults["wrong time"] += not timedelta(0) <= wall - datetime.fromisoformat(period) < LATEST
    return life


def interrupted(schedule: Schedule, zone: ZoneInfo, chance: random.Random, *, set_back: bool) -> Life:
    """Outages of up to ten days; with ``set_back`` one look in twenty finds the clock up to three days earlier."""
    life, known, behind = Life(), set[str](), timedelta(0)
    for truly in looks(chance, 10 * DAY):
        if set_back and chance.random() < 0.05:
            behind = timedelta(seconds=chance.uniform(1, 3 * 86_400))
            life.set_back(truly - behind)
        elif behind and chance.random() < 0.5:
            behind = timedelta(0)
        life.open(schedule, zone, truly - behind, known)
    told = Counter(period for period, _, _ in life.ends)
    life.faults["twice"] = sum(told.values()) - len(told)
    life.faults["gap or overlap"] += sum(earlier[2] != later[1] for earlier, later in pairwise(life.ends))
    return life


def lived(name: str, hours: int, seed: int) -> tuple[str, int, Counter[str]]:
    """All hours of one zone: how many windows were opened, and what was wrong with them."""
    zone, windows, faults = ZoneInfo(name), 0, Counter[str]()
    days, chance = days_of(zone), random.Random(f"{seed} {name}")
    for hour in range(hours):
        schedule = read_schedule(f"{hour:02d}:30")
        for life in (
            steady(schedule, zone, days),
            interrupted(schedule, zone, chance, set_back=False),
            interrupted(schedule, zone, chance, set_back=True),
        ):
            windows += len(life.ends)
            faults.update(life.faults)
    return name, windows, +faults


def main(hours: int = 24, seed: int = 7) -> None:
    """One line a zone, and the sums."""
    begun, opened, faults = time.monotonic(), 0, Counter[str]()
    with ProcessPoolExecutor() as pool:
        for name, windows, wrong in pool.map(lived, ZONES, repeat(hours), repeat(seed)):
            opened += windows
            faults += wrong
            sys.stdout.write(f"{name:22} {windows:8} windows, {dict(wrong) or 'nothing wrong'}\n")
            sys.stdout.flush()
    sums = f"{opened} windows over {len(ZONES)} zones x {hours} hours x 38 years: {dict(faults) or '0 faults'}"
    sys.stdout.write(f"{sums}, {time.monotonic() - begun:.0f} s\n")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
