"""What a digest costs to print, by kind of channel and number of stories, beside joining the same texts plainly.

    python -m bench.rendering [--stories 20 400 2000] [--runs 5]

Processor milliseconds, medians of whole messages; templates are compiled beforehand, as in a daemon. "Plain" escapes
and joins the same titles, sentences and addresses and does nothing else. Writes ``bench/results/rendering.json``.
"""

import argparse
import html
import statistics
import time
from collections.abc import Callable
from functools import partial

from bench.machine import about_machine, write_result
from bench.sizes import WORDING, digest_of
from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.core.channels.rendering import compile_templates, render_parts
from monitor.core.model.messages import DigestMessage

KINDS = ("email", "telegram", "feishu", "slack", "discord")


def joined(digest: DigestMessage) -> str:
    """What everybody would write first."""
    stories = [told.story for topic in digest.topics for told in topic.stories]
    return "\n".join(
        f'<p><a href="{html.escape(story.url)}">{html.escape(story.title)}</a> {html.escape(story.snippet)}'
        for story in stories
    )


def timed(work: Callable[[], object], runs: int) -> float:
    """Milliseconds of processor time; the first time does not count."""
    work()
    costs = []
    for _ in range(runs):
        began = time.process_time()
        work()
        costs.append(1000 * (time.process_time() - began))
    return round(statistics.median(costs), 3)


def main() -> None:
    """Print a line for each kind, and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, nargs="+", default=[20, 400, 2_000])
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    templates = compile_templates(read_templates(bundled_folder("templates")))
    digests = {count: digest_of(count, WORDING) for count in asked.stories}
    found: dict[str, dict[str, float]] = {}
    print(f"{'ms':10}" + "".join(f"{count:>10,} stories" for count in digests))
    for kind in ("plain", *KINDS):
        found[kind] = {
            str(count): timed(
                partial(joined, digest) if kind == "plain" else partial(render_parts, templates, kind, digest, WORDING),
                asked.runs,
            )
            for count, digest in digests.items()
        }
        print(f"{kind:10}" + "".join(f"{cost:>18.2f}" for cost in found[kind].values()), flush=True)
    write_result("rendering", {"runs": asked.runs, "milliseconds": found, **about_machine()})


if __name__ == "__main__":
    main()
