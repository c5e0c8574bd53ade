"""The files that people write, as a backup takes them along and puts them back."""

import hashlib
import os
import pwd
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from monitor.adapters.placing import give_to_owner, make_folder
from monitor.core.model.operations.administration import ConfigurationFile
from monitor.errors import UserError
from monitor.values import dataclass

SETTINGS = "monitor.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationOnDisk:
    """Settings file, watchlists and the user's templates; ``settings`` is ``None`` where defaults are in force."""

    settings: Path | None
    watchlists: Path
    templates: Path

    def collect(self) -> Mapping[str, str]:
        """See ``ports.ConfigurationFiles``."""
        found: dict[str, str] = {}
        if self.settings is not None and self.settings.is_file():
            found[SETTINGS] = str(self.settings)
        for name, folder in (("watchlists", self.watchlists), ("templates", self.templates)):
            found |= {f"{name}/{file.relative_to(folder).as_posix()}": str(file) for file in _files_in(folder)}
        return found

    def describe(self) -> Sequence[ConfigurationFile]:
        """See ``ports.ConfigurationFiles``."""
        return [file for name, path in self.collect().items() if (file := _describe_file(name, Path(path)))]

    def refuse_locked(self, folder: str, names: Sequence[str]) -> None:
        """See ``ports.ConfigurationFiles``."""
        for goal, _ in self._different(folder, names):
            there = next(path for path in (goal, *goal.absolute().parents) if path.exists())
            # What is there goes aside, into the same folder.
            needed = (there, goal.parent) if there == goal else (there,)
            if not all(os.access(path, os.W_OK) for path in needed):
                raise UserError(
                    f"{goal} cannot be written, so nothing was changed; --store-only leaves settings, watchlists and"
                    " templates as they are"
                )

    def put_back(self, folder: str, names: Sequence[str], *, suffix: str) -> Sequence[str]:
        """See ``ports.ConfigurationFiles``."""
        written = []
        for goal, copy in self._different(folder, names):
            try:
                make_folder(goal.parent)
                is_new = not goal.exists()
                if not is_new:
                    shutil.copy2(goal, goal.with_name(goal.name + suffix))
                # Through a link, and with the owner and mode that the file has.
                goal.write_bytes(copy.read_bytes())
                if is_new:
                    give_to_owner(goal)
            except OSError as error:
                raise UserError(f"{goal} cannot be written: {error.strerror}") from error
            written.append(str(goal))
        return written

    def _different(self, folder: str, names: Sequence[str]) -> Iterator[tuple[Path, Path]]:
        """Where files belong that are not there, or not as in ``folder``, and those in it."""
        for name in names:
            goal, copy = self._goal(name), Path(folder) / name
            if goal is not None and not (goal.is_file() and goal.read_bytes() == copy.read_bytes()):
                yield goal, copy

    def _goal(self, name: str) -> Path | None:
        parts = PurePosixPath(name).parts
        if name == SETTINGS:
            return self.settings or Path(SETTINGS)
        if parts[0] in ("watchlists", "templates") and len(parts) > 1:
            return (self.watchlists if parts[0] == "watchlists" else self.templates).joinpath(*parts[1:])
        return None


def _describe_file(name: str, path: Path) -> ConfigurationFile | None:
    try:
        content, about = path.read_bytes(), path.stat()
    except OSError:
        return None
    try:
        owner = pwd.getpwuid(about.st_uid).pw_name
    except KeyError:
        owner = f"user {about.st_uid}"
    return ConfigurationFile(
        name=name,
        path=str(path),
        sha256=hashlib.sha256(content).hexdigest(),
        owner=owner,
        changed_at=datetime.fromtimestamp(about.st_mtime, UTC),
    )


def _files_in(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden:
            yield file
