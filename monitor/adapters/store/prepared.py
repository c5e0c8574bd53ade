"""Frequent statements, put into a database's own words once: what SQLAlchemy does for each run costs more than they do.

They go through the same connection, so that errors and whoever listens to statements see them as any other.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from itertools import islice, repeat
from operator import itemgetter
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import BindParameter, ClauseElement, Connection, Dialect, Table, bindparam, exc, insert, update

from monitor.values import dataclass

T = TypeVar("T")

_Bind: TypeAlias = Callable[[Any], Any] | None
_NUMBER = "number_of_the_row"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    """A statement in one dialect: its text, and its parameters in their order, each with what makes a value of it."""

    sql: str
    by_place: bool
    parameters: Sequence[tuple[str, _Bind]]

    def values_of_all(self, given: Sequence[Mapping[str, object]]) -> Sequence[Any]:
        """The same for each of these: a column after the other, as most need nothing to be made of them."""
        if not self.by_place:
            return [self.values(row) for row in given]
        columns = [(map(itemgetter(name), given), bind) for name, bind in self.parameters]
        return list(zip(*[column if bind is None else map(bind, column) for column, bind in columns], strict=True))

    def values_of_each(
        self, name: str, numbers: Sequence[int], given: Mapping[str, object]
    ) -> Sequence[tuple[Any, ...]]:
        """The same, with each of these numbers as one parameter."""
        same = self.values({**given, name: None})
        place = [parameter for parameter, _ in self.parameters].index(name)
        return list(zip(*map(repeat, same[:place]), numbers, *map(repeat, same[place + 1 :])))  # noqa: B905 - without end

    def values(self, given: Mapping[str, object]) -> Any:
        """The parameters as the driver takes them."""
        if self.by_place:
            return tuple([given[name] if bind is None else bind(given[name]) for name, bind in self.parameters])
        return {name: given[name] if bind is None else bind(given[name]) for name, bind in self.parameters}


def split_batches(values: Iterable[T]) -> Iterator[list[T]]:
    """The distinct values in lists of few lengths, the last one repeated: of each length a statement is kept."""
    rest = iter(dict.fromkeys(values))
    while batch := list(islice(rest, _LENGTHS[-1])):
        length = next(length for length in _LENGTHS if length >= len(batch))
        yield batch + batch[-1:] * (length - len(batch))


_LENGTHS = (1, 8, 32, 64, 200)
"""Parameters of one IN list: far below the limits of SQLite (32,766) and PostgreSQL (65,535)."""


class PreparedStatement:
    """A statement whose text never changes; rows come as plain tuples, with values as the database holds them.

    ``filled``: the columns that an INSERT or UPDATE fills; ``as_written``: parameters that come as they are stored;
    ``ending``: words of SQL behind it.
    """

    def __init__(
        self,
        statement: ClauseElement,
        *,
        filled: Collection[str] | None = None,
        as_written: Collection[str] = (),
        ending: str = "",
    ) -> None:
        self._statement, self._ending = statement, ending
        self._filled = None if filled is None else list(filled)
        self._as_written = frozenset(as_written)
        self._wordings: dict[str, _Wording] = {}

    def run(self, db: Connection, given: Mapping[str, object]) -> Sequence[tuple[Any, ...]]:
        """Run it once; its rows, if it has any."""
        wording = self._wording_for(db.dialect)
        return self._ask(db, wording, wording.values(given))

    def run_for(self, db: Connection, given: Mapping[str, object], numbers: Sequence[int]) -> Sequence[tuple[Any, ...]]:
        """Run it once for as many numbers as the statement names (``_number_at``)."""
        wording = self._wording_for(db.dialect)
        first = len(wording.parameters) - len(numbers)
        # Not where they are named twice, or something stands behind them.
        plain = first == len(given) and wording.parameters[first:] == _numbers_as_written(len(numbers))
        if wording.by_place and plain:
            head = [given[name] if bind is None else bind(given[name]) for name, bind in wording.parameters[:first]]
            return self._ask(db, wording, (*head, *numbers))
        named = {_number_at(at): number for at, number in enumerate(numbers)}
        return self._ask(db, wording, wording.values({**given, **named}))

    @staticmethod
    def _ask(db: Connection, wording: _Wording, values: Any) -> Sequence[tuple[Any, ...]]:
        if _may_ask_directly(db):
            return _ask_directly(db, wording.sql, values)
        found = db.exec_driver_sql(wording.sql, values)
        if not found.returns_rows:
            return ()
        cursor: Any = found.cursor
        rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
        found.close()
        return rows

    def run_each(
        self, db: Connection, name: str, numbers: Sequence[int], given: Mapping[str, object]
    ) -> Sequence[Sequence[tuple[Any, ...]]]:
        """Run it with each of these numbers as the parameter ``name``, the others being the same; the rows of each."""
        wording = self._wording_for(db.dialect)
        if not (_may_ask_directly(db) and wording.by_place):
            return [self.run(db, {**given, name: number}) for number in numbers]
        return _ask_each(db, wording.sql, wording.values_of_each(name, numbers, given))

    def change_each(self, db: Connection, name: str, numbers: Sequence[int], given: Mapping[str, object]) -> None:
        """The same of a statement that gives nothing back."""
        wording = self._wording_for(db.dialect)
        if _may_ask_directly(db) and wording.by_place:
            _ask_directly(db, wording.sql, wording.values_of_each(name, numbers, given), many=True)
        else:
            self.run_all(db, [{**given, name: number} for number in numbers])

    def change(self, db: Connection, given: Mapping[str, object]) -> int:
        """Run it once; how many rows it changed."""
        wording = self._wording_for(db.dialect)
        values = wording.values(given)
        if _may_ask_directly(db):
            return int(_ask_driver(db, wording.sql, values, lambda cursor: cursor.rowcount))
        return int(db.exec_driver_sql(wording.sql, values).rowcount)

    def run_all(self, db: Connection, given: Sequence[Mapping[str, object]]) -> None:
        """Run it for each of these, if there are any; what it gives back is not asked for."""
        if not given:
            return
        wording = self._wording_for(db.dialect)
        values = wording.values_of_all(given)
        if _may_ask_directly(db):
            _ask_directly(db, wording.sql, values, many=True)
        else:
            db.exec_driver_sql(wording.sql, list(values))

    def _wording_for(self, dialect: Dialect) -> _Wording:
        return self._wordings.get(dialect.name) or self._put_into_words(dialect)

    def _put_into_words(self, dialect: Dialect) -> _Wording:
        made: Any = self._statement.compile(dialect=dialect, column_keys=self._filled)
        order = made.positiontup if made.positional else made.binds
        wording = _Wording(
            sql=f"{made.string} {self._ending}".rstrip(),
            by_place=bool(made.positional),
            parameters=[(name, self._bind(made.binds[name], dialect)) for name in order],
        )
        self._wordings[dialect.name] = wording
        return wording

    def _bind(self, parameter: Any, dialect: Dialect) -> _Bind:
        if parameter.key in self._as_written:
            return None
        bind: _Bind = parameter.type.dialect_impl(dialect).bind_processor(dialect)
        return bind


def _may_ask_directly(db: Connection) -> bool:
    """Whether SQLAlchemy has nothing to do for a statement in words but to hand it on, which takes it ten times as long
    as a small one takes SQLite: a transaction is open, nobody listens, and a refusal says nothing of the connection.
    """
    return db.dialect.name == "sqlite" and db.in_transaction() and not db.dispatch.before_cursor_execute


def _ask_directly(db: Connection, sql: str, values: Any, *, many: bool = False) -> Sequence[tuple[Any, ...]]:
    """Ask SQLite's driver; what it refuses is told as SQLAlchemy tells it."""
    rows: Sequence[tuple[Any, ...]] = _ask_driver(db, sql, values, None if many else lambda cursor: cursor.fetchall())
    return rows


