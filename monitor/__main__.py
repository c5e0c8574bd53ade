"""``python -m monitor``: the same as the console script ``monitor``."""

import atexit
import errno
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NoReturn

import monitor.early_signals
from monitor.cli.console.output import say_error
from monitor.cli.plain_run import is_plain_run, run_plainly
from monitor.errors import (
    ConfigError,
    LockedError,
    MonitorError,
    SettingError,
    StoreDamagedError,
    StoreError,
    StorePlaceError,
    UserError,
)

COMPLETING = "_MONITOR_COMPLETE"
"""The variable in which a shell asks for completions."""
_WHILE_LOADING = 200_000


def run() -> None:
    """``main`` as a program of its own, which leaves its memory to the system as it is.

    To give back a hundred thousand objects one by one is a sixth of a light command. What must be done at an end is
    done; an error that is no exit, or a stream that cannot be written, ends the program in Python's own way.
    """
    code = 0
    try:
        main()
    except SystemExit as end:
        if not isinstance(end.code, int | None):
            raise
        code = end.code or 0
    atexit._run_exitfuncs()  # noqa: SLF001 - temporary folders are removed and logs closed there
    with suppress(OSError, ValueError):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def main() -> None:
    """Run the command line; a user's mistake ends in one clear line, never in a traceback."""
    run_command = _command_of(sys.argv[1:])
    monitor.early_signals.end()
    _open_closed_streams()
    _mind_encodings()
    _mind_key_log()
    # Loading makes a hundred thousand objects that stay: the collector would look at them over and over, which is a
    # tenth of a light command. What works for longer sets it as usual once all is loaded (``cli.context``).
    gc.set_threshold(_WHILE_LOADING)
    try:
        _stand_somewhere()
        if COMPLETING in os.environ:
            _complete()
        run_command()
    except (MonitorError, OverflowError) as error:
        for line in _lines_of(error):
            say_error(line)
        sys.exit(next((code for kind, code in _EXIT_CODES.items() if isinstance(error, kind)), 2))
    except SystemExit:
        _end_if_unwritten()
        raise
    except OSError as error:
        if error.errno == errno.EACCES and error.filename is not None:
            say_error(f"monitor: {_denied(Path(os.fsdecode(error.filename)))}")
            sys.exit(2)
        if error.errno not in _FULL:
            raise
        _end_if_unwritten()
        _end_unwritten(error)


def _stand_somewhere() -> None:
    """UserError when the folder that this was started in was removed or replaced meanwhile: no path starts there."""
    try:
        os.getcwd()  # noqa: PTH109 one call of the system; the answer is not wanted
    except FileNotFoundError:
        raise UserError("the folder in which this was started is not there any more; go to another one") from None


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""A disk, mostly that behind ``>``: no bug of this program, so no traceback."""


def _end_if_unwritten() -> None:
    """See that what still waits to be written is written; else end in one line, or silently where nobody reads."""
    if sys.stdout.closed:
        return
    try:
        sys.stdout.flush()
    except OSError as error:
        # It would be tried, and complained about, once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _end_unwritten(error)


def _end_unwritten(error: OSError) -> NoReturn:
    if not isinstance(error, BrokenPipeError):
        with suppress(OSError):
            say_error(f"monitor: the output cannot be written: {error.strerror}")
    sys.exit(1)


def _denied(path: Path) -> str:
    """The state folder of a service is its user's alone, and whoever looks after it is somebody else."""
    from monitor.adapters.placing import foreign_owner

    shut = next((folder for folder in reversed(path.parents) if not os.access(folder, os.X_OK)), path)
    named = foreign_owner(shut)
    whose = f"; {shut} belongs to the user {named}: run this as that user (sudo -u {named} …)" if named else ""
    return f"{path}: permission denied{whose}"


_EXIT_CODES: dict[type[Exception], int] = {UserError: 2, StoreError: 2, LockedError: 3, MonitorError: 1}
"""By the first that fits."""


def _lines_of(error: Exception) -> list[str]:
    match error:
        case ConfigError():
            return [str(problem) for problem in error.problems]
        case SettingError():
            return [_at_its_place(str(error), (error.key,))]
        case StoreDamagedError():
            return [f"monitor: {error}; {_way_back()}"]
        case StorePlaceError():
            return [_at_its_place(str(error), ("database", "state_dir"))]
        case OverflowError():
            return [f"monitor: a number or a span of time is out of range ({error})"]
        case _:
            return [f"monitor: {error}"]


def _way_back() -> str:
    from monitor.cli.context import settings_of, way_back

    return way_back(settings_of())


def _at_its_place(sentence: str, keys: tuple[str, ...]) -> str:
    # Only when something is refused: what reads settings is not needed for that before.
    from monitor.cli.setting_places import with_place

    return with_place(sentence, keys)


def _command_of(words: Sequence[str]) -> Callable[[], object]:
    """Does what was asked. What reads commands is not loaded for a daemon that is started by its plain name."""
    if is_plain_run(words):
        return partial(run_plainly, words)
    from monitor.cli.main import cli

    return cli


def _complete() -> None:
    """Answer a shell that asks what may follow; ``news-monitor`` is another name of this program."""
    # Registers the shells that Typer knows: its own options for that are not offered.
    from typer.completion import get_completion_inspect_parameters

    from monitor.cli.main import cli

    get_completion_inspect_parameters()
    cli(prog_name="monitor")


def _open_closed_streams() -> None:
    """What was started with a stream closed (``>&-``) writes into nothing: not into the next file that it opens."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            with suppress(OSError):
                os.fstat(number)
                continue
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8", closefd=False))


def _mind_encodings() -> None:
    """A console that cannot show a character gets a stand-in for it, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _mind_key_log() -> None:
    """A file for the keys of TLS that cannot be written would end every connection, and the loading of a library."""
    name = os.environ.get("SSLKEYLOGFILE")
    if not name:
        return
    try:
        os.close(os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
    except OSError as error:
        del os.environ["SSLKEYLOGFILE"]
        say_error(f"monitor: SSLKEYLOGFILE={name} is passed over: {error.strerror}")


if __name__ == "__main__":
    run()
