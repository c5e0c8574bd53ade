"""The switch for all sending, and a hand on one delivery."""

from pathlib import Path

import pytest

from monitor.__main__ import main


def _run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["monitor", *words])
    # --config of an earlier test in this process lives on in the environment.
    monkeypatch.delenv("MONITOR_CONFIG", raising=False)
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_sending_is_paused_said_and_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run(monkeypatch, "init") == 0
    assert _run(monkeypatch, "deliveries", "pause") == 0
    capsys.readouterr()
    assert _run(monkeypatch, "deliveries", "--json") == 0
    shown = capsys.readouterr()
    assert shown.out == "[]\n"
    assert "paused" in shown.err
    assert _run(monkeypatch, "deliveries", "resume") == 0
    capsys.readouterr()
    assert _run(monkeypatch, "deliveries") == 0
    assert "paused" not in capsys.readouterr().err


def test_a_delivery_that_is_not_there_is_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run(monkeypatch, "init") == 0
    assert _run(monkeypatch, "deliveries", "retry", "5") == 2
    assert "There is no such message." in capsys.readouterr().err