def _ask_driver(db: Connection, sql: str, values: Any, wanted: Callable[[Any], Any] | None) -> Any:
    """What is wanted of the cursor afterwards; None: the statement is repeated for each of ``values``."""
    cursor: Any = db.connection.cursor()
    try:
        if wanted is None:
            cursor.executemany(sql, values)
            return ()
        return wanted(cursor.execute(sql, values))
    except sqlite3.Error as error:
        many = wanted is None
        raise exc.DBAPIError.instance(sql, values, error, sqlite3.Error, dialect=db.dialect, ismulti=many) from error
    finally:
        cursor.close()


def _ask_each(db: Connection, sql: str, given: Sequence[Any]) -> Sequence[Sequence[tuple[Any, ...]]]:
    """The same for each of these values, by one cursor."""
    try:
        with closing(db.connection.cursor()) as cursor:
            ask: Any = cursor.execute
            return [ask(sql, values).fetchall() for values in given]
    except sqlite3.Error as error:
        raise exc.DBAPIError.instance(sql, None, error, sqlite3.Error, dialect=db.dialect) from error


class PreparedLookup:
    """A query for what a list of numbers names, in words for lists of a few lengths: shorter ones repeat their last.

    ``statement_for``: the query for these many of them. Rows come as the database holds them.
    """

    def __init__(self, statement_for: Callable[[Sequence[BindParameter[int]]], ClauseElement]) -> None:
        self._statement_for = statement_for
        self._by_length: dict[int, PreparedStatement] = {}

    def run(self, db: Connection, numbers: Collection[int], given: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """The rows of all of them, as many at once as one statement takes."""
        batches = split_batches(numbers)
        return [row for batch in batches for row in self._of_length(len(batch)).run_for(db, given, batch)]

    def _of_length(self, length: int) -> PreparedStatement:
        # Made when needed: hundreds of parameters would be a part of every start.
        made = self._by_length.get(length)
        if made is None:
            named: list[BindParameter[int]] = [bindparam(_number_at(at)) for at in range(length)]
            made = self._by_length[length] = PreparedStatement(self._statement_for(named))
        return made


@cache
def _number_at(place: int) -> str:
    return f"number_{place}"


@cache
def _numbers_as_written(length: int) -> Sequence[tuple[str, _Bind]]:
    """The parameters of so many numbers, in their order, where nothing has to be made of them."""
    return [(_number_at(at), None) for at in range(length)]


@cache
def insert_prepared(
    table: Table,
    columns: tuple[str, ...],
    *,
    numbered: bool = False,
    as_written: tuple[str, ...] = (),
    if_there: str = "",
) -> PreparedStatement:
    """The INSERT that fills these columns; ``numbered``: it gives back the number of the row."""
    statement = insert(table).returning(table.c.id) if numbered else insert(table)
    ending = f"ON CONFLICT {if_there}" if if_there else ""
    return PreparedStatement(statement, filled=columns, as_written=as_written, ending=ending)


def insert_rows(db: Connection, table: Table, rows: Sequence[Mapping[str, object]], *, if_there: str = "") -> None:
    """Insert rows of the same columns, if there are any; ``if_there``: what SQL says behind ``ON CONFLICT``.

    One statement that the driver repeats: SQLAlchemy prepares every row as if it were the only one.
    """
    if rows:
        insert_prepared(table, tuple(rows[0]), if_there=if_there).run_all(db, rows)


def put_rows(db: Connection, table: Table, rows: Sequence[Mapping[str, object]], *, key: str) -> None:
    """Insert rows of the same columns, in place of what their ``key`` has in these."""
    if rows:
        changed = ", ".join(f"{name} = excluded.{name}" for name in rows[0] if name != key)
        insert_rows(db, table, rows, if_there=f"({key}) DO UPDATE SET {changed}")


def update_row(
    db: Connection,
    table: Table,
    number: int,
    values: Mapping[str, object],
    *,
    if_still: Mapping[str, object] = MappingProxyType({}),
) -> bool:
    """Change columns of the row with this ``id``, if other columns (``if_still``) hold these values; whether it did."""
    changing = _update_prepared(table, tuple(values), tuple(if_still))
    before = {_name_before(column): value for column, value in if_still.items()}
    return bool(changing.change(db, {**values, **before, _NUMBER: number}))


@cache
def _update_prepared(table: Table, columns: tuple[str, ...], compared: tuple[str, ...]) -> PreparedStatement:
    held = [table.c[name] == bindparam(_name_before(name), type_=table.c[name].type) for name in compared]
    return PreparedStatement(update(table).where(table.c.id == bindparam(_NUMBER), *held), filled=columns)


def _name_before(column: str) -> str:
    return f"{column}_before"
