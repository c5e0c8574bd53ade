"""What ``monitor explain --entry`` says beyond topics: an entry's edits, and whether two entries are one story."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from monitor.cli.console.times import minute_of
from monitor.core.cluster.explain import why_same
from monitor.core.cluster.features.report_features import extract_features as features_of
from monitor.core.model.entries import Entry
from monitor.core.model.stories import Candidate, Features, Report
from monitor.errors import UserError
from monitor.ports import Transaction


def compare_entries(tx: Transaction, first: int, second: int) -> dict[str, Any]:
    """Both entries, the stories they are in, and the evidence that the story step weighs, as lines."""
    sides = [_load_side(tx, number) for number in (first, second)]
    (entry, reports), (other, others) = sides
    return {
        "entries": [{"id": entry.id, "title": entry.title, "source": entry.source_title} for entry, _ in sides],
        "stories": [sorted({report.story_id for report in side}) for _, side in sides],
        "why": why_same(_features_of(entry, reports), _features_of(other, others)),
    }


def comparison_text(row: dict[str, Any]) -> str:
    """The same for a person."""
    return "\n".join(
        [*map(_where_text, row["entries"], row["stories"]), _stored_together(*row["stories"]), *row["why"]]
    )


def edits_text(found: Sequence[dict[str, Any]], zone: ZoneInfo) -> str:
    """The same for a person; empty without edits."""
    return "\n".join(line for edit in found for line in (f"edited {minute_of(edit['at'], zone)}:", *edit["diff"]))


def _load_side(tx: Transaction, entry_id: int) -> tuple[Entry, Sequence[Candidate]]:
    entry = tx.entries.get(entry_id)
    if entry is None:
        raise UserError(f"the store has no entry {entry_id}; `monitor mentions` lists them")
    return entry, tx.stories.of_entry(entry_id)


def _features_of(entry: Entry, reports: Sequence[Candidate]) -> Features:
    """Those of all its reports; an entry that named no topic is compared as if it had."""
    if not reports:
        return features_of(
            Report(
                title=entry.title,
                text=entry.text,
                source=entry.source_title,
                url=entry.url,
                lang=entry.lang,
                published_at=entry.published_at,
                precision=entry.precision,
                seen_at=entry.first_seen_at,
            )
        )
    return Features(
        keys=(), payload={"prints": [made for candidate in reports for made in _feature_lines(candidate.features)]}
    )


def _feature_lines(features: Features) -> Iterator[object]:
    stored = features.payload.get("prints")
    yield from stored if isinstance(stored, list) else ()


def _where_text(entry: dict[str, Any], stories: Sequence[int]) -> str:
    place = f"in story {', '.join(map(str, stories))}" if stories else "in no story: it names no watched topic"
    return f"entry {entry['id']}, {entry['source']}: {entry['title']} ({place})"


def _stored_together(ours: Sequence[int], theirs: Sequence[int]) -> str:
    """What is stored; it may differ from what the two alone suggest."""
    if shared := sorted({*ours} & {*theirs}):
        return f"stored as one story, {', '.join(map(str, shared))}; the two by themselves:"
    return "not stored as one story; the two by themselves:"
