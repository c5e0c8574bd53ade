"""How fast matching is, as ratios within one run: the automaton and the whole step against a loop and one big regex.

python -m bench.match [--items N] [--json]. Needs the measured news items (MONITOR_DATA). Aliases are drawn by seed
from the items' own words and names that stand in 2 to 5 of the 23,020 items, so that they really hit, and as often as
names do: the 363 names of the shipped watchlists make 1,017 mentions, 2.8 each. `--common` draws from all words.
"""

import argparse
import json
import lzma
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import rjieba
from ruamel.yaml import YAML

from bench.machine import about_machine, write_result
from monitor.core.match.matcher import Matcher, compile_matcher
from monitor.core.match.scan.automaton import Lexicon
from monitor.core.match.scan.names import name_of
from monitor.core.match.scan.segmenter import Words
from monitor.core.model.matches import Alias, Document, Examples, MatchResult, Topic
from monitor.core.text.normalize import fold, skeleton_of

ROOT = Path(__file__).parents[1]
SEED = 20261123
SIZES = (50, 1_000, 10_000)
ALIASES_PER_TOPIC = 5
RARE = range(2, 6)
_FEW = 500
SUBSTRINGS = {
    "kling": ("可灵", "kling"),
    "jimeng": ("即梦", "jimeng", "dreamina"),
    "seaweed": ("seaweed", "seedance"),
    "hunyuan": ("混元", "hunyuan", "hy3", "hy-mt", "hy-world"),
    "wanxiang": ("万相", "wan2", "wan 2", "wan-2", "wan3", "wan 3", "happyhorse", "happy horse", "欢乐马", " wan "),
    "vme": ("v-me", "vimi"),
    "huijing": ("绘镜",),
    "sora": ("sora",),
}
"""What a substring search would look for."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=0, help="only so many items, drawn by seed")
    parser.add_argument("--common", action="store_true", help="draw aliases from all words, however frequent")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wild", type=Path, help="only write the verdicts on every substring hit of the video models")
    asked = parser.parse_args()
    items = read_items(asked.items)
    if asked.wild:
        asked.wild.write_text("\n".join(["id\ttopic\tverdict\treason", *wild(items)]) + "\n", "utf-8")
        return
    pool = drawn_from(items, common=asked.common)
    words = Words()
    rows = [measured(items, random.Random(SEED).sample(pool, min(size, len(pool))), words) for size in SIZES]
    alike = hitting_alike(items, pool, words)
    shipped = full_match(items, words)
    if asked.json:
        json.dump({"sizes": rows, "sizes_hitting_alike": alike, "shipped": shipped}, sys.stdout, ensure_ascii=False)
        return
    write_result("match", {"items": len(items), "sizes": rows, "shipped": shipped, **about_machine()})
    characters = sum(len(item.title) + len(item.body) for item in items)
    print(f"{len(items):,} items, {characters:,} characters, {len(pool):,} words to draw from")
    for row in (*rows, *alike):
        if row is alike[0]:
            print("the same 50 with names that none of these items holds, so that each size has the same hits:")
        print(
            f"{row['aliases']:>6,} aliases:"
            f" loop {row['loop_us']:8.1f} µs/item, regex {row['regex_us']:8.1f},"
            f" automaton {row['automaton_us']:6.1f}, whole step {row['step_us']:6.1f};"
            f" step is {row['loop_us'] / row['step_us']:6.1f}× the loop,"
            f" {row['regex_us'] / row['step_us']:6.1f}× the regex;"
            f" automaton {row['loop_us'] / row['automaton_us']:6.1f}× the loop;"
            f" {row['hits']:.2f} hits and {row['mentions']:.2f} mentions an item"
        )
    for those, found in ((rows, "more hits"), (alike, "the same hits")):
        slower = those[-1]["step_us"] / those[0]["step_us"]
        print(f"step at 10,000 against 50 aliases, with {found}: {slower:.2f}× slower")
    print(
        f"shipped watchlists: {shipped['seconds']:.2f} s, {shipped['per_second']:,.0f} items/s,"
        f" {shipped['us']:.1f} µs/item, {shipped['mentions']:,} mentions in {shipped['items']:,} items"
    )


def read_items(count: int) -> list[Document]:
    """The news items as documents."""
    data = Path(os.environ.get("MONITOR_DATA", ROOT.parent / "shared" / "data"))
    with lzma.open(data / "news" / "items.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    if count:
        rows = random.Random(SEED).sample(rows, count)
    return [Document(title=row["title"], body=row["body"]) for row in rows]


def wild(items: Sequence[Document]) -> Iterator[str]:
    """Every item in which a name of a video model stands as a substring: id (row), topic, verdict, reason."""
    matcher = compile_matcher(*shipped_rules())
    for number, item in enumerate(items):
        low = fold(f"{item.title}\n{item.body}")
        topics = {topic: [word for word in words if word in low] for topic, words in SUBSTRINGS.items()}
        matching = matcher.match(item) if any(topics.values()) else MatchResult()
        for topic, words in topics.items():
            mentions = [found for found in matching.found if found.topic == topic]
            refused = [item.reason for item in matching.refused if item.topic == topic]
            if mentions:
                yield f"{number}\t{topic}\taccepted\t{mentions[0].reason}"
            elif words:
                yield f"{number}\t{topic}\trefused\t{refused[0] if refused else 'only a part of a word'}"


def drawn_from(items: Sequence[Document], *, common: bool) -> list[str]:
    """The words that aliases are drawn from."""
    jieba = rjieba.Jieba()
    counts: Counter[str] = Counter()
    for item in items:
        counts.update({word for word in jieba.cut(f"{item.title} {item.body}", hmm=False) if _is_name(word)})
    return sorted(word for word, count in counts.items() if common or count in RARE)


def _is_name(word: str) -> bool:
    return word.isalnum() and not word.isdigit() and len(word) >= (4 if word.isascii() else 2)


def measured(items: Sequence[Document], aliases: Sequence[str], words: Words) -> dict[str, Any]:
    """One row: microseconds an item for each way, on as many items as it takes a second or so."""
    few = items[:: max(1, len(items) // max(200, 400_000 // len(aliases)))]
    texts = [f"{item.title}\n{item.body}" for item in few]
    lowered = [alias.lower() for alias in aliases]
    pattern = re.compile("|".join(re.escape(alias) for alias in sorted(lowered, key=len, reverse=True)))
    lexicon = Lexicon([name_of(alias) for alias in aliases])
    matcher = matcher_of(aliases, words)
    spelt = sum(alias in text.lower() for text in texts for alias in lowered)
    mentions = sum(len(matcher.match(item).found) for item in few)
    return {
        "aliases": len(aliases),
        "hits": spelt / len(few),
        "mentions": mentions / len(few),
        "loop_us": timed(lambda: [naive(text, lowered) for text in texts], len(few)),
        "regex_us": timed(lambda: [pattern.findall(text.lower()) for text in texts], len(few)),
        "automaton_us": timed(lambda: [lexicon.candidates(skeleton_of(text)) for text in texts], len(few)),
        "step_us": timed(lambda: [matcher.match(item) for item in few], len(few)),
    }


def hitting_alike(items: Sequence[Document], pool: Sequence[str], words: Words) -> list[dict[str, Any]]:
    """The rows of names that hit equally often: what a longer list costs by itself, without the mentions it makes.

    Fifty names as above; those beside them are found in none of the items read, nor refused in any.
    """
    few = items[::115]
    aliases = random.Random(SEED).sample(pool, SIZES[0])
    matcher = matcher_of(pool, words)
    results = [matcher.match(item) for item in few]
    seen = {mention.topic for result in results for mention in result.found}
    seen |= {refusal.topic for result in results for refusal in result.refused}
    others = [alias.text for rule in matcher.topics if rule.topic.id not in seen for alias in rule.topic.aliases]
    random.Random(SEED).shuffle(others)
    return [measured(few, [*aliases, *others[: size - len(aliases)]], words) for size in SIZES]


def naive(text: str, aliases: Sequence[str]) -> list[str]:
    """What everybody writes first."""
    low = text.lower()
    return [alias for alias in aliases if alias in low]


def timed(work: Callable[[], object], items: int) -> float:
    """The best of three, in microseconds of processor time an item: other work on the machine does not count.

    What takes milliseconds is asked more often, for other work takes the cache from it.
    """
    best = float("inf")
    for _ in range(3 if items > _FEW else 15):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best / items * 1e6


def matcher_of(aliases: Sequence[str], words: Words) -> Matcher:
    """Topics of five plain aliases each, with the signals of the shipped watchlists."""
    groups = [aliases[first : first + ALIASES_PER_TOPIC] for first in range(0, len(aliases), ALIASES_PER_TOPIC)]
    topics = [
        Topic(id=f"t{number}", name={"en": group[0]}, aliases=tuple(Alias(text=text) for text in group))
        for number, group in enumerate(groups)
    ]
    return compile_matcher(topics, shipped_rules()[1], words=words)


def full_match(items: Sequence[Document], words: Words) -> dict[str, Any]:
    """All items against the shipped watchlists."""
    matcher = compile_matcher(*shipped_rules(), words=words)
    began = time.process_time()
    mentions = sum(len(matcher.match(item).found) for item in items)
    seconds = time.process_time() - began
    return {
        "items": len(items),
        "seconds": seconds,
        "per_second": len(items) / seconds,
        "us": seconds / len(items) * 1e6,
        "mentions": mentions,
    }


def shipped_rules() -> tuple[list[Topic], dict[str, list[str]]]:
    """The shipped topics and signals, without the settings around them."""
    topics: list[Topic] = []
    signals: dict[str, list[str]] = {}
    for path in sorted((ROOT / "watchlists").glob("*.yaml")):
        raw = YAML(typ="safe").load(path.read_text("utf-8"))
        topics += [_topic(topic) for topic in raw.get("topics") or ()]
        for signal, listed in (raw.get("signals") or {}).items():
            signals.setdefault(signal, []).extend(listed)
    return topics, signals


def _topic(raw: dict[str, Any]) -> Topic:
    return Topic(
        id=raw["id"],
        name=raw["name"],
        owner=raw.get("owner", ""),
        aliases=tuple(_alias(alias) for alias in raw.get("aliases", ())),
        query=raw.get("query", ""),
        exclude=tuple(raw.get("exclude", ())),
        near=tuple(raw.get("near", ())),
        examples=Examples(),
    )


def _alias(raw: str | dict[str, Any]) -> Alias:
    if isinstance(raw, str):
        return Alias(text=raw)
    keys: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    return Alias(**keys)


if __name__ == "__main__":
    main()
