"""The state directory: made when it is not there, with the store of these settings in it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.adapters.placing import make_folder
from monitor.core.model.settings import Settings
from monitor.errors import SettingError

if TYPE_CHECKING:
    from monitor.adapters.store.database import DatabaseStore


def open_state(
    settings: Settings, *, check: bool = False, before_upgrade: Callable[[str], None] | None = None
) -> "DatabaseStore":
    """The store of these settings; UserError when the state directory cannot be made.

    ``check`` reads the whole file for damage: for a start of the daemon, not for every command. ``before_upgrade`` is
    called with the revision of tables that are about to change.
    """
    # Imported here: the folder alone, as its lock asks for it, needs no database.
    from monitor.adapters.store.database import open_store

    make_state_dir(Path(settings.state_dir))
    return open_store(settings.database, check=check, before_upgrade=before_upgrade)


def make_state_dir(folder: Path) -> None:
    """Make the folder, and the folders above it; UserError says why it cannot be."""
    try:
        make_folder(folder)
    except OSError as error:
        why = tell_file_in_the_way(file) if (file := file_in_the_way(folder)) else error.strerror
        raise SettingError(f"state directory {folder}: it cannot be created: {why}", key="state_dir") from error


def file_in_the_way(folder: Path) -> Path | None:
    """What is no folder where this one, or one above it, is to be; ``None``: nothing keeps it from being made."""
    for path in (folder, *folder.parents):
        if path.is_dir():
            return None
        if path.exists() or path.is_symlink():
            return path
    return None


def tell_file_in_the_way(file: Path) -> str:
    """What is wrong with it: a link is told with its target, whose disk may not be mounted."""
    if file.is_symlink() and not file.exists():
        return f"{file} is a link to {file.readlink()}, and nothing is there"
    return f"{file} is not a folder"
