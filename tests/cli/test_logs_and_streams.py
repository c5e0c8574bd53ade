"""Log lines that repeat, readers that do not read, consoles that know no Chinese, marks that turn lines round."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import structlog

from monitor.cli.console import output
from monitor.cli.console.logs import RepeatFilter, plain_for_known, redact_event
from monitor.cli.console.patient_stream import NotReadError, PatientStream
from monitor.core.redaction import Redactor
from monitor.errors import StoreError
from tests.cli.harness import Daemon, FakeSite
from tests.machine_time import machine_seconds


def test_what_goes_on_is_said_once_a_minute_with_its_count() -> None:
    now, said = 0.0, []
    repeats = RepeatFilter(lambda: now)
    for second in range(150):
        now = float(second)
        try:
            said.append(
                (second, repeats(None, "", {"event": "disk", "level": "error", "error": "full"}).get("times_since"))
            )
        except structlog.DropEvent:
            continue
    assert said == [(0, None), (60, 59), (120, 59)]
    assert repeats(None, "", {"event": "disk", "level": "error", "error": "locked"})
    assert all(repeats(None, "", {"event": "polled", "level": "info"}) for _ in range(3))


def test_only_bugs_have_a_traceback() -> None:
    known = plain_for_known(None, "", {"event": "x", "exc_info": StoreError("database x: the disk is full")})
    assert known == {"event": "x", "error": "database x: the disk is full"}
    bug = ValueError("y")
    assert plain_for_known(None, "", {"event": "x", "exc_info": bug})["exc_info"] is bug


def test_a_pipe_that_nobody_reads_stops_nobody() -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as pipe:
        stream = PatientStream(pipe)
        with machine_seconds() as seconds:
            for _ in range(3_000):
                stream.write("x" * 1_000 + "\n")
            assert seconds() < 2
        with pytest.raises(NotReadError):
            stream.deliver("an alert\n")
        taken = bytearray()
        thread = threading.Thread(target=lambda: taken.extend(iter_bytes(reading, 3_003_000)))
        thread.start()
        stream.deliver("the same alert again\n")
        thread.join(60)
    os.close(reading)
    assert b"an alert" not in taken


def iter_bytes(handle: int, most: int) -> bytes:
    found = b""
    while len(found) < most and (piece := os.read(handle, 65_536)):
        found += piece
    return found


def test_a_log_line_keeps_its_lists_and_masks_what_stands_in_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "_known_secrets", Redactor.of(["s3cret-token"]))
    line = {
        "event": "status",
        "problems": ["hook s3cret-token fails"],
        "by": {"s3cret-token": (1, None)},
        "file": Path("a"),
    }
    assert redact_event(None, "", line) == {
        "event": "status", "problems": ["hook *** fails"], "by": {"***": [1, None]}, "file": "a",
    }  # fmt: skip


def test_json_escapes_what_turns_lines_round_and_masks_secrets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(output, "_known_secrets", Redactor.of(["s3cret-token"]))
    output.print_json({"title": "safe\u202efdp.exe\u2067", "n": [1, None], "deep": [{"why": "bad s3cret-token"}]})
    line = capsys.readouterr().out
    assert line.isascii()
    assert json.loads(line) == {"title": "safe\u202efdp.exe\u2067", "n": [1, None], "deep": [{"why": "bad ***"}]}
    output.say("turned \u202eround\u200f by s3cret-token")
    assert capsys.readouterr().out == "turned round by ***\n"


def test_a_console_that_knows_no_chinese_gets_a_stand_in(harness: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "monitor", "topics"],
        cwd=harness,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert b"kling" in ran.stdout
    assert ran.stdout.isascii()


def test_a_stop_takes_less_than_docker_waits_while_a_server_hangs(harness: Path, fake_site: FakeSite) -> None:
    fake_site.items = [("城市天气", "多云")]
    text = (harness / "watchlists" / "first.yaml").read_text("utf-8")
    with (
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import socket,time;s=socket.socket();s.bind(('127.0.0.1',0));s.listen();"
                "print(s.getsockname()[1],flush=True);time.sleep(60)",
            ],
            stdout=subprocess.PIPE,
            text=True,
        ) as silent,
    ):
        assert silent.stdout
        port = int(silent.stdout.readline())
        hanging = f'  - {{url: "http://127.0.0.1:{port}/never", title: Never, lang: zh}}\n'
        (harness / "watchlists" / "first.yaml").write_text(text + hanging, "utf-8")
        daemon = Daemon(harness)
        try:
            daemon.wait_for("polled")
            time.sleep(2)  # noqa: TID251 the daemon under test runs by the machine's clock
            daemon.process.send_signal(signal.SIGHUP)
            with machine_seconds() as seconds:
                assert daemon.stop() == 0
                assert seconds() < 8.5
        finally:
            silent.kill()
    assert not [line for line in daemon.said if "Traceback" in line], "".join(daemon.said)
