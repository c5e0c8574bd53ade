"""Rows written by the driver itself: nothing is put together for each row but its values.

SQLAlchemy prepares every row of an ``executemany`` as if it were the only one, which takes longer than SQLite does to
store it. The statement and what each column makes of a value are SQLAlchemy's, asked once for a table.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, Insert, Integer, Table, Update, bindparam, insert, update

from monitor.values import dataclass

_Convert: TypeAlias = Callable[[Any], Any] | None
_NUMBER = "number_of_the_row"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """``columns``: names in the order of the parameters, and what is to be done to a value of each."""

    text: str
    columns: Sequence[tuple[str, _Convert]]
    positional: bool

    def parameters_of(self, row: Mapping[str, object]) -> Any:
        """The values of a row as the driver takes them."""
        made = [convert(row[name]) if convert is not None else row[name] for name, convert in self.columns]
        return tuple(made) if self.positional else {name: made[place] for place, (name, _) in enumerate(self.columns)}


def insert_rows(db: Connection, table: Table, rows: Sequence[Mapping[str, object]], *, if_there: str = "") -> None:
    """Insert rows of the same columns; ``if_there``: what SQL says behind ``ON CONFLICT``."""
    if not rows:
        return
    prepared = _prepare_insert(table, tuple(rows[0]), db.dialect)
    text = f"{prepared.text} ON CONFLICT {if_there}" if if_there else prepared.text
    db.exec_driver_sql(text, [prepared.parameters_of(row) for row in rows])


def update_row(db: Connection, table: Table, number: int, values: Mapping[str, object]) -> None:
    """Change columns of the row with this ``id``."""
    prepared = _prepare_update(table, tuple(values), db.dialect)
    db.exec_driver_sql(prepared.text, prepared.parameters_of({**values, _NUMBER: number}))


@lru_cache(maxsize=64)
def _prepare_insert(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Prepared:
    return _prepare_statement(insert(table), table, names, dialect)


@lru_cache(maxsize=64)
def _prepare_update(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Prepared:
    return _prepare_statement(update(table).where(table.c.id == bindparam(_NUMBER)), table, names, dialect)


def _prepare_statement(statement: Insert | Update, table: Table, names: tuple[str, ...], dialect: Dialect) -> _Prepared:
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    types = {name: table.c[name].type for name in names} | {_NUMBER: table.c.id.type if "id" in table.c else Integer()}
    ordered = compiled.positiontup or list(compiled.params)
    columns = [(name, types[name].dialect_impl(dialect).bind_processor(dialect)) for name in ordered]
    return _Prepared(text=str(compiled), columns=columns, positional=bool(compiled.positional))
