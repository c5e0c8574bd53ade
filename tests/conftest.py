"""What every test shares: silence of the logs, and where the measured data lie."""

import logging
import os
from pathlib import Path

import pytest
import structlog

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

_ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of measured data; the test is skipped where it is absent."""
    folder = Path(os.environ.get("MONITOR_DATA", _ROOT / "../shared/data")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no measured data at {folder}: set MONITOR_DATA to its folder")
    return folder
