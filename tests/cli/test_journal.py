"""Lines for systemd's journal carry their level; lines for anybody else do not."""

import io
import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pytest
import structlog

from monitor.cli.console.journal import WithPriority, is_journal
from monitor.cli.console.logs import log_to_stderr
from monitor.core.model.settings import LogSettings
from monitor.log_lines import lazy_logger


def test_the_journal_is_known_by_its_stream_and_nothing_else_is(tmp_path: Path) -> None:
    with (tmp_path / "stream").open("w", encoding="utf-8") as stream:
        found = os.fstat(stream.fileno())
        assert is_journal(stream, {"JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino}"})
        assert not is_journal(stream, {"JOURNAL_STREAM": f"{found.st_dev}:{found.st_ino + 1}"})
        assert not is_journal(stream, {})
    assert not is_journal(io.StringIO(), {"JOURNAL_STREAM": "1:2"})


def test_each_line_has_its_level() -> None:
    def render(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
        return str(event["event"])

    shown = WithPriority(render)
    for level, mark in (("debug", 7), ("info", 6), ("warning", 4), ("error", 3), ("critical", 2), ("?", 6)):
        assert shown(None, "", {"level": level, "event": "one\ntwo"}) == f"<{mark}>one\n<{mark}>two"


def test_what_is_logged_to_the_journal_begins_with_its_level(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = (tmp_path / "stream").open("w+", encoding="utf-8")
    found = os.fstat(stream.fileno())
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("JOURNAL_STREAM", f"{found.st_dev}:{found.st_ino}")
    try:
        log_to_stderr(LogSettings(format="json"))
        lazy_logger("monitor.tests").warning("a disk fills")
        stream.seek(0)
        assert stream.read().startswith('<4>{"part": "tests", "event": "a disk fills"')
    finally:
        stream.close()
        structlog.reset_defaults()
