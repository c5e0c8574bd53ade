"""How values stand in columns and rows: instants, outside text, JSON, numbers; the same on every database."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Executable,
    ForeignKey,
    Insert,
    Integer,
    Row,
    Table,
    Text,
    func,
    insert,
    literal_column,
)
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from monitor.adapters.store.prepared import insert_prepared, split_batches
from monitor.core.i18n.phrases import decode_reason, encode_reason

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row as the one function takes it that makes a type of it."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """An aware instant as microseconds since 1970 in UTC: exact, sortable and the same on every database.

    Rows hold many instants: they go through plain functions, without the steps that a decorated type takes for each.
    """

    impl = BigInteger
    cache_ok = True

    @override
    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:
        return _microseconds_of

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None]:
        return instant_of


@lru_cache(maxsize=1024)
def _microseconds_of(value: datetime | None) -> int | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError(f"a time without zone cannot be stored: {value.isoformat()}")
    return (value - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=1024)
def instant_of(value: int | None) -> datetime | None:
    """A column's value as the instant it means."""
    return None if value is None else _EPOCH + timedelta(microseconds=value)


class Words(TypeDecorator[str]):
    """Text from outside, without what a database refuses: lone surrogates become "?", NUL goes."""

    impl = Text
    cache_ok = True

    @override
    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        return _storable_words


class Reasons(Words):
    """Why something is so: a reason of the catalog as JSON of its key and values, any other text as it is."""

    cache_ok = True

    @override
    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        return _storable_reason

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], str | None]:
        return _reason_of


def _storable_words(value: str | None) -> str | None:
    return None if value is None else storable_text(value)


def _storable_reason(value: str | None) -> str | None:
    return None if value is None else storable_text(encode_reason(value))


def _reason_of(value: str | None) -> str | None:
    return None if value is None else decode_reason(value)


def storable_text(text: str) -> str:
    """Text that every database takes."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\x00", "")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Made once: ``json.dumps`` makes an encoder for each value."""


def to_json(value: object) -> str:
    """Compact JSON, readable in any script."""
    return storable_text(_encode(value)) if value or not isinstance(value, list) else "[]"


def from_json(stored: Any) -> Any:
    """A column of JSON as a statement in words gives it back: as text, or read already by PostgreSQL's driver."""
    return json.loads(stored) if isinstance(stored, str) else stored


def read_ranges(value: Iterable[Iterable[int]]) -> tuple[tuple[int, int], ...]:
    """Ranges as JSON gives them back."""
    return tuple((start, end) for start, end in value)


def identity_column() -> Column[int]:
    """A primary key that the database counts up."""
    # SQLite makes only an INTEGER key the row's own number.
    return Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


def reference_column(
    name: str, target: str, *, gone: str = "CASCADE", optional: bool = False, key: bool = False
) -> Column[int]:
    """A reference to another row; ``gone`` = what follows when that row goes."""
    return Column(name, BigInteger, ForeignKey(target, ondelete=gone), nullable=optional, primary_key=key)


def add_row(db: Connection, table: Table, values: Mapping[str, object], *, as_written: tuple[str, ...] = ()) -> int:
    """Insert one row and return its number; ``as_written``: columns whose values come as they are to be stored."""
    adding = insert_prepared(table, tuple(values), numbered=True, as_written=as_written)
    return int(adding.run(db, values)[0][0])


@cache
def insert_row(table: Table) -> Insert:
    """The statement that inserts rows, made once: making it anew takes longer than the database does."""
    return insert(table)


def unsearched(column: ColumnElement[str]) -> ColumnElement[str]:
    """A column of few values, which most rows may have: no index of it is to be searched.

    Without figures of what a table holds SQLite takes any index with an equality, also one that finds all of it.
    """
    return func.coalesce(column, literal_column("''"))


def rows_of(db: Connection, statement: Executable, numbers: Iterable[int]) -> list[AnyRow]:
    """The rows that ``statement`` finds for these ``ids``, a batch at a time."""
    return [row for batch in split_batches(numbers) for row in db.execute(statement, {"ids": batch})]
