"""What every test shares: silence of the logs, and where the measured data lie."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from sqlalchemy import create_engine, make_url, text

_SILENT = structlog.make_filtering_bound_logger(logging.CRITICAL)
structlog.configure(wrapper_class=_SILENT)

_ROOT = Path(__file__).resolve().parents[1]


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


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """An empty PostgreSQL database of its own on the server that MONITOR_TEST_POSTGRESQL names."""
    address = os.environ.get("MONITOR_TEST_POSTGRESQL")
    if not address:
        pytest.skip("MONITOR_TEST_POSTGRESQL=postgresql://user@host/postgres runs this on a PostgreSQL server")
    server = make_url(address).set(drivername="postgresql+psycopg")
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"monitor_test_{uuid4().hex}"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()
