"""What the benches wrote, as tables and, with matplotlib, as pictures.

    python -m bench.report

Reads ``bench/results/*.json``; writes ``table.md``, ``passes.svg`` and ``match.svg`` beside them.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bench.machine import RESULTS
from bench.passes import PASSES

Result = dict[str, Any]
"""What one bench wrote."""


def table_of(results: dict[str, Result]) -> str:
    """Markdown."""
    lines: list[str] = []
    if "passes" in results:
        found = results["passes"]
        lines += [f"{found['feeds']} feeds, {found['runs']} runs, processor / wall seconds", ""]
        lines += ["| | " + " | ".join(PASSES) + " |", "|---|" + "---|" * len(PASSES)]
        for name, medians in found["medians"].items():
            cells = (f"{medians[what]['cpu']:.2f} / {medians[what]['wall']:.2f}" for what in PASSES)
            lines.append(f"| {name} | " + " | ".join(cells) + " |")
        lines.append("")
    for name, sections in SECTIONS.items():
        if name in results:
            lines += [*sections(results[name]), ""]
    return "\n".join(lines)


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table."""
    ruler = "|---" * len(head) + "|"
    return [f"| {' | '.join(head)} |", ruler, *(f"| {' | '.join(row)} |" for row in rows)]


def _start_up(found: Result) -> list[str]:
    rows = (
        (f"`monitor {name}`", f"{cost['cpu']:.2f}", f"{cost['rss_mib']:.0f}")
        for name, cost in found["commands"].items()
    )
    return grid(("command", "processor s", "MiB"), rows)


def _match(found: Result) -> list[str]:
    ways = ("loop", "regex", "automaton", "step")
    rows = ((f"{row['aliases']:,}", *(f"{row[f'{way}_us']:,.1f}" for way in ways)) for row in found["sizes"])
    return grid(("aliases, µs an item", "a loop", "one regex", "automaton", "whole step"), rows)


def _polling(found: Result) -> list[str]:
    counts = list(found["milliseconds"])
    costs = found["milliseconds"][counts[0]]
    rows = ((what, *(f"{found['milliseconds'][count][what]:,.1f}" for count in counts)) for what in costs)
    return grid(("ms by sources", *(f"{int(count):,}" for count in counts)), rows)


def _stories(found: Result) -> list[str]:
    rows = (
        (f"{row['entries']:,}", row["code"], f"{row['step_ms']:.2f}", f"{row['mention_ms']:.2f}")
        for row in found["rows"]
    )
    return grid(("entries stored", "code", "story step, ms", "whole mention, ms"), rows)


def _rendering(found: Result) -> list[str]:
    counts = list(found["milliseconds"]["plain"])
    rows = ((kind, *(f"{cost:,.1f}" for cost in costs.values())) for kind, costs in found["milliseconds"].items())
    return grid(("digest, ms by stories", *(f"{int(count):,}" for count in counts)), rows)


def _memory(found: Result) -> list[str]:
    rows = ((f"{int(count):,}", f"{mib['fresh']:.0f}", f"{mib['again']:.0f}") for count, mib in found["mib"].items())
    return grid(("idle daemon, MiB, sources", "fresh store", "again"), rows)


def _day(found: Result) -> list[str]:
    row = (
        f"{found['sources']:,}", f"{found['requests']:,}", f"{found['new_entries']:,}",
        f"{found['share_of_a_core']:.2%}", f"{found['highest_mib']:.0f}",
    )  # fmt: skip
    return grid(("a day's sources", "requests", "new entries", "share of one core", "highest MiB"), [row])


def _pages(found: Result) -> list[str]:
    rows = ((f"`{row['what']}`", *(f"{row[unit]:.1f}" for unit in ("p50_ms", "p95_ms", "kb"))) for row in found["rows"])
    polls = ((row["what"], f"{row['p50_ms']:.0f}", f"{row['p95_ms']:.0f}") for row in found["polls"])
    head = f"ms with {found['entries']:,} entries"
    return [*grid((head, "p50", "p95", "kB"), rows), "", *grid(("a poll, ms", "p50", "p95"), polls)]


SECTIONS: dict[str, Callable[[Result], list[str]]] = {
    "start_up": _start_up,
    "match": _match,
    "polling": _polling,
    "stories": _stories,
    "rendering": _rendering,
    "pages": _pages,
    "idle_memory": _memory,
    "steady_day_1000": _day,
    "steady_day_10000": _day,
}
"""By the name of the file that a bench writes."""


def draw_passes(pyplot: Any, passes: Result) -> None:
    """Processor seconds by contender, a group for each pass."""
    figure, axes = pyplot.subplots(figsize=(7, 3.5))
    names = list(passes["medians"])
    width = 0.8 / len(names)
    for number, name in enumerate(names):
        heights = [passes["medians"][name][what]["cpu"] for what in PASSES]
        axes.bar([place + number * width for place in range(len(PASSES))], heights, width, label=name)
    axes.set_xticks([place + 0.4 - width / 2 for place in range(len(PASSES))], PASSES)
    axes.set_yscale("log")
    axes.set_ylabel("processor seconds")
    axes.legend()
    figure.tight_layout()
    figure.savefig(RESULTS / "passes.svg")


def draw_match(pyplot: Any, match: Result) -> None:
    """Microseconds an item by the number of aliases, a line for each way."""
    figure, axes = pyplot.subplots(figsize=(7, 3.5))
    sizes = [row["aliases"] for row in match["sizes"]]
    for way, name in (("loop", "a loop"), ("regex", "one regex"), ("automaton", "automaton"), ("step", "whole step")):
        axes.plot(sizes, [row[f"{way}_us"] for row in match["sizes"]], marker="o", label=name)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("aliases")
    axes.set_ylabel("µs an item")
    axes.legend()
    figure.tight_layout()
    figure.savefig(RESULTS / "match.svg")


PICTURES: dict[str, Callable[[Any, Result], None]] = {"passes": draw_passes, "match": draw_match}


def main() -> None:
    """Put the results together."""
    results = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(RESULTS.glob("*.json"))}
    table = table_of(results)
    (RESULTS / "table.md").write_text(table, "utf-8")
    print(table)
    try:
        from matplotlib import pyplot
    except ModuleNotFoundError:
        print("no pictures: pip install 'news-monitor[plots]'")
        return
    for name, draw in PICTURES.items():
        if name in results:
            draw(pyplot, results[name])


if __name__ == "__main__":
    main()
