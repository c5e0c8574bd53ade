"""Fixtures of the use cases' tests."""

from pathlib import Path

import pytest

from tests.app.harness import OpenHarness, opener


@pytest.fixture
def open_harness(tmp_path: Path) -> OpenHarness:
    """See ``harness.opener``."""
    return opener(tmp_path)
