"""No pattern that meets strangers' bytes takes more than linear time: each is pumped at four and eight times."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import monitor.adapters.fetch
import monitor.core
from monitor.lazy import LatePattern

_PUMPS = ("-", "[", "|", " ", "\n", "a", "1", "<", "&", '"', "(", "年", "a1", "a ", "1 ", "<a ", "1.", "-1", "<script>")
_SHORT = 1_000
_ALLOWED_SECONDS = 0.02
_MOST_GROWTH = 3.2
"""Twice the text may take twice the time, and half of that again for the noise of a busy machine."""


def _patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    for package in (monitor.core, monitor.adapters.fetch):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                if isinstance(value, LatePattern):
                    yield f"{found.name}.{name}", value.finditer.__self__
                elif isinstance(value, re.Pattern):
                    yield f"{found.name}.{name}", value


PATTERNS = dict(_patterns())


def _seconds(pattern: re.Pattern[str] | re.Pattern[bytes], pump: str, length: int) -> float:
    text = (pump * (length // len(pump) + 1))[:length] + "\x01"
    began = time.process_time()
    if isinstance(pattern.pattern, bytes):
        list(pattern.finditer(text.encode()))
    else:
        list(pattern.finditer(text))
    return time.process_time() - began


def _grows(pattern: re.Pattern[str] | re.Pattern[bytes], pump: str) -> bool:
    """Whether it takes long at eight times the length, and grew faster than the text on the way there.

    Both lengths in turns, and the best of each: a machine's speed may change by half from one moment to the next.
    """
    short = last = float("inf")
    for _ in range(5):
        last = min(last, _seconds(pattern, pump, 8 * _SHORT))
        if last < _ALLOWED_SECONDS:
            return False
        short = min(short, _seconds(pattern, pump, 4 * _SHORT))
    return last > _MOST_GROWTH * max(short, 1e-4)


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_a_pattern_takes_linear_time(name: str) -> None:
    pattern = PATTERNS[name]
    assert [pump for pump in _PUMPS if _grows(pattern, pump)] == []


def test_the_patterns_of_the_readers_are_among_them() -> None:
    assert "monitor.core.change_detection.titles._AGE" in PATTERNS
    assert "monitor.core.text.written_dates.patterns.ISO" in PATTERNS
    assert len(PATTERNS) > 60


@pytest.mark.parametrize(
    ("quadratic", "pump"),
    [
        (r"[-\s]*(?:x|y)", "-"),
        (r"\s*[;；]\s*", " "),
        (r"(?i)[a-z][a-z0-9+.-]*://", "a1"),
        (r"([㐀-鿿]{2,})(?:社|氏)(?![㐀-鿿])", "年"),
    ],
)
def test_a_quadratic_pattern_would_be_noticed(quadratic: str, pump: str) -> None:
    assert any(_grows(re.compile(quadratic), pump) for _ in range(3))
