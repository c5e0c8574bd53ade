"""How good proposed rules are: plain names learn from complaints on one half of labelled mentions, judged on the other.

    python -m bench.proposals ../shared/data/mentions/mentions.jsonl

The shipped topics are stripped to their plain names (no needs, no exclusions), as a newcomer would write them. On one
half of the rows a reader refuses the false mentions one after the other, in an order drawn by a seed, and says yes to
whatever is proposed. No mention is ever judged relevant: that is the hardest case. Then both rule sets run over the
other half.
"""

import json
import os
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.adapters.config.bundled import bundled_folder
from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.core.match.matcher import compile_matcher
from monitor.core.match.scan.segmenter import Words
from monitor.core.match.suggest.rule_changes import Case, apply_change, propose_change
from monitor.core.model.matches import Alias, Document, Examples, Topic

_SEEDS = range(5)


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled mention."""

    document: Document
    topic: str
    label: bool


@dataclass(slots=True)
class Tally:
    """Over all topics and seeds."""

    complaints: int = 0
    proposals: int = 0
    false_before: int = 0
    false_after: int = 0
    true_before: int = 0
    true_after: int = 0


def main() -> None:
    """Print the figures."""
    rows = [_row(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    tally, words = Tally(), Words()
    by_topic: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_topic[row.topic].append(row)
    for topic in _topics():
        if topic.id in by_topic:
            for seed in _SEEDS:
                _learn(_plain(topic), by_topic[topic.id], random.Random(seed), tally, words)
    print(f"complaints {tally.complaints}, proposals accepted {tally.proposals}")
    print(f"other half: false mentions {tally.false_before} → {tally.false_after}")
    print(f"other half: true mentions  {tally.true_before} → {tally.true_after}")


def _learn(topic: Topic, rows: Sequence[Row], draw: random.Random, tally: Tally, words: Words) -> None:
    mixed = draw.sample(list(rows), len(rows))
    half = len(mixed) // 2
    learning, judging = mixed[:half], mixed[half:]
    before, now = topic, topic
    refused: set[int] = set()
    for place, row in enumerate(learning):
        if row.label or not _matches(now, row, words):
            continue
        refused.add(place)
        tally.complaints += 1
        history = [
            Case(document=one.document, said="not-relevant" if number in refused else "nothing")
            for number, one in enumerate(learning)
        ]
        if (found := propose_change(now, row.document, history)) is not None:
            tally.proposals += 1
            now = apply_change(now, found.change)
    for rules, name in ((before, "before"), (now, "after")):
        matcher = compile_matcher([rules], {}, words=words)
        for row in judging:
            if matcher.match(row.document).found:
                key = f"{'true' if row.label else 'false'}_{name}"
                setattr(tally, key, getattr(tally, key) + 1)


def _matches(topic: Topic, row: Row, words: Words) -> bool:
    return bool(compile_matcher([topic], {}, words=words).match(row.document).found)


def _plain(topic: Topic) -> Topic:
    names = tuple(Alias(text=alias.text) for alias in topic.aliases)
    return replace(topic, aliases=names, exclude=(), query="", examples=Examples())


def _topics() -> Sequence[Topic]:
    settings = load_settings(None, env=os.environ, base=Path.cwd())
    return load_watchlists(bundled_folder("watchlists"), settings=settings, env=os.environ).topics


def _row(line: str) -> Row:
    row = json.loads(line)
    return Row(Document(title=row["title"], body=row["body"]), row["topic"], row["label"])


if __name__ == "__main__":
    main()
