"""One instance per state directory and database: advisory locks that are freed when their holder dies."""

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO
from zoneinfo import ZoneInfo

from monitor.adapters.placing import foreign_owner, give_to_owner
from monitor.adapters.store.state_dir import make_state_dir
from monitor.core.model.database_address import file_in
from monitor.core.model.settings import Settings
from monitor.errors import LockedError, SettingError
from monitor.values import dataclass

if TYPE_CHECKING:
    from monitor.adapters.store.locks.server_lock import ServerLock

Doing = Literal["run", "once", "restore", "migrate", "worker"]
_ALONE: tuple[Doing, ...] = ("restore", "migrate")
"""What a fleet must not go on beside."""
_LOOK = 0.05
_LOOKS = 6
"""Whoever asks who holds the lock holds it for a moment: that is no reason to give up."""
_NAME = "monitor.lock"
_MARK_AT = 2
"""The word behind process and command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockHolder:
    """The process that works on a state folder; ``doing`` is the command, empty when it did not say."""

    process: int | None
    doing: str


@contextmanager
def only_instance(state_dir: Path, doing: Doing, *, zone: tzinfo = UTC) -> Iterator[str]:
    """Hold ``state_dir/monitor.lock``; LockedError names the process that holds it, in times of ``zone``.

    Yields the folder's mark: the same for each who holds its lock, and of no other folder.
    """
    make_state_dir(state_dir)
    with _opened(state_dir / _NAME, key="state_dir") as lock:
        yield _take(lock, doing, what=state_dir, zone=zone)


@contextmanager
def only_user(settings: Settings, doing: Doing) -> "Iterator[ServerLock | None]":
    """Hold the state folder, and the database as well: another folder's settings may name the same one.

    Two that send from one store begin with what the other is sending. A fleet shares its database by design, though
    with nobody who works alone. Yields what has to be made sure of while it is held; ``None`` = the kernel does.
    """
    zone = ZoneInfo(settings.timezone)
    with only_instance(Path(settings.state_dir), doing, zone=zone) as mark, ExitStack() as held:
        if (path := file_in(settings.database)) is not None:
            held.enter_context(_file_held(Path(path), Path(settings.state_dir) / _NAME, doing, zone))
        yield held.enter_context(server_locked(settings, doing, folder_mark=mark))


@contextmanager
def server_locked(settings: Settings, doing: Doing, *, folder_mark: str = "") -> "Iterator[ServerLock | None]":
    """Hold the database of a server; ``None`` where it is a file or in memory."""
    if settings.database.startswith("sqlite:"):
        yield None
        return
    # Imported here: a file is held without the libraries of a server.
    from monitor.adapters.store.locks.server_lock import ServerLock, server_held

    lock = ServerLock(
        address=settings.database,
        doing=doing,
        shared=settings.fleet.enabled and doing not in _ALONE,
        zone=ZoneInfo(settings.timezone),
        folder_mark=folder_mark,
    )
    with server_held(lock):
        yield lock


@contextmanager
def _file_held(database: Path, own: Path, doing: Doing, zone: tzinfo) -> Iterator[None]:
    """The lock beside a database: of ``monitor.db`` it is that of the state folder which it stands in."""
    database = database.resolve()
    beside = database.with_name(f"{database.name.removesuffix('.db')}.lock")
    if not beside.parent.is_dir() or beside == own.resolve():
        yield
        return
    with _opened(beside, key="database") as lock:
        if not os.path.samestat(os.fstat(lock.fileno()), own.stat()):
            _take(lock, doing, what=database, zone=zone)
        yield


def _take(lock: TextIO, doing: Doing, *, what: Path, zone: tzinfo) -> str:
    """The mark of the file's folder, which it keeps behind who holds it."""
    is_ours = _taken(lock)
    lock.seek(0)
    written = lock.read()
    if not is_ours:
        holder = _holder_in(written)
        doing_what = f"monitor {holder.doing}, " if holder.doing else ""
        # Whoever holds it wrote into it when it began.
        since = datetime.fromtimestamp(os.fstat(lock.fileno()).st_mtime, zone)
        raise LockedError(
            f"another instance (process {holder.process or 'unknown'}) is using {what}: {doing_what}since "
            f"{since:%Y-%m-%d %H:%M}. Stop it first, or give this one a state_dir and a database of its own"
        )
    mark = (written.split()[_MARK_AT:] or [secrets.token_hex(8)])[0]
    lock.truncate(0)
    lock.write(f"{os.getpid()} {doing} {mark}")
    lock.flush()
    return mark


def lock_holder(state_dir: Path) -> LockHolder | None:
    """Who works on this folder at the moment; ``None`` = nobody. Nothing is made or changed.

    PermissionError when this user may not look: who works there is not known then.
    """
    try:
        with (state_dir / _NAME).open(encoding="ascii", errors="replace") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return _holder_in(lock.read())
    except PermissionError:
        raise
    except OSError:
        return None
    return None


def _taken(lock: TextIO) -> bool:
    for _ in range(_LOOKS):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_LOOK)  # noqa: TID251 another process is waited for, before there is a clock
        else:
            return True
    return False


def _holder_in(written: str) -> LockHolder:
    words = written.split()
    process = int(words[0]) if words and words[0].isdecimal() else None
    return LockHolder(process=process, doing=words[1] if len(words) > 1 else "")


def _opened(path: Path, *, key: str) -> TextIO:
    is_new = not path.exists()
    try:
        # Others may neither read who runs it nor hold the lock.
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        if os.fstat(handle).st_uid == os.geteuid():
            os.fchmod(handle, 0o600)
        if is_new:
            give_to_owner(path)
        return os.fdopen(handle, "a+", encoding="ascii", errors="replace")
    except OSError as error:
        raise SettingError(f"{path} cannot be written: {error.strerror}{_whose(path)}", key=key) from error


def _whose(path: Path) -> str:
    """Whom the file belongs to, when that is somebody else: one command run as root is the usual reason."""
    named = foreign_owner(path)
    how = f"run this as that user, or give it back: chown -R USER {path.parent}"
    return f"; it belongs to the user {named}: {how}" if named else ""
