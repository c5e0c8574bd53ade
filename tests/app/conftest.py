"""Fixtures of the use cases' tests."""

from pathlib import Path

import pytest

from tests.app.harness import OpenDesk, opener


@pytest.fixture
def open_desk(tmp_path: Path) -> OpenDesk:
    """See ``desk.opener``."""
    return opener(tmp_path)
