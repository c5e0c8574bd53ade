"""The command line as a person types it, in this process; a small newsroom on loopback for it to watch."""

import asyncio
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from monitor.__main__ import main
from tests.cli.harness import SETTINGS, WATCHLIST, FakeSite, Monitor, Ran, serve

_BY_OPTIONS = ("MONITOR_CONFIG", "MONITOR_REMOTE__SERVER", "MONITOR_REMOTE__TOKEN")


@pytest.fixture
def monitor(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Monitor]:
    """``monitor("mentions", "--json")`` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("MONITOR_")]:
        monkeypatch.delenv(name)

    def run(*words: object) -> Ran:
        for name in _BY_OPTIONS:
            # Not by monkeypatch: it would put back at the end what another command has set.
            os.environ.pop(name, None)
        monkeypatch.setattr("sys.argv", ["monitor", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        seen = capsys.readouterr()
        assert "Traceback" not in seen.out + seen.err
        return Ran(code=int(ended.value.code or 0), out=seen.out, err=seen.err)

    yield run
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.PrintLoggerFactory(),
    )


@pytest.fixture
def fake_site() -> Iterator[FakeSite]:
    """The server, in a thread of its own: commands bring their own event loop."""
    fake_site, stop, up = FakeSite(), asyncio.Event(), threading.Event()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_until_complete, args=(serve(fake_site, stop, up.set),))
    thread.start()
    assert up.wait(60)
    yield fake_site
    loop.call_soon_threadsafe(stop.set)
    thread.join(60)
    loop.close()


@pytest.fixture
def harness(monitor: Monitor, fake_site: FakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings and a watchlist for the newsroom."""
    monkeypatch.setenv("HOOK_SECRET", "whsec_bWFkZS11cC1mb3ItdGVzdHMtb25seQ==")
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "monitor.yaml").write_text(SETTINGS.format(base=fake_site.base), encoding="utf-8")
    (tmp_path / "watchlists" / "first.yaml").write_text(WATCHLIST.format(base=fake_site.base), encoding="utf-8")
    return tmp_path
