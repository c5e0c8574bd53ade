"""How fast the tools of MCP answer over a large store: python -m bench.mcp_tools FOLDER [TIMES]

FOLDER holds a store that ``python -m bench.pages`` made (a million entries); each tool is called as the server calls
it, without a transport. Prints the server's time for each (p50, p95) and the size of its answer.
"""

import asyncio
import logging
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import structlog

from bench.pages import opened
from bench.polls_beside_pages import percentile
from monitor.core.model.filters import MentionFilter
from monitor.mcp.catalog import call_tool

CALLS: tuple[tuple[str, Mapping[str, object]], ...] = (
    ("search", {"query": "海鸥"}),
    ("search", {"query": "library"}),
    ("list_stories", {}),
    ("list_stories", {"topic": "t1"}),
    ("get_story", {"story": 19_990}),
    ("explain", {"entry": 0}),
    ("list_topics", {}),
    ("topic_trend", {"topics": ["t0", "t1"], "days": 90}),
    ("coverage", {}),
    ("coverage", {"all": True, "limit": 50}),
    ("get_digest", {"name": "daily", "upcoming": True}),
)


async def main(folder: Path, times: int) -> None:
    """Call each tool and print what it took."""
    async with opened(folder) as (app, _, _):
        found = await app.in_store.look(lambda tx: tx.mentions.find(MentionFilter(limit=1)))
        for name, given in CALLS:
            arguments = {**given, "entry": found[0].entry_id} if "entry" in given else given
            spent, size = [], 0
            for _ in range(times + 1):
                begun = time.perf_counter()
                size = len((await call_tool(app, name, arguments)).text)
                spent.append((time.perf_counter() - begun) * 1000)
            first, *others = spent
            print(
                f"{name:13} {str(dict(given))[:40]:40} first {first:7.1f}  p50 {statistics.median(others):6.1f}"
                f"  p95 {percentile(others, 0.95):6.1f} ms  {size / 1000:5.1f} kB",
                flush=True,
            )


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 40))
