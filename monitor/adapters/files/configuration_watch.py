"""The files of a configuration as one fingerprint: of what is in them, whatever links and editors do around them."""

import hashlib
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from monitor.values import dataclass

_LEFT_BEHIND = ("~", ".swp", ".swx", ".tmp")


@dataclass(slots=True, kw_only=True)
class WatchedFiles:
    """The ``ConfigurationOnWatch`` port. A file is read again only when its stamp changed."""

    settings: Path | None
    watchlists: Path
    templates: Path
    secrets: frozenset[str] = frozenset()
    """Files that ``file:`` names: whoever renews a password there expects it to be used."""
    in_force: str = ""
    """Of what was loaded."""
    _known: dict[Path, tuple[tuple[int, int, int], str]] = field(default_factory=dict)

    def fingerprint(self) -> str:
        """Changes when the content of any file does, or when one comes or goes."""
        digest = hashlib.sha256()
        for path in self._files():
            digest.update(f"{path}\0{self._content_of(path)}\0".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def watch_too(self, secrets: frozenset[str]) -> None:
        """Files that are known only once all is read; what changed while it was read is still seen as changed."""
        is_still = self.fingerprint() == self.in_force
        self.secrets |= secrets
        if is_still:
            self.in_force = self.fingerprint()

    def _files(self) -> Iterator[Path]:
        if self.settings is not None:
            yield self.settings
        yield from _below(self.watchlists, {".yaml", ".yml"})
        yield from _below(self.templates, set())
        yield from map(Path, sorted(self.secrets))

    def _content_of(self, path: Path) -> str:
        try:
            found = path.stat()
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            known = self._known.get(path)
            if known is None or known[0] != stamp:
                self._known[path] = known = (stamp, hashlib.sha256(path.read_bytes()).hexdigest())
        except OSError as error:
            return f"unreadable: {error.strerror}"
        return known[1]


def _below(folder: Path, endings: set[str]) -> Iterator[Path]:
    """Its files by name, or the file itself; what editors, Git and Kubernetes keep beside them is left out."""
    if folder.is_file():
        yield folder
        return
    try:
        found = sorted(folder.rglob("*"))
    except OSError:
        return
    for path in found:
        hidden = any(part.startswith((".", "#")) for part in path.relative_to(folder).parts)
        if hidden or path.name.endswith(_LEFT_BEHIND) or (endings and path.suffix.lower() not in endings):
            continue
        if path.is_file():
            yield path
