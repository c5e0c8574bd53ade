"""How the program ends when it is a program of its own: at once, with all that was said and the right status."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.signals import SignalReceiver

_BEFORE = "import atexit, sys, monitor.__main__ as program\nprogram.main = lambda: {does}\n"
_SAID = "atexit.register(lambda: print('tidied'))\nprogram.run()\n"
_BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def _ended(does: str, *, stdout: int = subprocess.PIPE) -> "subprocess.CompletedProcess[str]":
    code = _BEFORE.format(does=does) + _SAID
    return subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], stdout=stdout, stderr=subprocess.PIPE, text=True, check=False, env=_BUFFERED
    )


@pytest.mark.parametrize(
    ("does", "status"), [("None", 0), ("sys.exit()", 0), ("sys.exit(3)", 3), ("sys.exit(0)", 0), ("sys.exit('no')", 1)]
)
def test_the_status_is_what_it_was_told(does: str, status: int) -> None:
    ended = _ended(does)
    assert (ended.returncode, ended.stdout) == (status, "tidied\n")
    assert ended.stderr == ("no\n" if status == 1 else "")


def test_all_that_was_said_arrives() -> None:
    ended = _ended("print('x' * 300_000)")
    assert (ended.returncode, ended.stdout) == (0, "x" * 300_000 + "\ntidied\n")


def test_a_bug_is_told_as_ever() -> None:
    ended = _ended("1 / 0")
    assert ended.returncode == 1
    assert "ZeroDivisionError" in ended.stderr


def test_a_stream_that_cannot_be_written_is_told_as_ever() -> None:
    with Path("/dev/full").open("w") as full:
        assert _ended("print('lost')", stdout=full.fileno()).returncode == 120


def _run(*given: str, cwd: Path | None = None, **how: Any) -> "subprocess.CompletedProcess[str]":
    folder = str(Path(__file__).resolve().parents[2])
    environment = {**_BUFFERED, "PYTHONPATH": folder, "COLUMNS": "80"}
    return subprocess.run(given, stderr=subprocess.PIPE, text=True, check=False, env=environment, cwd=cwd, **how)  # noqa: S603


@pytest.mark.parametrize("what", [("version",), ("--help",), ("completion", "bash")])
@pytest.mark.parametrize("unbuffered", [(), ("-u",)])
def test_an_answer_that_cannot_be_written_is_one_line(what: tuple[str, ...], unbuffered: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        ended = _run(sys.executable, *unbuffered, "-m", "monitor", *what, stdout=full.fileno())
    assert (ended.returncode, ended.stderr) == (1, "monitor: the output cannot be written: No space left on device\n")


def test_a_reader_that_goes_away_ends_it_silently(tmp_path: Path) -> None:
    """Sentences, tables and documents alike: exit 1, as pipes have it, and no traceback."""
    for words in ("version", "mentions", "status"):
        reading, writing = os.pipe()
        os.close(reading)
        ended = _run(sys.executable, "-m", "monitor", words, stdout=writing, cwd=tmp_path)
        os.close(writing)
        assert "Traceback" not in ended.stderr, words
        assert ended.returncode in ({1} if words == "version" else {1, 2}), words


def test_a_program_started_with_closed_streams_does_its_work(tmp_path: Path) -> None:
    """As some launchers do: the next file that is opened must not become what is printed to."""
    words = 'exec "$0" -m monitor completion fish <&- >&- 2>&-'
    assert _run("sh", "-c", words, sys.executable, cwd=tmp_path).returncode == 0
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    words = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" -m monitor status'
    ended = _run("sh", "-c", words, sys.executable, cwd=tmp_path, stdout=subprocess.PIPE)
    assert ended.returncode == 2
    assert ended.stderr.strip() == (
        "monitor: the folder in which this was started is not there any more; go to another one"
    )


@pytest.mark.parametrize(
    ("given", "asked", "status"),
    [
        (("monitor", "run"), "SIGHUP", 0),
        (("monitor", "status"), "SIGHUP", -signal.SIGHUP),
        (("monitor", "status"), "SIGINT", -signal.SIGINT),
    ],
)
def test_signals_while_the_program_is_loaded(given: tuple[str, ...], asked: str, status: int) -> None:
    """A reload asked for so early is done by what is read later; Ctrl-C shows no traceback."""
    # Whoever runs the tests in the background, or goes away meanwhile, has these signals ignored for them.
    hears = "signal.signal(signal.SIGINT, signal.default_int_handler); signal.signal(signal.SIGHUP, signal.SIG_DFL)"
    code = f"import os, signal, sys; {hears}; sys.argv = {list(given)}; import monitor.early_signals\n"
    ended = _run(sys.executable, "-c", code + f"os.kill(os.getpid(), signal.{asked})")
    assert (ended.returncode, ended.stderr) == (status, "")


@pytest.mark.parametrize(
    ("given", "asked", "status"),
    [
        (("monitor", "run"), "SIGTERM", 0),
        (("monitor", "run"), "SIGINT", 130),
        (("monitor", "once"), "SIGTERM", 143),
    ],
)
def test_the_first_process_of_a_container_has_handlers_from_the_beginning(
    given: tuple[str, ...], asked: str, status: int
) -> None:
    """The kernel keeps signals from it that it has none for, whatever they do by default."""
    code = f"import os, signal, sys; me = os.getpid(); os.getpid = lambda: 1; sys.argv = {list(given)}\n"
    code += f"import monitor.early_signals; os.kill(me, signal.{asked}); sys.exit('it went on')"
    ended = _run(sys.executable, "-c", code)
    assert (ended.returncode, ended.stderr) == (status, "")


def test_a_stop_asked_for_before_the_daemon_is_ready_is_no_failure() -> None:
    receiver = SignalReceiver()
    with pytest.raises(SystemExit) as ended:
        receiver.take_stop(signal.SIGTERM, None)
    assert ended.value.code == 0
    with pytest.raises(KeyboardInterrupt):
        SignalReceiver().take_stop(signal.SIGINT, None)


def test_both_names_of_the_program_end_so() -> None:
    environment = {**os.environ, "COLUMNS": "80"}
    ended = subprocess.run(
        [sys.executable, "-m", "monitor", "no-such-command"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert ended.returncode == 2
    assert "no-such-command" in ended.stderr
