"""A database of a server that cannot be used, or is set otherwise than usual: it is told, or it works."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import URL, Connection, create_engine, make_url, text

from monitor.adapters.store.checkup import check_database
from monitor.adapters.store.copies import DatabaseCopies
from monitor.adapters.store.database import open_store
from monitor.adapters.store.locks.server_lock import ServerLock
from monitor.core.model.operations.key_values import LINK_KEY
from monitor.errors import StoreError


@pytest.fixture
def database(postgresql_url: str) -> URL:
    """An empty one."""
    return make_url(postgresql_url)


@pytest.fixture
def server(database: URL) -> Iterator[Connection]:
    """A connection for statements that stand in no transaction."""
    engine = create_engine(database.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_one_that_cannot_hold_every_letter_is_refused(database: URL, server: Connection, encoding: str) -> None:
    name = f"monitor_test_{uuid4().hex}"
    kind = f"ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
    server.execute(text(f"CREATE DATABASE {name} {kind}"))
    try:
        with pytest.raises(StoreError, match=f"its encoding is {encoding}, which cannot hold every letter"):
            open_store(database.set(database=name).render_as_string(hide_password=False))
    finally:
        server.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def test_a_user_who_may_not_make_tables_is_told_what_to_do(database: URL, server: Connection) -> None:
    """Since PostgreSQL 15 the owner of a database alone may make tables in its schema public."""
    role = f"monitor_test_{uuid4().hex}"
    server.execute(text(f"CREATE ROLE {role}"))
    server.execute(text("REVOKE CREATE ON SCHEMA public FROM public"))
    of_this_one = f"ALTER ROLE CURRENT_USER IN DATABASE {database.database}"
    server.execute(text(f"{of_this_one} SET role = {role}"))
    try:
        with pytest.raises(StoreError, match="the user has no right to that there: make it the owner"):
            open_store(database.render_as_string(hide_password=False))
    finally:
        server.execute(text(f"{of_this_one} RESET role"))
        server.execute(text(f"DROP ROLE {role}"))


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_letters_arrive_whatever_the_environment_says_of_encodings(
    database: URL, monkeypatch: pytest.MonkeyPatch, encoding: str, tmp_path: Path
) -> None:
    """Also where the lock is taken, a copy is made, and the doctor looks."""
    monkeypatch.setenv("PGCLIENTENCODING", encoding)
    address = database.render_as_string(hide_password=False)
    lock = ServerLock(address=address, doing="monitor once", shared=False, zone=ZoneInfo("UTC"))
    lock.take()
    lock.free()
    with closing(open_store(database.render_as_string(hide_password=False))) as store:
        with store.write() as tx:
            tx.key_values.set(LINK_KEY, "可灵", now=datetime(2026, 11, 23, tzinfo=UTC))
        with store.read() as tx:
            assert tx.key_values.get(LINK_KEY) == "可灵"
    assert DatabaseCopies(url=address).copy_to(str(tmp_path / "copy")).rows["key_value"] > 0
    assert "fault" not in {check.state for check in check_database(address, way_back="")}


def test_options_in_the_address_hold_beside_those_of_the_program(database: URL, server: Connection) -> None:
    """A schema of its own for each program in one database, as managed servers ask for it."""
    apart = database.update_query_dict({"options": "-c search_path=apart"})
    server.execute(text("CREATE SCHEMA apart"))
    with closing(open_store(apart.render_as_string(hide_password=False))) as store, store.write() as tx:
        tx.key_values.set(LINK_KEY, "可灵", now=datetime(2026, 11, 23, tzinfo=UTC))
    assert server.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) == 0
    assert server.scalar(text("SELECT count(*) FROM apart.key_value")) > 0
