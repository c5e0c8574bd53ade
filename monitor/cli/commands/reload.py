"""``monitor reload``: let the running daemon read its configuration again, and say whether it took it."""

import os
import signal
import time
from pathlib import Path

import typer

from monitor.adapters.store.locks.state_lock import LockHolder, lock_holder
from monitor.cli.console.output import say, say_error
from monitor.cli.context import read_store, settings_of
from monitor.core.model.operations.key_values import LAST_RUN
from monitor.core.model.operations.monitor_status import RunNote
from monitor.core.model.settings import Settings
from monitor.errors import MonitorError, UserError

_PATIENCE = 60.0
_LOOK = 0.25


def reload() -> None:
    """Let the daemon read its files again; exit 1 when it refuses them. Example: monitor reload"""
    settings = settings_of(needs_secrets=False)
    holder = lock_holder(Path(settings.state_dir))
    if holder is None or holder.doing not in ("run", ""):
        raise UserError(f"no daemon works on {settings.state_dir}; `monitor run` starts one")
    before = _note_of(settings)
    _send_hangup(holder)
    note = _answer(settings, before, holder)
    if note.refused:
        for line in note.refused.splitlines():
            say_error(line)
        say_error("refused: the daemon goes on with the configuration that it had")
        raise typer.Exit(1)
    say("the daemon took the configuration as it is now")


def _note_of(settings: Settings) -> RunNote | None:
    return read_store(settings, lambda tx: tx.key_values.get(LAST_RUN))


def _send_hangup(holder: LockHolder) -> None:
    if holder.process is None:
        raise UserError("the daemon's process is not known; send it SIGHUP")
    try:
        os.kill(holder.process, signal.SIGHUP)
    except ProcessLookupError:
        where = "it runs where this command cannot see it, such as another container; send it SIGHUP there"
        raise UserError(f"process {holder.process}: {where}") from None
    except PermissionError:
        raise UserError(f"process {holder.process} belongs to another user; do this as that user, or root") from None


def _answer(settings: Settings, before: RunNote | None, holder: LockHolder) -> RunNote:
    """What the daemon noted of this reload; MonitorError when it says nothing in time."""
    begun = time.monotonic()
    while time.monotonic() - begun < _PATIENCE:
        time.sleep(_LOOK)  # noqa: TID251 another process is waited for
        note = _note_of(settings)
        if note is not None and (before is None or (note.began_at, note.looks) != (before.began_at, before.looks)):
            return note
        if lock_holder(Path(settings.state_dir)) is None:
            raise MonitorError(f"the daemon (process {holder.process}) ended meanwhile")
    raise MonitorError(f"no answer within {_PATIENCE:.0f} s; see the daemon's log, and `monitor status`")
