"""Print `monitor/core/cluster/features/word_frequencies.py`: how common words are in the stream of news items.

python -m bench.word_counts > monitor/core/cluster/features/word_frequencies.py
"""

import json
import lzma
import math
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import rjieba

from monitor.core.text.normalize import fold

ITEMS = Path(os.environ.get("MONITOR_DATA", "../shared/data")) / "news" / "items.jsonl.xz"
WORDS = 3000
LEAD = 300
LINE = 110
HEAD = '''"""How much the sharing of a common word says, from 0 (nothing) to 0.9; every other word counts 1."""

# ln(N / n) of a word in n of N = {items:,} news items (titles and first 300 characters; 15 Chinese outlets, March to
# June 2026) as a share of the 3,000th word's, rounded. Made by `python -m bench.word_counts`.
BANDS = {{'''


def counted() -> tuple[int, Counter[str]]:
    """How many items there are, and in how many of them each word stands."""
    segmenter = rjieba.Jieba()
    items, found = 0, Counter[str]()
    with lzma.open(ITEMS, "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            items += 1
            found.update(set(segmenter.cut(fold(item["title"] + " " + item["body"][:LEAD]), hmm=False)))
    return items, Counter({word: count for word, count in found.items() if re.search(r"\w", word)})


def width(text: str) -> int:
    """Columns of a terminal."""
    return sum(2 if ord(char) > 0x2E80 else 1 for char in text)


def main() -> None:
    """Print the module."""
    items, found = counted()
    common = found.most_common(WORDS)
    most = math.log(items / common[-1][1])
    bands: dict[float, list[str]] = defaultdict(list)
    for word, count in common:
        if not re.fullmatch(r"[\d.]+", word) and not set(word) & set('"\\'):
            bands[round(math.log(items / count) / most, 1)].append(word)
    print(HEAD.format(items=items))
    for band in sorted(band for band in bands if band < 1):
        print(f'    {band}: """')
        line = ""
        for word in sorted(bands[band]):
            if width(line) + width(word) + 1 > LINE:
                print("        " + line)
                line = ""
            line = f"{line} {word}".strip()
        print(f'        {line}\n    """,')
    print("}")


if __name__ == "__main__":
    main()
