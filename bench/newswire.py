"""News that was never written, at the pace of the real stream, for histories of any length.

A seeded generator writes reports at the pace of the real stream (23,020 items in 124 days): the headline of one item
with names, figures and dates replaced, over sentences of others; a share of them retells a report of the last day, as
many as in the real stream.
"""

import json
import lzma
import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.core.model.entries import ParsedEntry
from monitor.core.model.stories import Report

ITEMS = Path(os.environ.get("MONITOR_DATA", "../shared/data")) / "news" / "items.jsonl.xz"
START = datetime(2012, 1, 1, tzinfo=UTC)
PACE = timedelta(days=124) / 23_020
RETOLD = 0.042
"""Share of reports of the real stream (966 of 23,020) that are as like as a join to one of the 14 days before."""
RETOLD_WITHIN = timedelta(days=1)
SPARSE = 16
"""Every which report may be retold."""
TOPIC = "bench"
SYLLABLES = re.findall("..", "kalomiretazunepovishadormarquote")
HAN = "安博辰德方光海嘉凯龙明宁欧鹏启瑞胜泰威鑫远中卓宇蓝星云河天和"


def sentences(items: Sequence[dict[str, Any]]) -> list[str]:
    """Sentences of all bodies."""
    return [part for item in items for part in re.split(r"(?<=[。!?])", item["body"]) if 12 < len(part) < 160]


def disguised(words: str, chance: random.Random) -> str:
    """The text with other names, figures and dates."""
    latin = "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()
    words = re.sub(r"\d+", lambda match: str(chance.randrange(1, 10 ** min(len(match[0]), 9))), words)
    words = re.sub(r"[A-Za-z]{4,}", lambda match: latin if chance.random() < 0.8 else match[0], words)
    return "".join(chance.choices(HAN, k=3)) + words


def stream(begin: int, seed: int = 4) -> Iterator[Report]:
    """Reports in time order, from the ``begin``-th of the history on."""
    chance = random.Random(seed)
    with lzma.open(ITEMS, "rt", encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    pool = sentences(items)
    window = int(RETOLD_WITHIN / PACE)
    recent: list[Report] = []
    number = begin
    while True:
        at = START + number * PACE
        if recent and chance.random() < RETOLD:
            told = chance.choice(recent)
            made = replace(
                told,
                title=f"【快讯】{told.title}",
                text=told.text[:120],
                source="reprints",
                seen_at=at,
                published_at=at,
            )
        else:
            title = disguised(chance.choice(items)["title"], chance)
            body = "".join(disguised(chance.choice(pool), chance) for _ in range(5))
            made = Report(title=title, text=body, source=f"outlet {number % 15}", seen_at=at, published_at=at)
        recent = [*recent[1 - window // SPARSE :], made] if number % SPARSE == 0 else recent
        yield replace(made, url=f"https://example.com/report/{number:08}", topics=frozenset({TOPIC}))
        number += 1


def parsed(told: Report) -> ParsedEntry:
    """The entry that a feed shows of it."""
    return ParsedEntry(
        guid=told.url, title=told.title, url=told.url, text=told.text, published_at=told.published_at, trust="stated"
    )
