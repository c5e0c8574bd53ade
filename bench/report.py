"""What the benches wrote, as a table and, with matplotlib, as bars.

    python -m bench.report

Reads ``bench/results/*.json``; writes ``bench/results/table.md`` and ``bench/results/passes.svg``.
"""

import json
from typing import Any

from bench.machine import RESULTS
from bench.passes import PASSES


def table_of(results: dict[str, dict[str, Any]]) -> str:
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
    if "start_up" in results:
        lines += ["| command | processor s | MiB |", "|---|---|---|"]
        for command, cost in results["start_up"]["commands"].items():
            lines.append(f"| `monitor {command}` | {cost['cpu']:.2f} | {cost['rss_mib']:.0f} |")
        lines.append("")
    return "\n".join(lines)


def draw(passes: dict[str, Any]) -> None:
    """Processor seconds by contender, a group for each pass."""
    try:
        from matplotlib import pyplot
    except ModuleNotFoundError:
        print("no picture: pip install 'news-monitor[plots]'")
        return
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


def main() -> None:
    """Put the results together."""
    results = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(RESULTS.glob("*.json"))}
    table = table_of(results)
    (RESULTS / "table.md").write_text(table, "utf-8")
    print(table)
    if "passes" in results:
        draw(results["passes"])


if __name__ == "__main__":
    main()
