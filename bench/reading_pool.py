"""What a pool of processes that reads documents could bring at the most: ``python -m bench.reading_pool [--rounds 3]``.

All feeds of ``MONITOR_DATA``, whole documents in, parsed documents with identities and matches out, in this process, in
one forked child and in two, taking turns; nothing else has anything to do. Medians of processor and wall seconds.
"""

import argparse
import pickle
import resource
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context

from bench.match import shipped_rules
from bench.real_feeds import feed_files
from monitor.core.change_detection.feed_quirks import FeedShape, learn_links
from monitor.core.change_detection.identity import Incoming, identify_all
from monitor.core.match.document import document_of
from monitor.core.match.matcher import Matcher, compile_matcher
from monitor.core.model.entries import ParsedDocument
from monitor.core.model.matches import MatchResult
from monitor.core.parse.document import parse_document, parse_harmless
from monitor.errors import ParseError

Read = tuple[ParsedDocument, Sequence[Incoming], Mapping[int, MatchResult]]


def read(matcher: Matcher, body: bytes) -> Read | None:
    """A document as a poll reads it before anything is decided; ``None`` for one that is no feed."""
    url, now = "https://news.example/feed", datetime(2026, 11, 29, tzinfo=UTC)
    try:
        document = parse_harmless(body, url=url, now=now) or parse_document(body, url=url, now=now)
    except ParseError:
        return None
    incoming = identify_all(document.entries, learn_links(FeedShape(), document.entries), home=document.url)
    matches = {
        place: matcher.match(document_of(entry, source="", lang="", topics=None))
        for place, (entry, _) in enumerate(incoming)
    }
    return document, incoming, matches


_READER: dict[str, Callable[[bytes], Read | None]] = {}
"""What a child reads with: it is forked with it, for a matcher cannot be sent."""


def _in_reader(body: bytes) -> Read | None:
    return _READER["reads"](body)


def _read_all(bodies: Sequence[bytes], children: int) -> list[Read | None]:
    """In this process, or in so many forked ones."""
    if not children:
        return [_in_reader(body) for body in bodies]
    with get_context("fork").Pool(children) as pool:
        found = list(pool.imap_unordered(_in_reader, bodies))
        pool.close()
        pool.join()
    return found


def _processor_seconds() -> float:
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def main() -> None:
    """Print a line for each way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    bodies = [path.read_bytes() for path in feed_files()]
    _READER["reads"] = partial(read, compile_matcher(*shipped_rules()))
    costs: dict[int, list[tuple[float, float]]] = {children: [] for children in (0, 1, 2)}
    found = _read_all(bodies, 0)  # What is loaded when it is first used is loaded for all.
    for _ in range(asked.rounds):
        for children, spent in costs.items():
            began, wall = _processor_seconds(), time.perf_counter()
            _read_all(bodies, children)
            spent.append((_processor_seconds() - began, time.perf_counter() - wall))
    entries = sum(len(one[1]) for one in found if one is not None)
    size = sum(len(pickle.dumps(one)) for one in found)
    print(f"{len(bodies)} documents with {entries:,} entries; what comes back has {size / 1e6:.1f} MB")
    for children, spent in costs.items():
        cpu, wall = (statistics.median(figures) for figures in zip(*spent, strict=True))
        print(f"{children} children: {cpu:.2f} s of processor time, {wall:.2f} s on the clock")


if __name__ == "__main__":
    main()
