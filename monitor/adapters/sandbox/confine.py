"""Takes from a process what it does not need, for good: the network, other programs, other people's files.

Each wall stands where the kernel has it (Linux: seccomp, Landlock); where it has not, the other limits stand alone.
"""

import ctypes
import mimetypes
import os
import platform
import struct
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_DENY: Final = 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_ALLOW: Final = 0x7FFF0000
_LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_EQUAL: Final = 0x15
_JUMP_AT_LEAST: Final = 0x35
_RETURN: Final = 0x06
_X32: Final = 0x40000000
_SYSCALLS: Final = {
    # socket, connect, accept, sendto, bind, listen, socketpair, execve, ptrace, accept4, process_vm_*, execveat,
    # memfd_create, io_uring_*
    "x86_64": (0xC000003E, (41, 42, 43, 44, 49, 50, 53, 59, 101, 288, 310, 311, 322, 319, 425, 426, 427)),
    "aarch64": (0xC00000B7, (198, 203, 202, 206, 200, 201, 199, 221, 117, 242, 270, 271, 281, 279, 425, 426, 427)),
}
_LANDLOCK: Final = (444, 445, 446)
_ALL_OF_ABI_1: Final = 0x1FFF
_READ: Final = 0x1 | 0x4 | 0x8  # execute (shared libraries), read files, list folders
_READ_FILE: Final = 0x1 | 0x4
_RULE_PATH_BENEATH: Final = 1


def confine_process() -> tuple[str, ...]:
    """Build the walls; returns the names of those that stand."""
    if sys.platform != "linux":
        return ()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return ()
    # Landlock first: its own calls pass the filter, but a filter could not be built without opening folders.
    walls = (("files", _wall_off_files), ("network", _wall_off_network))
    return tuple(name for name, build in walls if build(libc))


def _wall_off_network(libc: ctypes.CDLL) -> bool:
    known = _SYSCALLS.get(platform.machine())
    if known is None:
        return False
    arch, forbidden = known
    checks = [(_LOAD, 0, 0, 4), (_JUMP_EQUAL, 1, 0, arch), (_RETURN, 0, 0, _DENY), (_LOAD, 0, 0, 0)]
    checks.append((_JUMP_AT_LEAST, len(forbidden) + 1, 0, _X32))
    checks += [(_JUMP_EQUAL, len(forbidden) - place, 0, number) for place, number in enumerate(forbidden)]
    checks += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _DENY)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *check) for check in checks))
    header = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(checks), ctypes.addressof(program)))
    return int(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0)) == 0


def _wall_off_files(libc: ctypes.CDLL) -> bool:
    create, add, restrict = _LANDLOCK
    attributes = struct.pack("Q", _ALL_OF_ABI_1)
    ruleset = libc.syscall(create, attributes, ctypes.c_size_t(len(attributes)), 0)
    if ruleset < 0:
        return False
    try:
        for path in dict.fromkeys(_readable_paths()):
            _allow_path(libc, add, ruleset, path)
        return int(libc.syscall(restrict, ruleset, 0)) == 0
    finally:
        os.close(ruleset)


def _allow_path(libc: ctypes.CDLL, add: int, ruleset: int, path: Path) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        rule = struct.pack("=Qi", _READ if path.is_dir() else _READ_FILE, handle)
        libc.syscall(add, ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(handle)


def _readable_paths() -> Iterator[Path]:
    """What an interpreter opens: itself, its libraries, this package, time zones, and what the kernel tells of it."""
    yield from map(Path, ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/lib", "/lib64", "/usr/share/zoneinfo"))
    yield from map(Path, ("/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom"))
    yield from map(Path, mimetypes.knownfiles)
    yield Path(f"/proc/{os.getpid()}/statm")
    yield Path(sys.executable).resolve()
    yield from (Path(path) for name, path in sysconfig.get_paths().items() if "lib" in name)
    if library := sysconfig.get_config_var("LIBDIR"):
        yield Path(library)
    yield from _import_roots(sys.path)


def _import_roots(entries: Iterable[str]) -> Iterator[Path]:
    """Where modules come from; of a checkout only its package: settings and secrets may lie beside it."""
    for entry in entries:
        root = Path(entry)
        packages = [root / name for name in ("monitor", "templates", "watchlists") if (root / name).is_dir()]
        yield from packages if (root / "pyproject.toml").exists() else [root] if entry else []
