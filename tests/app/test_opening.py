"""What is opened for a daemon is opened beside its loop: a reload must hold up neither pages nor ticks."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from monitor import wiring
from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.store.state_dir import open_state
from monitor.core.model.settings import Watchlists

SETTINGS = "timezone: Etc/UTC\nweb: {listen: 'off'}\n"


@pytest.mark.parametrize("reachable", [True, False])
async def test_a_store_that_another_program_has_locked_is_waited_for_beside_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reachable: bool
) -> None:
    """B.4: ``/healthz`` was silent for the ten seconds that a locked store is waited for; a round has no loop."""
    (tmp_path / "monitor.yaml").write_text(SETTINGS, "utf-8")
    settings = load_settings(tmp_path / "monitor.yaml", env={}, base=tmp_path)
    waits = threading.Event()

    def open_when_free(*given: Any, **named: Any) -> Any:
        assert waits.wait(0 if not reachable else 60) is reachable
        return open_state(*given, **named)

    monkeypatch.setattr(wiring, "open_state", open_when_free)
    # What frees the store is said in the loop itself: it is only heard when the loop goes on.
    asyncio.get_running_loop().call_soon(waits.set)
    nothing = Watchlists(topics=(), signals={}, sources=())
    async with wiring.open_context(settings, nothing, {}, reachable=reachable) as app:
        assert app.settings is settings
