"""Many rows in one statement that the driver repeats: nothing is put together for each row but its values.

SQLAlchemy prepares every row of an ``executemany`` as if it were the only one, which takes longer than SQLite does to
store it. The statement and what each column makes of a value are SQLAlchemy's, asked once for a table.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, Table, insert

from monitor.values import dataclass

_Convert: TypeAlias = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """``columns``: names in the order of the parameters, and what is to be done to a value of each."""

    text: str
    columns: Sequence[tuple[str, _Convert]]
    positional: bool


def insert_rows(db: Connection, table: Table, rows: Sequence[Mapping[str, object]], *, if_there: str = "") -> None:
    """Insert rows of the same columns; ``if_there``: what SQL says behind ``ON CONFLICT``."""
    if not rows:
        return
    prepared = _prepare_insert(table, tuple(rows[0]), db.dialect)
    text = f"{prepared.text} ON CONFLICT {if_there}" if if_there else prepared.text
    values = [
        [convert(row[name]) if convert is not None else row[name] for name, convert in prepared.columns] for row in rows
    ]
    if prepared.positional:
        db.exec_driver_sql(text, [tuple(row) for row in values])
    else:
        names = [name for name, _ in prepared.columns]
        db.exec_driver_sql(text, [dict(zip(names, row, strict=True)) for row in values])


@lru_cache(maxsize=64)
def _prepare_insert(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Prepared:
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    ordered = compiled.positiontup if compiled.positional and compiled.positiontup else names
    types = {name: table.c[name].type.dialect_impl(dialect) for name in names}
    columns = [(name, types[name].bind_processor(dialect)) for name in ordered]
    return _Prepared(text=str(compiled), columns=columns, positional=bool(compiled.positional))
