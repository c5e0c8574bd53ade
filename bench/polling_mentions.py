"""How late are mentions seen, with sources weighted by their share of matching entries and without?

    python -m bench.polling_mentions [--budget 4] [--days 42] [--seeds 1,2,3]

A model, not a measurement of real sources: the news items of ``$MONITOR_DATA/news`` that carry a time of day come from
a few outlets; each outlet is split over 20 to 40 sources by seeded draws. ``mixed``: every source of an outlet names
topics equally often. ``topical``: those of an outlet's entries that name a topic all come from a fifth of its sources,
as where a desk for the subject has a feed of its own.
"""

import argparse
import json
import lzma
import os
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import numpy as np

from monitor.adapters.config.bundled import bundled_folder
from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.matches import Document
from monitor.core.model.settings import PollingSettings
from monitor.core.polling.posting_rate import DAY
from monitor.evaluation.polling.baselines import AdaptivePolicy, FixedPolicy
from monitor.evaluation.polling.bounds import FloatArray
from monitor.evaluation.polling.simulate import Trace, make_players, measured_time, play_traces

ROOT = Path(__file__).parents[1]
SEED = 20261123
WARM_UP = timedelta(days=14)
HELD = 25
Item = tuple[float, bool]
"""Published (seconds since 1970), and whether it names a topic of the shipped watchlists."""


def read_items(days: int) -> dict[str, list[Item]]:
    """By outlet, the last ``days`` of the items whose time is more than a date."""
    file = Path(os.environ.get("MONITOR_DATA", ROOT / "../shared/data")) / "news/items.jsonl.xz"
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    timed = [(datetime.fromisoformat(row["published"]), row) for row in rows]
    timed = [(at, row) for at, row in timed if (at.hour, at.minute, at.second) != (0, 0, 0)]
    since = max(at for at, _ in timed) - timedelta(days=days)
    settings = load_settings(None, env={}, base=ROOT)
    watchlists = load_watchlists(bundled_folder("watchlists"), settings=settings, env={})
    matcher = compile_matcher(watchlists.topics, watchlists.signals)
    items: dict[str, list[Item]] = defaultdict(list)
    for at, row in timed:
        if at >= since:
            document = Document(title=row["title"], body=row["body"], url=row["url"])
            items[row["source"]].append((at.timestamp(), bool(matcher.match(document).found)))
    return items


def split(items: dict[str, list[Item]], *, topical: bool, seed: int = SEED) -> list[Trace]:
    """The model: 20 to 40 sources an outlet, of unequal size (log-normal)."""
    chance = np.random.default_rng(seed)
    traces = []
    for outlet, published in sorted(items.items()):
        count = int(chance.integers(20, 41))
        size = chance.lognormal(0.0, 1.0, count)
        everywhere = size / size.sum()
        desks = np.where(np.arange(count) < max(count // 5, 1), size, 0.0)
        places = chance.choice(count, len(published), p=everywhere)
        if topical:
            among_desks = chance.choice(count, len(published), p=desks / desks.sum())
            places = np.where([named for _, named in published], among_desks, places)
        for number in range(count):
            own = sorted(item for item, place in zip(published, places, strict=True) if place == number)
            if own:
                times, named = (np.array(column) for column in zip(*own, strict=True))
                traces.append(Trace(source=f"{outlet}/{number}", times=times.astype(np.float64), named=named))
    return traces


def figures(traces: Sequence[Trace], policy: AdaptivePolicy | FixedPolicy) -> tuple[FloatArray, FloatArray, float]:
    """Delays in minutes of mentions and of all entries, and requests per source and day."""
    players = make_players(traces, policy)
    start, end = measured_time(traces, WARM_UP)
    play_traces(players, policy, begin=start - WARM_UP.total_seconds(), end=end, held=HELD, start=start)
    mentions = np.array([delay / 60 for player in players for delay in player.named_delays])
    entries = np.array([delay / 60 for player in players for delay in player.delays])
    return mentions, entries, sum(player.requests for player in players) / ((end - start) / DAY) / len(players)


def main() -> None:
    """Print a line for each policy and model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--budget", type=float, default=4.0)
    parser.add_argument("--days", type=int, default=42)
    parser.add_argument("--seeds", default=str(SEED), help="of the draws that split outlets, such as 1,2,3")
    wanted = parser.parse_args()
    items = read_items(wanted.days)
    settings = PollingSettings(budget=wanted.budget)
    for seed, model in product(map(int, wanted.seeds.split(",")), ("mixed", "topical")):
        traces = split(items, topical=model == "topical", seed=seed)
        names = [trace.source for trace in traces]
        print(f"{model}, seed {seed}: {len(items)} outlets as {len(traces)} sources")
        for name, policy in (
            ("fixed", FixedPolicy(names, settings)),
            ("unweighted", AdaptivePolicy(names, settings)),
            ("weighted", AdaptivePolicy(names, settings, weighted=True)),
        ):
            mentions, entries, requests = figures(traces, policy)
            print(
                f"  {name:10} mentions: mean {mentions.mean():6.1f}  median {np.median(mentions):6.1f}"
                f"  p95 {np.percentile(mentions, 95):6.1f}  ({len(mentions)})"
                f"  all entries: mean {entries.mean():6.1f}  ({len(entries)})  requests {requests:.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
