"""Earlier versions of files that the pages changed: kept beside the store, the newest twenty of each."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from monitor.adapters.config.edit.yaml_text import write_text
from monitor.adapters.config.settings.load import read_bytes
from monitor.adapters.placing import give_to_owner, make_folder
from monitor.core.i18n.phrases import Reason
from monitor.errors import UserError

_KEPT = 20


def keep_version(state_dir: Path, file: Path, now: datetime) -> None:
    """Keep what a file says, before it is changed."""
    if not file.exists():
        return
    folder = _folder(state_dir, file)
    make_folder(folder, mode=0o700)
    kept = folder / f"{now:%Y%m%dT%H%M%S%f}.yaml"
    kept.write_bytes(read_bytes(file))
    kept.chmod(0o600)
    give_to_owner(kept)
    for old in sorted(folder.glob("*.yaml"))[:-_KEPT]:
        old.unlink(missing_ok=True)


def versions_of(state_dir: Path, file: Path) -> Sequence[Path]:
    """The newest first."""
    return sorted(_folder(state_dir, file).glob("*.yaml"), reverse=True)


def bring_version_back(state_dir: Path, file: Path) -> None:
    """The newest version becomes the file again, and is no version any more; UserError when there is none."""
    newest = next(iter(versions_of(state_dir, file)), None)
    if newest is None:
        raise UserError(Reason("refused.nothing-to-undo"))
    write_text(file, newest.read_text("utf-8"))
    newest.unlink()


def _folder(state_dir: Path, file: Path) -> Path:
    return state_dir / "versions" / file.stem
