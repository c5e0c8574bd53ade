"""A backup in one file: a gzip-compressed tar whose first member is a manifest with the hash of every other.

An archive that comes from elsewhere is hostile until it is proven not to be: only plain files whose names the manifest
lists are read, within bounds, and a name can lead nowhere but below the folder it is unpacked into.
"""

import gzip
import hashlib
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from monitor.adapters.placing import sync_folder
from monitor.core.model.operations.administration import ArchivedFile, Manifest
from monitor.errors import UserError

_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 4 * 1024 * 1024
_MOST_FILES = 10_000
_LARGEST = 64 * 1024**3
"""Bytes of all files together: what no installation reaches, but a bomb does."""
_CHUNK = 1024 * 1024
_FORMAT = 1


class TarArchives:
    """The ``Archives`` port over gzip-compressed tar files."""

    def write(
        self, target: str, files: Mapping[str, str], describe: Callable[[Sequence[ArchivedFile]], Manifest]
    ) -> Manifest:
        """See ``ports.Archives``. Readable for its owner only, since the store holds what readers were sent."""
        manifest = describe([_describe_file(name, Path(path)) for name, path in sorted(files.items())])
        goal = Path(target)
        if goal.exists() and not goal.is_file():
            # A device or a pipe would be no more, and the archive stand in its place.
            raise UserError(f"{target} is not a file: name one to write the backup into")
        part = goal.with_name(f".{goal.name}.{os.getpid()}.part")
        try:
            with _open_private(part) as raw:
                _pack_files(raw, manifest, files)
            part.replace(goal)
            sync_folder(goal.parent)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise UserError(f"{target} cannot be written: {error.strerror}") from error
        return manifest

    def verify(self, archive: str) -> Manifest:
        """See ``ports.Archives``."""
        return _read_archive(Path(archive), None)

    def unpack(self, archive: str, folder: str) -> Manifest:
        """See ``ports.Archives``."""
        return _read_archive(Path(archive), Path(folder))


def _describe_file(name: str, path: Path) -> ArchivedFile:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return ArchivedFile(name=name, size=path.stat().st_size, sha256=digest.hexdigest())


@contextmanager
def _open_private(path: Path) -> Iterator[IO[bytes]]:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _pack_files(raw: IO[bytes], manifest: Manifest, files: Mapping[str, str]) -> None:
    # No time and no owner of this machine: the same files make the same archive.
    with (
        gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, compresslevel=6) as packed,
        tarfile.open(fileobj=packed, mode="w") as tar,
    ):
        text = json.dumps(_to_json(manifest), ensure_ascii=False, indent=1).encode()
        _add_member(tar, _MANIFEST, len(text), manifest.created_at, _Bytes(text))
        for item in manifest.files:
            with Path(files[item.name]).open("rb") as file:
                _add_member(tar, item.name, item.size, manifest.created_at, file)


class _Bytes:
    """Just enough of a file for ``tarfile``."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, size: int = -1) -> bytes:
        taken = self._data if size < 0 else self._data[:size]
        self._data = self._data[len(taken) :]
        return taken


def _add_member(tar: tarfile.TarFile, name: str, size: int, at: datetime, file: Any) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode, info.mtime = size, 0o600, int(at.timestamp())
    tar.addfile(info, file)


def _read_archive(archive: Path, folder: Path | None) -> Manifest:
    try:
        with tarfile.open(archive, mode="r|gz") as tar:
            return _read_members(archive, tar, folder)
    except FileNotFoundError:
        raise UserError(f"{archive}: no such file") from None
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UserError(f"{archive}: it is damaged or not a backup ({error}); take an older one") from error
    except OSError as error:
        raise UserError(f"{archive}: it cannot be read: {error.strerror or error}") from error


def _read_members(archive: Path, tar: tarfile.TarFile, folder: Path | None) -> Manifest:
    first = tar.next()
    if first is None or first.name != _MANIFEST or not first.isreg() or first.size > _LARGEST_MANIFEST:
        raise UserError(f"{archive}: it is not a backup of this program: expected {_MANIFEST} as its first member")
    manifest = _manifest_of(archive, _content_of(tar, first).read())
    wanted = {item.name: item for item in manifest.files}
    while (member := tar.next()) is not None:
        item = wanted.pop(member.name, None)
        if item is None or not member.isreg() or member.size != item.size:
            raise UserError(f"{archive}: “{member.name}” is not what its manifest says: nothing was restored from it")
        _copy_member(archive, _content_of(tar, member), item, folder)
    if wanted:
        raise UserError(f"{archive}: it ends early, “{min(wanted)}” is missing; take an older one")
    return manifest


def _content_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    if content is None:
        raise tarfile.ReadError(f"{member.name} has no content")
    return content


def _copy_member(archive: Path, content: IO[bytes], item: ArchivedFile, folder: Path | None) -> None:
    digest = hashlib.sha256()
    goal = folder / item.name if folder is not None else None
    if goal is not None:
        goal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _open_private(goal) if goal is not None else _open_nowhere() as file:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
    if digest.hexdigest() != item.sha256:
        raise UserError(f"{archive}: “{item.name}” was changed or damaged (its hash differs); take an older one")


@contextmanager
def _open_nowhere() -> Iterator[IO[bytes]]:
    with Path(os.devnull).open("wb") as file:
        yield file


def _to_json(manifest: Manifest) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "program": "news-monitor",
        "version": manifest.version,
        "schema": manifest.schema,
        "created_at": manifest.created_at.isoformat(),
        "rows": dict(manifest.rows),
        "files": [{"name": item.name, "size": item.size, "sha256": item.sha256} for item in manifest.files],
    }


def _manifest_of(archive: Path, text: bytes) -> Manifest:
    try:
        document = json.loads(text)
        files = tuple(
            ArchivedFile(name=str(item["name"]), size=int(item["size"]), sha256=str(item["sha256"]))
            for item in document["files"]
        )
        manifest = Manifest(
            version=str(document["version"]),
            schema=str(document["schema"]),
            created_at=datetime.fromisoformat(document["created_at"]),
            rows={str(table): int(count) for table, count in document["rows"].items()},
            files=files,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(f"{archive}: its manifest cannot be read ({error})") from error
    if (document.get("program"), document.get("format")) != ("news-monitor", _FORMAT):
        raise UserError(f"{archive}: another program made it, or a newer version of this one")
    _refuse_hostile(archive, files)
    return manifest


def _refuse_hostile(archive: Path, files: Sequence[ArchivedFile]) -> None:
    names = [item.name for item in files]
    if len(names) > _MOST_FILES or len(set(names)) != len(names):
        raise UserError(f"{archive}: its manifest names a file twice, or more than {_MOST_FILES} files")
    if sum(item.size for item in files) > _LARGEST or any(item.size < 0 for item in files):
        raise UserError(f"{archive}: its manifest names sizes that no installation has")
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or not path.parts or "\0" in name or "\\" in name:
            raise UserError(f"{archive}: “{name}” would lead out of the folder: this is not a backup of this program")
