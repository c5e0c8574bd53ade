"""Earlier versions of files that the pages changed: kept beside the store, the newest twenty of each."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from monitor.adapters.config.edit.checked import edit_checked
from monitor.adapters.config.edit.yaml_text import write_text
from monitor.adapters.config.settings.load import read_bytes
from monitor.adapters.placing import give_to_owner, make_folder
from monitor.core.i18n.phrases import Reason
from monitor.errors import UserError

_KEPT = 20


@contextmanager
def edit_with_version(
    state_dir: Path, file: Path, now: datetime, *, read_again: Callable[[], object]
) -> Iterator[None]:
    """As ``edit_checked``, and what the file said before is kept; of an edit that is taken back nothing is."""
    kept: Path | None = None
    try:
        with edit_checked(file, read_again):
            kept = _keep_version(state_dir, file, now)
            yield
    except BaseException:
        if kept is not None:
            kept.unlink(missing_ok=True)
        raise
    for old in versions_of(state_dir, file)[_KEPT:]:
        old.unlink(missing_ok=True)


def _keep_version(state_dir: Path, file: Path, now: datetime) -> Path | None:
    if not file.exists():
        return None
    folder = _folder(state_dir, file)
    make_folder(folder, mode=0o700)
    kept = folder / f"{now:%Y%m%dT%H%M%S%f}.yaml"
    kept.write_bytes(read_bytes(file))
    kept.chmod(0o600)
    give_to_owner(kept)
    return kept


def versions_of(state_dir: Path, file: Path) -> Sequence[Path]:
    """The newest first."""
    return sorted(_folder(state_dir, file).glob("*.yaml"), reverse=True)


def undo_edit(state_dir: Path, file: Path, *, read_again: Callable[[], object]) -> None:
    """The newest version becomes the file again, and is no version any more; UserError when there is none.

    A version that cannot be in force any more stays one, and the file as it is.
    """
    newest = next(iter(versions_of(state_dir, file)), None)
    if newest is None:
        raise UserError(Reason("refused.nothing-to-undo"))
    with edit_checked(file, read_again):
        write_text(file, newest.read_text("utf-8"))
    newest.unlink(missing_ok=True)


def _folder(state_dir: Path, file: Path) -> Path:
    return state_dir / "versions" / file.stem
