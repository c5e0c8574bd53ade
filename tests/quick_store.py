"""What stores of tests share: what statements compile to.

Each test opens stores of its own, and each would compile every statement anew: much of the suite's time for what comes
out the same.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

from monitor.adapters.store.columns import to_json

_COMPILED: LRUCache[Any, Any] = LRUCache(3000)
_DIALECTS: dict[type[Dialect], Dialect] = {}


@contextmanager
def quick_stores() -> Iterator[None]:
    """While this lasts, engines share what they compiled."""
    with pytest.MonkeyPatch.context() as patch:
        for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            patch.setattr(dialect, "engine_created", _share_compiled)
        yield


def _share_compiled(engine: Engine) -> None:
    """What a statement compiles to depends on the dialect, so those of all stores of one kind become the same."""
    own: Any = engine.dialect
    if own._json_serializer is not to_json:
        return  # no store's
    engine.update_execution_options(compiled_cache=_COMPILED)

    def share(*_connection: object) -> None:
        engine.dialect = _DIALECTS.setdefault(type(own), own)

    if own.name == "sqlite":
        share()
    else:
        event.listen(engine, "first_connect", share)  # the server has said what it is
