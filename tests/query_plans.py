"""How SQLite would answer statements, over empty tables: what it knows of how many rows there are must not decide."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, get_args

from sqlalchemy import event

from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.adapters.store.tables import metadata
from monitor.core.model.deliveries import DeliveryState

Statements = dict[str, Any]
"""Each statement with parameters of one of its runs."""

SMALL = frozenset(
    {
        # As many rows as there are of what a person set up: sources, topics, channels, digests, endpoints, tokens.
        "source", "source_reading", "subscription", "polling_budget", "topic_rules", "topic_mute", "channel_state",
        "channel_cooldown", "channel_storm", "digest_window", "summary_cooldown", "access_token", "key_value",
        # A row a host that is asked, and a row for the place that the search index has come to.
        "host_turn", "search_progress",
    }
)  # fmt: skip
"""Tables that do not grow with what is stored."""
BROAD = {"status", "state", "topic", "channel", "kind", "name", "lang", "language"}
"""Columns of which a value may be that of most rows."""
WAITING = {"pending", "sending", "deferred", "held"}
"""States of messages that wait: few have them."""
GROWING = {table.name for table in metadata.sorted_tables} - SMALL


@contextmanager
def recorded(store: DatabaseStore) -> Iterator[Statements]:
    """Every statement that the store is asked while this is open."""
    asked: Statements = {}

    def note(_c: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool) -> None:
        if statement.lstrip().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            asked.setdefault(statement, parameters[0] if many else parameters)

    engines = {store._engines.writer, store._engines.reader}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def scans_of(asked: Statements) -> list[tuple[str, str]]:
    """Each step of a plan that goes through a whole table that grows, or a whole index of it, with its statement."""
    found = []
    with closing(open_store("sqlite://")) as store, store.write() as tx:
        for statement, parameters in asked.items():
            names = names_in(statement)
            for row in tx._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters):
                # An index that is made for one question is made of the whole table.
                scanned = re.match(r"SCAN (\w+)|SEARCH (\w+) USING AUTOMATIC", row.detail)
                if scanned and names.get(name := scanned[1] or scanned[2], name) in GROWING:
                    found.append((row.detail, statement))
    return found


def broad_searches_of(asked: Statements) -> list[tuple[str, str]]:
    """Each step of a plan that reads all rows of a growing table that have a value which most of them may have.

    Not what ends at a limit, and not messages that wait: they are few.
    """
    found = []
    with closing(open_store("sqlite://")) as store, store.write() as tx:
        for statement, parameters in asked.items():
            names = names_in(statement)
            broad = BROAD | set(re.findall(r"(\w+) IS NULL", statement))
            steps = [
                row.detail for row in tx._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ]
            ends = "LIMIT" in statement and not any("TEMP B-TREE" in step for step in steps)
            for step in steps:
                searched = re.match(r"SEARCH (\w+) USING .*\((.*)\)$", step)
                if searched and not ends and names.get(searched[1], searched[1]) in GROWING:
                    columns = set(re.findall(r"(\w+)[=<>]", searched[2]))
                    if columns <= broad and not _asks_for_waiting_only(parameters):
                        found.append((step, statement))
    return found


def _asks_for_waiting_only(parameters: Any) -> bool:
    states = {each for each in parameters if isinstance(each, str)} & set(get_args(DeliveryState))
    return bool(states) and states <= WAITING


def names_in(statement: str) -> dict[str, str]:
    """The table that each alias in a statement stands for."""
    return {alias: table for table, alias in re.findall(r"\b(\w+) AS (\w+)", statement)}
