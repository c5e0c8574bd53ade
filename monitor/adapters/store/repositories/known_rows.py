"""What a source showed before, as rows that become entries only when somebody looks at them."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, overload

from typing_extensions import override

from monitor.adapters.store.columns import instant_of
from monitor.core.model.filters import KnownEntry


class KnownRows(Sequence[KnownEntry]):
    """A poll asks twice, and the second time mostly finds the same rows: they are compared as they are."""

    def __init__(self, rows: Sequence[tuple[Any, ...]]) -> None:
        self._rows = rows

    @cached_property
    def _entries(self) -> Sequence[KnownEntry]:
        return [_as_known(row) for row in self._rows]

    @overload
    def __getitem__(self, place: int) -> KnownEntry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[KnownEntry]: ...
    @override
    def __getitem__(self, place: int | slice) -> KnownEntry | Sequence[KnownEntry]:
        return self._entries[place]

    @override
    def __iter__(self) -> Iterator[KnownEntry]:
        return iter(self._entries)

    @override
    def __len__(self) -> int:
        return len(self._rows)

    @override
    def __eq__(self, other: object) -> bool:
        return self._rows == other._rows if isinstance(other, KnownRows) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # compared only


def _as_known(row: tuple[Any, ...]) -> KnownEntry:
    key, kind, entry_id, seen_at, content_hash, title, url, published_at = row
    return KnownEntry(
        key=key,
        kind=kind,
        entry_id=entry_id,
        content_hash=content_hash,
        title=title or "",
        url=url or "",
        published_at=instant_of(published_at),
        seen_at=instant_of(seen_at),
    )
