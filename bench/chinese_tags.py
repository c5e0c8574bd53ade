"""Write monitor/core/text/chinese_tags.bin anew from jieba's tables.

python -m bench.chinese_tags FOLDER, where FOLDER is jieba/posseg of jieba 0.42.1 (MIT). rjieba holds the same numbers
inside itself, in a table that is 24 times as large.
"""

import ast
import math
import struct
import sys
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

from monitor.core.text.chinese_tags import HEAD, KINDS, MADE_FOR, TAGS_BYTES, TAGS_FILE

State = tuple[str, str]
"""What a character is of a word (B, M, E, S), and the tag of the word."""
_PLACES = "BMES"
_NEVER = -3.14e100
"""What jieba writes for what cannot be."""


def read_table(path: Path) -> Mapping[Any, Any]:
    """The one dictionary that a module of jieba's holds."""
    source = path.read_text("utf-8")
    table: Mapping[Any, Any] = ast.literal_eval(source[source.index("{") :])
    return table


def live_states(
    shown: Mapping[State, Mapping[str, float]], allowed: Mapping[str, tuple[State, ...]]
) -> Mapping[str, Mapping[State, float]]:
    """For each character the states that show it; of a character with a list of its own only those on the list."""
    found: dict[str, dict[State, float]] = {}
    for state, characters in shown.items():
        for character, likely in characters.items():
            if likely > _NEVER and state in allowed.get(character, (state,)):
                found.setdefault(character, {})[state] = likely
    return found


def write_tags(
    begins: Mapping[State, float],
    steps: Mapping[State, Mapping[State, float]],
    characters: Mapping[str, Mapping[State, float]],
) -> bytes:
    """The file: see ``chinese_tags.TagTables``."""
    tags = sorted({tag for _, tag in begins})
    number = {state: _PLACES.index(state[0]) * KINDS + tags.index(state[1]) for state in begins}
    likely = {number[state]: value for state, value in begins.items() if value > _NEVER}
    moves = sorted(
        (number[before] << 8 | number[after], value)
        for before, targets in steps.items()
        for after, value in targets.items()
        if value > _NEVER
    )
    shown = [sorted((number[state], value) for state, value in characters[key].items()) for key in sorted(characters)]
    states = [pair for pairs in shown for pair in pairs]
    places = [0, *accumulate(map(len, shown))]
    return b"".join((
        HEAD.pack(MADE_FOR, len(moves), len(shown), len(states)),
        " ".join(tags).ljust(TAGS_BYTES).encode(),
        struct.pack(f"<{4 * KINDS}d", *(likely.get(state, -math.inf) for state in range(4 * KINDS))),
        struct.pack(f"<{len(moves)}H", *(step for step, _ in moves)),
        struct.pack(f"<{len(moves)}d", *(value for _, value in moves)),
        struct.pack(f"<{len(shown)}H", *map(ord, sorted(characters))),
        struct.pack(f"<{len(places)}I", *places),
        struct.pack(f"<{len(states)}B", *(state for state, _ in states)),
        struct.pack(f"<{len(states)}d", *(value for _, value in states)),
    ))  # fmt: skip


def main(folder: Path) -> None:
    """Write the file."""
    begins, steps, shown, allowed = (
        read_table(folder / f"{name}.py") for name in ("prob_start", "prob_trans", "prob_emit", "char_state_tab")
    )
    Path(TAGS_FILE).write_bytes(write_tags(begins, steps, live_states(shown, allowed)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
