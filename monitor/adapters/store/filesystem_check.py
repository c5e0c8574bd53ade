"""Which file system a path lies on, and whether SQLite's locks can be trusted there."""

import os
import re
from pathlib import Path

from monitor.errors import StorePlaceError

# Locks and shared memory of these do not reach the other side (https://sqlite.org/wal.html, "same host computer").
_NETWORK = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "9p", "virtiofs", "vboxsf", "prl_fs",
        "glusterfs", "ceph", "lustre", "beegfs", "fuse.sshfs", "fuse.glusterfs", "fuse.ceph-fuse", "fuse.rclone",
        "fuse.s3fs", "fuse.grpcfuse", "fuse.davfs", "davfs",
    }
)  # fmt: skip
_PASSING = {
    "tmpfs": "in memory: it is gone when the machine starts again",
    "ramfs": "in memory: it is gone when the machine starts again",
    "overlay": "inside the container: it is gone when that is made anew, as with every update",
    "aufs": "inside the container: it is gone when that is made anew, as with every update",
    "fuse.fuse-overlayfs": "inside the container: it is gone when that is made anew, as with every update",
}
_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")


def refuse_network(path: Path, *, mounts: str | None = None) -> None:
    """StoreError when ``path`` lies on a network file system; ``mounts`` is the text of mountinfo (proc(5))."""
    if mounts is None:
        if not _MOUNTS.exists():
            return  # Only Linux tells; elsewhere the documentation has to.
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
    kind = file_system(path, mounts)
    if kind in _NETWORK:
        raise StorePlaceError(
            f"database {path}: it lies on a network file system ({kind}), where SQLite can lose data; "
            "put state_dir on a local disk, or set database to a postgresql:// address"
        )


def what_ends_it(path: Path, *, mounts: str | None = None) -> str:
    """Why what is written to ``path`` will not last, in words; empty where nothing is known against it."""
    if mounts is None:
        mounts = _MOUNTS.read_text("utf-8", "surrogateescape") if _MOUNTS.exists() else ""
    return _PASSING.get(file_system(path, mounts), "")


def file_system(path: Path, mounts: str) -> str:
    """The type of the innermost mount that holds ``path``, as in /proc/self/mountinfo; empty when none does."""
    inside = os.path.realpath(path)
    best, kind = "", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = _OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[4])
        holds = point == "/" or inside == point or inside.startswith(f"{point}/")
        # Of two mounts on one point the later one is seen.
        if holds and len(point) >= len(best):
            best, kind = point, after.split(" ")[0]
    return kind
