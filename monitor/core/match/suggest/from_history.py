"""What stored hits say of a name that means something else, too: how many are not meant, and which rule would tell.

Two things say that a hit is not meant: a reader's verdict, and small letters where the name is written with a capital
("Shell" of "a shell script"). What follows from the words around is only proposed with its count.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.core.match.findings import Finding
from monitor.core.match.matcher import Matcher, compile_matcher
from monitor.core.match.scan.segmenter import Words
from monitor.core.match.suggest.distinctive_words import separating_words, words_of
from monitor.core.match.suggest.name_hits import hits_of, longer_names
from monitor.core.match.suggest.rule_changes import Case
from monitor.core.model.matches import Alias, Document, Topic
from monitor.values import dataclass

LOOKED_AT = 30
"""Hits of a name that are looked at, the newest first."""
_ENOUGH = 5
"""Hits from which a count says something."""
_REPEATED = 3
"""Hits with one longer name from which it is mentioned."""
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Hits:
    """Cases in which a name was found: those that are not meant, by what told so, and the others."""

    small: Sequence[Case]
    refused: Sequence[Case]
    rest: Sequence[Case]
    longer: Sequence[str]
    """Longer names that the name stands in again and again, in what may be meant."""

    def __len__(self) -> int:
        return len(self.small) + len(self.refused) + len(self.rest)


def with_history(finding: Finding, topic: Topic, cases: Sequence[Case], elsewhere: Sequence[Document]) -> Finding:
    """The finding with what the last hits of its name say; as it is when they are few or say nothing.

    ``cases`` are documents in which the topic was found, the newest first; ``elsewhere`` are without it.
    """
    alias = next((alias for alias in topic.aliases if alias.text == finding.alias), None)
    if alias is None:
        return finding
    words = Words()
    hits = _split_surfaces(topic, alias, cases, compile_matcher([topic], {}, words=words))
    others = [*hits.small, *hits.refused]
    if len(hits) < _ENOUGH or not (others or hits.longer):
        return finding
    counts = []
    if others:
        reasons = ((hits.small, "in small letters"), (hits.refused, "refused by readers"))
        how = ", ".join(f"{len(found)} {reason}" for found, reason in reasons if found)
        counts.append(f"{len(others)} of its last {len(hits)} hits are not meant ({how})")
    if hits.longer:
        counts.append(f"of its last {len(hits)} hits, several stand in {' and '.join(f'“{n}”' for n in hits.longer)}")
    mend = _mend_sentence(topic, hits, elsewhere, words) or finding.mend
    return replace(finding, sentence=f"{finding.sentence}; {'; '.join(counts)}", mend=mend)


def _mend_sentence(topic: Topic, hits: _Hits, elsewhere: Sequence[Document], words: Words) -> str:
    refused = [_document_text(case.document) for case in (*hits.small, *hits.refused)]
    wanted = [_document_text(case.document) for case in hits.rest]
    if hits.small and not hits.refused:
        return f"`case_sensitive: true` would keep the other {len(wanted)}"
    known = {*topic.near, *topic.owner.split()}
    needed = separating_words(
        wanted, refused, [_document_text(document) for document in elsewhere], known=known, words=words
    )
    if needed:
        kept = sum(bool(words_of(text, words) & set(needed)) for text in wanted)
        return f"`needs: [{', '.join(needed)}]` would keep {kept} of the other {len(wanted)}"
    if hits.longer:
        return f"`exclude: [{', '.join(hits.longer)}]` as far as they are not meant"
    return ""


def _split_surfaces(topic: Topic, alias: Alias, cases: Sequence[Case], matcher: Matcher) -> _Hits:
    small: list[Case] = []
    refused: list[Case] = []
    rest: list[Case] = []
    longer: Counter[str] = Counter()
    for case in cases:
        surfaces = list(_surfaces_of(topic, alias, case, matcher))
        if not surfaces or len(small) + len(refused) + len(rest) == LOOKED_AT:
            continue
        if case.said == "not-relevant":
            refused.append(case)
        elif alias.text != alias.text.lower() and all(written == written.lower() for written, _ in surfaces):
            small.append(case)
        else:
            rest.append(case)
            longer.update({name for _, names in surfaces for name in names})
    often = [name for name, count in longer.most_common() if count >= _REPEATED]
    return _Hits(small, refused, rest, [n for n in often if not any(n in o for o in often if o != n)][:_SHOWN])


def _surfaces_of(topic: Topic, alias: Alias, case: Case, matcher: Matcher) -> Iterator[tuple[str, Sequence[str]]]:
    """Each place of this name in the document: as it is written, and the longer names that it stands in."""
    for found in matcher.match(case.document).found:
        for hit in hits_of(topic, case.document, found):
            if hit.alias == alias:
                yield hit.text[hit.start : hit.end], longer_names(hit)


def _document_text(document: Document) -> str:
    return f"{document.title}\n{document.body}"
