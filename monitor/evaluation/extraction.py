"""How much of an article's text an extraction got, and how much else (for ``monitor eval extraction``)."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from monitor.values import dataclass

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN: Final = re.compile(f"[{_HAN}]|(?:(?![{_HAN}])[^\\W_])+")
_SHINGLE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Shares from 0 to 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """How many phrases that must appear do, and how many that must not do not."""

    found: int = 0
    wanted: int = 0
    absent: int = 0
    unwanted: int = 0


def text_tokens(text: str) -> list[str]:
    """Latin words in lower case and single Han characters."""
    return _TOKEN.findall(text.lower())


def score_text(got: str, expected: str) -> Score:
    """Precision, recall and F1 over the multisets of 4-token shingles; an empty output scores 0.

    A text shorter than a shingle is one shingle.
    """
    have, want = _shingles_of(got), _shingles_of(expected)
    shared = (have & want).total()
    if not shared:
        return Score(precision=0.0, recall=0.0, f1=0.0)
    precision, recall = shared / have.total(), shared / want.total()
    return Score(precision=precision, recall=recall, f1=2 * precision * recall / (precision + recall))


def mean_score(scores: Sequence[Score]) -> Score:
    """The mean of the pages' precision, of their recall and of their F1."""
    count = len(scores) or 1
    return Score(
        precision=sum(page.precision for page in scores) / count,
        recall=sum(page.recall for page in scores) / count,
        f1=sum(page.f1 for page in scores) / count,
    )


def extraction_report(
    scores: Mapping[str, Score], expected: Mapping[str, str], phrases: Phrases | None = None
) -> dict[str, object]:
    """What ``monitor eval extraction --json`` prints; Chinese pages once more by themselves. Keys are page names."""
    chinese = [page for name, page in scores.items() if is_chinese(expected.get(name, ""))]
    printed: dict[str, object] = _printed_mean(list(scores.values())) | {"chinese": _printed_mean(chinese)}
    if phrases is not None:
        printed["phrases"] = {
            "with": {"found": phrases.found, "of": phrases.wanted},
            "without": {"absent": phrases.absent, "of": phrases.unwanted},
        }
    return printed


def is_chinese(text: str) -> bool:
    """Whether at least a third of the tokens are Han characters."""
    words = text_tokens(text)
    return 3 * sum(1 for word in words if re.match(f"[{_HAN}]", word)) >= max(1, len(words))


def _printed_mean(scores: Sequence[Score]) -> dict[str, object]:
    average = mean_score(scores)
    rounded = {name: round(getattr(average, name), 4) for name in ("precision", "recall", "f1")}
    return {"pages": len(scores), **rounded}


def score_phrases(
    truth: Mapping[str, Mapping[str, object]], texts: Mapping[str, str]
) -> tuple[Phrases, Sequence[tuple[str, str, str]]]:
    """Check the phrases of ``truth_phrases.json`` against the text of each file.

    Also gives those that are wrong as (file, "with" or "without", phrase). ``texts`` is keyed by the ``file`` of each
    case; whitespace does not count.
    """
    found = wanted = absent = unwanted = 0
    wrong: list[tuple[str, str, str]] = []
    for case in truth.values():
        name = str(case["file"])
        text = _squeeze_text(texts.get(name, ""))
        for phrase in _phrases_in(case, "with"):
            wanted += 1
            found += (hit := _squeeze_text(phrase) in text)
            if not hit:
                wrong.append((name, "with", phrase))
        for phrase in _phrases_in(case, "without"):
            unwanted += 1
            absent += (gone := _squeeze_text(phrase) not in text)
            if not gone:
                wrong.append((name, "without", phrase))
    return Phrases(found=found, wanted=wanted, absent=absent, unwanted=unwanted), wrong


def _shingles_of(text: str) -> Counter[tuple[str, ...]]:
    words = text_tokens(text)
    if not words:
        return Counter()
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))


def _phrases_in(case: Mapping[str, object], key: str) -> list[str]:
    listed = case.get(key)
    return [str(phrase) for phrase in listed] if isinstance(listed, list) else []


def _squeeze_text(text: str) -> str:
    return "".join(text.split())
