"""What edits changed in an entry, paragraph by paragraph."""

from difflib import unified_diff
from itertools import pairwise

from monitor.core.model.entries import Entry, EntryChange
from monitor.core.render.json_documents import Json
from monitor.ports import Transaction

_NAMES = 2
"""Lines at the head of a diff that name its sides."""


def entry_edits(tx: Transaction, entry_id: int) -> list[Json]:
    """Each edit of an entry, the oldest first: when it was seen, and what it took away (-) and added (+)."""
    entry = tx.entries.get(entry_id)
    if entry is None:
        return []
    versions: list[EntryChange | Entry] = [*tx.entries.changes(entry_id), entry]
    return [
        {"at": before.replaced_at.isoformat(), "diff": _differing_paragraphs(before, after)}
        for before, after in pairwise(versions)
        if isinstance(before, EntryChange)
    ]


def _differing_paragraphs(before: EntryChange, after: EntryChange | Entry) -> list[str]:
    """Paragraphs that differ, without context."""
    lines = list(unified_diff(_paragraphs_of(before), _paragraphs_of(after), n=0, lineterm=""))[_NAMES:]
    return [line for line in lines if not line.startswith("@@ ")]


def _paragraphs_of(said: EntryChange | Entry) -> list[str]:
    return [said.title, *(line for line in said.text.splitlines() if line.strip()), said.url]
