"""What language feeds state beside the one that their words tell: ``python -m bench.told_languages [--differ]``.

Over the real feeds of MONITOR_DATA. ``--differ`` also names those where the two differ, with a headline, to be read.
"""

import argparse
from collections import Counter
from typing import Any

from lxml import etree

from bench.real_feeds import feed_files
from bench.tally import parsed
from monitor.core.parse.readers.fast_feed import stated_language
from monitor.core.text.told_language import tell_language


def main() -> None:
    """Count them and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--differ", action="store_true")
    asked = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    for file in feed_files():
        body = file.read_bytes()
        document = parsed(body, f"https://feeds.example/{file.name}", "application/xml")
        if document is None:
            continue
        stated = _stated(body)
        told = tell_language(f"{entry.title}\n{entry.text}" for entry in document.entries)
        counts[stated[:2].lower() or "none", told or "none"] += 1
        if asked.differ and stated and stated[:2].lower() != told:
            headline = document.entries[0].title if document.entries else ""
            print(f"{stated:8}{told or 'none':8}{file.name[:40]:42}{headline[:60]}")
    for (stated, told), count in counts.most_common():
        print(f"states {stated:6}told {told:6}{count:4}")


def _stated(body: bytes) -> str:
    root: Any = etree.fromstring(body, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    if root is None:
        return ""
    channel = root.find("channel")
    return stated_language(root, channel if channel is not None else root)


if __name__ == "__main__":
    main()
