"""One instance per state directory: an advisory lock that the kernel frees when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from monitor.adapters.store.state_dir import make_state_dir
from monitor.errors import LockedError, UserError


@contextmanager
def only_instance(state_dir: Path) -> Iterator[None]:
    """Hold ``state_dir/monitor.lock``; LockedError names the process that holds it."""
    make_state_dir(state_dir)
    with _open_lock(state_dir / "monitor.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise LockedError(f"another instance (process {holder}) is using {state_dir}") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _open_lock(path: Path) -> TextIO:
    try:
        # Others may neither read who runs it nor hold the lock.
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        if os.fstat(handle).st_uid == os.geteuid():
            os.fchmod(handle, 0o600)
        return os.fdopen(handle, "a+", encoding="ascii", errors="replace")
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from error
