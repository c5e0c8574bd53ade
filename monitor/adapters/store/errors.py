"""What a database refuses, in words that an operator can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from monitor.errors import StoreDamagedError, StoreError, StorePlaceError

_DAMAGED = "SQLITE_CORRUPT"

# The first part of SQLite's error names (https://sqlite.org/rescode.html) that the operator can do something about.
_SQLITE = {
    "SQLITE_FULL": "the disk is full: make room, and it goes on",
    "SQLITE_READONLY": "it is read-only: give this user the right to write to the file and to its folder",
    "SQLITE_BUSY": "another program keeps it locked: is a second monitor or a database browser open?",
    "SQLITE_LOCKED": "another connection keeps a table locked",
    "SQLITE_IOERR": "the disk reports an error while reading or writing: check the disk and its free space",
    _DAMAGED: "it is damaged",
    "SQLITE_NOTADB": "it is not a database of this program: is this the right file?",
    "SQLITE_CANTOPEN": "it cannot be opened: does its folder exist, and may this user write there?",
    "SQLITE_PERM": "this user may not open it",
    "SQLITE_TOOBIG": "a value is too large for it",
    "SQLITE_NOLFS": "this file system cannot hold large files",
}

_READ_ONLY = "25006"
# PostgreSQL's error codes (https://www.postgresql.org/docs/current/errcodes-appendix.html) that say more than its text.
_SERVER = {
    "42501": "the user has no right to that there: make it the owner (ALTER DATABASE … OWNER TO …)",
    "3F000": "no schema is there to make tables in: see search_path of the user, or make it the owner",
    _READ_ONLY: "the server takes no writes: it is a replica, or set to read-only; name the one that does in database",
    "53100": "the disk of the server is full: make room, and it goes on",
    "57P01": "the server was shut down or ended the connection; it is tried again",
    "40001": "the server gave up the transaction for another one; it is tried again",
    "40P01": "the server gave up the transaction for another one; it is tried again",
}


@contextmanager
def translate_errors(place: str, *, reading: bool = False) -> Iterator[None]:
    """Turn what the operator can mend into a StoreError about ``place``; mistakes of this program stay loud.

    ``reading``: to find the database read-only is then such a mistake.
    """
    try:
        yield
    except exc.DBAPIError as error:
        reason = _error_reason(error)
        if reason is None or (reading and _is_read_only(error)):
            raise
        damaged = _sqlite_name(error).startswith(_DAMAGED)
        kind = StoreDamagedError if damaged else StorePlaceError if _is_unreachable(error) else StoreError
        raise kind(f"database {place}: {reason}") from error
    except exc.TimeoutError as error:
        raise StoreError(f"database {place}: no connection became free in time") from error


def _error_reason(error: exc.DBAPIError) -> str | None:
    """Why, in words; ``None`` for constraint and syntax errors, which are bugs."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        name = _sqlite_name(error)
        found = next((words for start, words in _SQLITE.items() if name.startswith(start)), None)
        return f"{found} ({cause})" if found else None
    if (told := _SERVER.get(getattr(cause, "sqlstate", None) or "")) is not None:
        return f"{told} ({_one_line(cause)})"
    if isinstance(error, exc.OperationalError | exc.InterfaceError):
        return f"the server does not answer or gave up the transaction ({_one_line(cause)})"
    return None


def _one_line(cause: object) -> str:
    """psycopg's sentences go over several lines, with tabs."""
    return " ".join(str(cause).split())


def _is_read_only(error: exc.DBAPIError) -> bool:
    return _sqlite_name(error).startswith("SQLITE_READONLY") or getattr(error.orig, "sqlstate", None) == _READ_ONLY


def _is_unreachable(error: exc.DBAPIError) -> bool:
    """A server that there is no connection to: whatever it refuses later has a code."""
    cause = error.orig
    return isinstance(error, exc.OperationalError) and getattr(cause, "sqlstate", "") is None


def _sqlite_name(error: exc.DBAPIError) -> str:
    """SQLite's name of the error; empty for the module's own errors and other databases."""
    return getattr(error.orig, "sqlite_errorname", "")
