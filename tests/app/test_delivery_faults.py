"""All forty delivery faults by number, each through the whole program (``pytest -v`` shows them)."""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest

from tests.app import hook_faults, mail_faults
from tests.app.provider_harness import ProviderHarness

Play = Callable[[ProviderHarness], Awaitable[None]]
SLOW = {"D-17", "D-40"}
"""Ten thousand stories, and three days with five hundred alerts, take some twenty seconds each."""


async def _each(rows: tuple[hook_faults.Row, ...], providers: ProviderHarness) -> None:
    for row in rows:
        await hook_faults.play(providers, row)


FAULTS: dict[str, Play] = {
    **mail_faults.PLAYS,
    **hook_faults.PLAYS,
    **{name: partial(_each, tuple(rows)) for name, rows in hook_faults.ROWS.items()},
}


def test_the_table_has_all_forty() -> None:
    assert sorted(FAULTS) == [f"D-{number:02d}" for number in range(1, 41)]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in sorted(FAULTS)]
)
async def test_fault(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await FAULTS[name](ProviderHarness(tmp_path, monkeypatch))
