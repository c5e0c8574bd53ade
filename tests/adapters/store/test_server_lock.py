"""One monitor alone at a database of a server, or a fleet: also after the server restarted."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from monitor.adapters.store.database_url import parse_url
from monitor.adapters.store.locks.server_lock import ServerLock
from monitor.adapters.store.locks.state_lock import Doing, only_user, server_locked
from monitor.core.model.settings import FleetSettings, Settings
from monitor.errors import LockedError, LockLostError, StoreError
from tests.adapters.store.test_lock import settings


@pytest.fixture
def alone(tmp_path: Path, postgresql_url: str) -> Settings:
    """Of a monitor that works alone."""
    return settings(tmp_path / "alone", postgresql_url)


@pytest.fixture
def member(alone: Settings, tmp_path: Path) -> Settings:
    """Of a member of a fleet with the same database."""
    return replace(alone, state_dir=str(tmp_path / "member"), fleet=FleetSettings(enabled=True))


@contextmanager
def held(by: Settings, doing: Doing = "run") -> Iterator[ServerLock]:
    with only_user(by, doing) as lock:
        assert lock is not None
        yield lock


def cut_all(url: str) -> int:
    """End every connection to the database, as a server that restarts does; returns how many."""
    engine = create_engine(parse_url(url), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    asked = (
        "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        return int(connection.scalar(text(asked)) or 0)


def test_members_of_a_fleet_share_what_nobody_has_alone(alone: Settings, member: Settings, tmp_path: Path) -> None:
    other = replace(member, state_dir=str(tmp_path / "other"))
    with held(member), held(other), server_locked(member, "worker") as worker:
        assert worker is not None
        with pytest.raises(LockedError, match=r"monitor run in a fleet on .*, since 20.*, and 2 more"), held(alone):
            pass
        for doing in ("restore", "migrate"):
            third = replace(member, state_dir=str(tmp_path / "third"))
            with pytest.raises(LockedError), only_user(third, doing):
                pass
    with held(alone):
        with pytest.raises(LockedError, match=r"monitor run on .* \(process \d+\), since"), held(member):
            pass
        with pytest.raises(LockedError, match=r"fleet\.enabled.*pg_terminate_backend\(\d+\)"), ExitStack() as stack:
            stack.enter_context(server_locked(member, "worker"))


async def test_the_lock_is_taken_again_after_the_server_ended_its_connection(alone: Settings, tmp_path: Path) -> None:
    with held(alone) as lock:
        assert cut_all(alone.database) == 1
        await lock.hold()
        with pytest.raises(LockedError), held(replace(alone, state_dir=str(tmp_path / "second"))):
            pass
        await lock.hold()


async def test_who_took_the_lock_meanwhile_is_named_and_its_end_is_the_way_on(alone: Settings, tmp_path: Path) -> None:
    with held(alone) as lock:
        cut_all(alone.database)
        with held(replace(alone, state_dir=str(tmp_path / "second"), timezone="Asia/Tokyo"), "once"):
            for _ in range(2):
                with pytest.raises(LockLostError, match=r"monitor once on .* Until it is free nothing is asked"):
                    await lock.hold()
        await lock.hold()
        with pytest.raises(LockedError), held(replace(alone, state_dir=str(tmp_path / "third"))):
            pass


async def test_a_member_of_a_fleet_takes_its_share_again_and_yields_to_who_is_alone(
    alone: Settings, member: Settings
) -> None:
    with held(member) as lock:
        cut_all(alone.database)
        await lock.hold()
        cut_all(alone.database)
        with held(alone), pytest.raises(LockLostError, match="monitor run on"):
            await lock.hold()


async def test_a_server_that_does_not_answer_is_no_other_monitor(alone: Settings) -> None:
    with held(alone) as lock:
        lock.free()
        lock.address = "postgresql://nobody@/nowhere?host=/nowhere/at/all"
        with pytest.raises(StoreError) as raised:
            await lock.hold()
        assert not isinstance(raised.value, LockLostError)
        lock.address = alone.database
        await lock.hold()


def test_holding_the_lock_for_long_keeps_no_dead_rows(alone: Settings) -> None:
    engine = create_engine(parse_url(alone.database), poolclass=NullPool)
    asked = text("SELECT state, backend_xmin, backend_xid FROM pg_stat_activity WHERE application_name LIKE 'news-%'")
    with held(alone), engine.connect() as connection:
        (found,) = connection.execute(asked)
    assert tuple(found) == ("idle in transaction", None, None)


def test_a_folder_keeps_its_mark_and_no_other_has_it(tmp_path: Path) -> None:
    from monitor.adapters.store.locks.state_lock import only_instance

    marks = []
    for folder in ("one", "one", "two"):
        with only_instance(tmp_path / folder, "run") as mark:
            marks.append(mark)
    assert marks[0] == marks[1] != marks[2]
    assert all(marks)
