"""What every test shares: silence of the logs, and where the measured data lie."""

import gc
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from sqlalchemy import URL, create_engine, make_url, text

from monitor.adapters.store.database import open_store
from tests import examples as _examples  # noqa: F401 its profile is in force before the first property is read
from tests.quick_store import quick_stores

_SILENT = structlog.make_filtering_bound_logger(logging.CRITICAL)
structlog.configure(wrapper_class=_SILENT)

_ROOT = Path(__file__).resolve().parents[1]


def pytest_configure() -> None:
    """Much is made and kept here, little of it in circles: the default costs a tenth of the time."""
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_finish() -> None:
    """Six thousand tests are for good: the collector need not go through them again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def shared_work() -> Iterator[None]:
    """What every test would do anew with the same outcome: see ``quick_stores``."""
    with quick_stores():
        yield


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    """Options of a command that a test runs in this process become variables, which end with the test."""
    before = {name: value for name, value in os.environ.items() if name.startswith("MONITOR_")}
    yield
    for name in [name for name in os.environ if name.startswith("MONITOR_")]:
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture(autouse=True)
def silent_logs() -> Iterator[None]:
    """A command that a test runs in this process configures logging to a stream that ends with the test."""
    yield
    structlog.reset_defaults()
    structlog.configure(wrapper_class=_SILENT)


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of measured data; the test is skipped where it is absent."""
    folder = Path(os.environ.get("MONITOR_DATA", _ROOT / "../shared/data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no measured data at {folder}: set MONITOR_DATA to its folder")
    return folder


def _server() -> URL:
    address = os.environ.get("MONITOR_TEST_POSTGRESQL")
    if not address:
        pytest.skip("MONITOR_TEST_POSTGRESQL=postgresql://user@host/postgres runs this on a PostgreSQL server")
    return make_url(address).set(drivername="postgresql+psycopg")


@contextmanager
def _own_database(server: URL, *, like: str = "template1") -> Iterator[URL]:
    """A database of its own on the server, with the tables of another."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"monitor_test_{uuid4().hex}"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
    yield server.set(drivername="postgresql", database=name)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """An empty PostgreSQL database of its own on the server that MONITOR_TEST_POSTGRESQL names."""
    with _own_database(_server()) as url:
        yield url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def _migrated_postgresql() -> Iterator[str]:
    """The name of a database that the migrations have made, for others to be made like it."""
    with _own_database(_server()) as url:
        open_store(url.render_as_string(hide_password=False)).close()
        yield str(url.database)


@pytest.fixture
def postgresql_store_url(_migrated_postgresql: str) -> Iterator[str]:
    """The same with the tables of a store."""
    with _own_database(_server(), like=_migrated_postgresql) as url:
        yield url.render_as_string(hide_password=False)
