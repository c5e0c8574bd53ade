"""Files and folders that the program makes: whose they are, and when their names are on the disk."""

import errno
import os
import pwd
import shutil
import stat
from contextlib import suppress
from pathlib import Path

_NOT_KNOWN_HERE = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF, errno.EACCES})
"""What file systems say that cannot bring a folder to the disk by itself (CIFS, some of FUSE)."""


def make_folder(folder: Path, *, mode: int = 0o777) -> None:
    """Make the folder, and those above it that are not there, each of them its surroundings' owner's. OSError."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True, mode=mode)
    for path in reversed(missing):
        give_to_owner(path)


def give_to_owner(made: Path) -> None:
    """What root makes in a folder of somebody else is theirs, as SQLite does with its own files.

    One command with ``sudo`` would keep the service, which runs as that user, from its own state.
    """
    if os.geteuid() != 0:
        return
    # The network disk of another machine knows no root: its files belong to whom it says.
    with suppress(PermissionError):
        around = made.parent.stat()
        if around.st_uid != 0:
            os.chown(made, around.st_uid, around.st_gid, follow_symlinks=False)


def keep_as(path: Path, name: Path) -> None:
    """The same file under a second name, or a copy where a file has one name only (FAT, exFAT, some shares)."""
    try:
        os.link(path, name)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(path, name)


def make_alike(before: Path, copy: Path) -> None:
    """Owner and mode of what is replaced: root may restore what a service of another user goes on with."""
    found, made = before.stat(), copy.stat()
    if (found.st_uid, found.st_gid) != (made.st_uid, made.st_gid):
        os.chown(copy, found.st_uid, found.st_gid)
    copy.chmod(stat.S_IMODE(found.st_mode))


def sync_folder(folder: Path) -> None:
    """Return when the names in it are on the disk, as far as its file system can say. OSError when the disk fails."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in _NOT_KNOWN_HERE:
            raise
    finally:
        os.close(number)


def foreign_owner(path: Path) -> str:
    """The name of the user whom it belongs to; empty when that is this one, or nobody can tell."""
    try:
        owner = path.stat().st_uid
    except OSError:
        return ""
    if owner == os.geteuid():
        return ""
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)


def denied_to(path: Path) -> str:
    """What whoever may not read ``path`` should know: whose it is, and how to go on; empty when nobody can tell."""
    named = foreign_owner(path)
    return f"; it belongs to the user {named}: run this as that user (sudo -u {named} …)" if named else ""
