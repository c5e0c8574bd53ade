"""The loose form of a pattern finds something wherever the pattern does, and little elsewhere."""

import re

import pytest

from monitor.core.cluster.features.actions import find_actions, find_hazards, find_stages
from monitor.core.text.loose_patterns import PatternSet, loosen

_PATTERNS = (
    re.compile(r"开放(?!日)|\b(?:opens?|reopen(?:ed|ing))\b"),
    re.compile(r"(?<!\d)\d+\s*+月(?!\s*\d)"),
    re.compile(r"\b\w{3,}haven\b"),
    re.compile(r"[\s,;]fähre$"),
    re.compile(r"\[[^\]]{0,20}+\]|[])]x"),
)
_TEXTS = (
    "",
    "港口开放日",
    "港口开放",
    "the harbour opens",
    "reopening hours",
    "12 月",
    "１２月",
    "3月 4日",
    "kopenhaven",
    "größhaven x",
    "die\x85fähre",
    "die\u2003fähre",
    "fähre",
    "[mole] and ]x",
    "half \ud83c opens",
    "новыйhaven",
)


def test_whatever_a_pattern_finds_may_be_found() -> None:
    patterns = PatternSet(_PATTERNS)
    found = [(text, place) for text in _TEXTS for place, pattern in enumerate(_PATTERNS) if pattern.search(text)]
    assert len(found) > len(_PATTERNS)
    assert [(text, place) for text, place in found if place not in patterns.may_find(text)] == []


def test_a_text_with_nothing_of_them_has_none() -> None:
    assert list(PatternSet(_PATTERNS).may_find("a lighthouse on a rock")) == []


def test_half_characters_are_left_to_the_patterns() -> None:
    assert list(PatternSet(_PATTERNS).may_find("\udc80")) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("pattern", "loose"),
    [
        (r"\bopen\b", "open"),
        (r"a(?!b(?:c|[)])d)e", "ae"),
        (r"(?<=x)y(?<!z)", "y"),
        (r"\d++\w*+", r"[\p{Nd}]+[\p{L}\p{N}_]*"),
        (r"[^\d)]+?$", r"[^\p{Nd})]+?"),
        (r"\++", r"\+"),
    ],
)
def test_what_re2_lacks_is_left_out(pattern: str, loose: str) -> None:
    assert loosen(pattern) == loose


def test_a_headlines_kinds_are_what_each_pattern_finds() -> None:
    assert find_actions("渡轮公司否认停运，将发布声明") == {"deny", "launch", "respond", "plan"}
    assert find_actions("渡轮上线以来载客百万") == frozenset()
    assert find_hazards("взрыв в порту, пожар потушен") == {"fire"}
    assert find_stages("8月开航 渡轮倒计时", 6) == {"before"}
    assert find_stages("8月开航", 6) == {"before"}
    assert find_stages("8月开航", 8) == frozenset()
