"""What an edit takes back: sentences that came in and say that what was published before is wrong or withdrawn."""

import hashlib
import re
from collections.abc import Iterator
from typing import Literal

from monitor.core.model.matches import Field, MatchResult
from monitor.values import dataclass

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b"
_THIS_TEXT = r"本文|该文|此文|原文|前文|上文|文中|标题|(?:此前|早前|先前|早些时候)的?(?:版本|报道|稿件|文章)"
_ARTICLE = r"(?:article|story|post|report|piece|headline)\b"
_KINDS: tuple[tuple[Literal["retracted", "corrected"], re.Pattern[str]], ...] = (
    (
        "retracted",
        re.compile(
            r"^\W*撤稿|撤稿(?:声明|启事|说明)"
            r"|(?:本文|该文|此文|原文|稿件|这篇报道|该报道)[^，。；]{0,8}(?:撤稿|撤回|撤下|删除|撤销)"
            r"|(?:撤回|撤下|收回|删除)了?(?:本文|该文|此文|原文|稿件|这篇报道|该报道)"
            r"|^\W*retract(?:ed|ion)\b"
            rf"|\bthis {_ARTICLE}[^.]{{0,40}}\b(?:retracted|withdrawn|taken down)\b"
            rf"|\bwe (?:have |are )?(?:retract(?:ed|ing)?|withdr[ae]wn?) (?:this|the) {_ARTICLE}"
        ),
    ),
    (
        "corrected",
        re.compile(
            r"^\W*已?(?:更正|勘误|订正)(?:\W|启事|声明|说明|$)|更正(?:启事|声明|说明|如下)|特此(?:更正|致歉)"
            rf"|(?:{_THIS_TEXT})[^。；]{{0,30}}(?:有误|错误|误写|误作|误为|误称|更正|纠正|勘误)"
            rf"|^\W*(?:correction|corrected|erratum|clarification)\s*(?:[:：(—–,-]|\d|{_MONTH}|$)"
            r"|\((?:corrects|corrected) "
            rf"|\ban? (?:earlier|previous|prior|original) version of this {_ARTICLE}"
            rf"|\bthis {_ARTICLE}[^.]{{0,40}}\b(?:corrected|amended|updated to correct)\b"
            r"|\bwe regret the error\b"
        ),
    ),
)
_SENTENCE_END = re.compile(r"(?<=[。！？!?])|\n+|(?<=[a-z0-9\"”)]\.)\s+")
_MARK = "#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A sentence that an edit added."""

    kind: Literal["retracted", "corrected"]
    sentence: str
    field: Field

    def section_key(self, key: str) -> str:
        """What the correction of a section's mention is stored under: each sentence once."""
        named = hashlib.blake2b(self.sentence.encode("utf-8", "replace"), digest_size=6).hexdigest()
        return f"{key}{_MARK}{self.kind}:{named}"

    def concerns(self, key: str, text: str, matching: MatchResult) -> bool:
        """Whether it speaks of the section of that key: in a round-up an item's note concerns that item only.

        A note in the last paragraph stands there for all of them.
        """
        if not matching.is_round_up or self.field == "title":
            return True
        at = text.find(self.sentence)
        if "\n" not in text[at + len(self.sentence) :].strip():
            return True
        items = [
            section
            for section in matching.sections
            if section.field == "body" and section.number and section.start <= at < section.end
        ]
        return not items or any(item.key == key for item in items)


def find_corrections(before: tuple[str, str], after: tuple[str, str]) -> tuple[Correction, ...]:
    """What the edit from one (title, text) to another takes back.

    A note that only reads otherwise (a feed that is translated anew at every poll) is no further one.
    """
    fields: tuple[Field, ...] = ("title", "body")
    return tuple(
        correction
        for field, old, new in zip(fields, before, after, strict=True)
        for correction in _of_field(field, old, new)
    )


def kind_of(section_key: str) -> str:
    """Of a mention's section key: "retracted", "corrected", or empty for an ordinary mention."""
    return section_key.partition(_MARK)[2].partition(":")[0]


def place_of(section_key: str, section: int) -> str:
    """The place in its entry that a mention and its corrections share with their report."""
    return section_key.partition(_MARK)[0] or str(section)


def _of_field(field: Field, before: str, after: str) -> Iterator[Correction]:
    for kind, pattern in _KINDS:
        old, new = _sentences_with(before, pattern), _sentences_with(after, pattern)
        further = [sentence for sentence in new if sentence not in old]
        for sentence in further[: max(len(new) - len(old), 0)]:
            yield Correction(kind=kind, sentence=sentence, field=field)


def _sentences_with(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in _SENTENCE_END.split(text) if part and pattern.search(part.strip().casefold())]
