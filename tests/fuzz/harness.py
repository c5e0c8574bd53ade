"""Mutations of a corpus of our own, for so many seconds: hypothesis draws and shrinks, the clock on the wall ends it.

``MONITOR_FUZZ_SECONDS`` (``make fuzz``) is the time of each target; without it each has a few seconds (``make
faults``). What breaks a target is shown as bytes; put it into ``tests/fuzz/corpus/TARGET/`` when it is mended, and it
is tried first from then on.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

CORPUS = Path(__file__).parent / "corpus"
SECONDS = float(os.environ.get("MONITOR_FUZZ_SECONDS", "5"))
SLOWEST = 10.0
"""Seconds of this process's own time that one small input may take."""
_ROUND = 60
_LARGEST = 20_000
_ODD = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"%00", b"&#x202e;", b"]]>", b"<![CDATA[", b"{{", b"{%", b"'", b'"',
    b"9" * 40, b"-1", b"1e999", b"\xed\xa0\x80", "\u202e\u200b\u0301".encode(), "可灵".encode(), b"((((((", b"env:X",
    b"2026-02-30T25:61:00+99:99", "👨\u200d👩".encode(), b"null", b"[]", b"{}", b"&a;", b"*a", b"\t",
)  # fmt: skip


def seeds_of(target: str) -> list[bytes]:
    """The corpus of a target, in the order of its names."""
    return [path.read_bytes() for path in sorted((CORPUS / target).iterdir())]


def mutations(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """A seed, or two spliced, with a few cuts, copies and insertions."""
    edit = st.tuples(
        st.sampled_from(("insert", "cut", "copy", "flip", "splice")),
        st.floats(0, 1),
        st.floats(0, 1),
        st.one_of(st.binary(max_size=8), st.sampled_from(_ODD)),
        st.sampled_from(seeds),
    )
    return st.builds(_mutated, st.sampled_from(seeds), st.lists(edit, max_size=6))


def _mutated(data: bytes, edits: list[tuple[str, float, float, bytes, bytes]]) -> bytes:
    for how, first, second, piece, other in edits:
        start, end = sorted((int(first * len(data)), int(second * len(data))))
        match how:
            case "insert":
                data = data[:start] + piece + data[start:]
            case "cut":
                data = data[:start] + data[end:]
            case "copy":
                data = data[:end] + data[start:end] + data[end:]
            case "flip":
                data = data[:start] + bytes(255 - byte for byte in data[start : start + 1]) + data[start + 1 :]
            case _:
                data = data[:start] + other[int(second * len(other)) :]
    return data[:_LARGEST]


def fuzz(target: str, check: Callable[[bytes], None]) -> int:
    """Try the corpus as it is, then mutations until the time is over; returns how many inputs were tried."""
    tried, seeds, ends = 0, seeds_of(target), time.monotonic() + SECONDS

    def timed(data: bytes) -> None:
        nonlocal tried
        tried += 1
        began = time.process_time()
        check(data)
        took = time.process_time() - began
        assert took < SLOWEST, f"{took:.1f} s for {len(data)} bytes"

    for data in seeds:
        timed(data)
    number = 0
    while time.monotonic() < ends:
        number += 1
        checks = (HealthCheck.too_slow, HealthCheck.data_too_large)
        rules = settings(max_examples=_ROUND, deadline=None, database=None, suppress_health_check=checks)
        seed(number)(rules(given(mutations(seeds))(timed)))()
    return tried
