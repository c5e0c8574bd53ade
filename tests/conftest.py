"""What every test shares: silence of the logs, and where the measured data lie."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

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
