"""Write to a watchlist file from the command line, checked afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.adapters.config.edit.checked import edit_checked
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.urls import WEB, split_url
from monitor.adapters.config.watchlists.load import watchlist_files
from monitor.cli.context import Loaded, load_for_command
from monitor.errors import UserError


def watchlist_file(here: Loaded, name: str, *, create: bool = False) -> Path:
    """The file of that name; without a name the only one there is, else ``mine.yaml``. It need not exist yet."""
    folder = Path(here.settings.watchlists)
    files = sorted(watchlist_files(folder))
    if not name:
        return files[0] if len(files) == 1 else folder / "mine.yaml"
    if Path(name).name != name or name.startswith("."):
        raise UserError(f'"{name}" is no file name; write it without folder and without .yaml')
    found = next((file for file in files if file.stem == name), None)
    if found is None and not create:
        raise UserError(f"no watchlist {name} in {folder}; there are: {', '.join(file.stem for file in files)}")
    return found or folder / f"{name}.yaml"


@contextmanager
def checked_edit(path: Path) -> Iterator[None]:
    """Around an edit: one after which the configuration would be wrong is taken back."""
    with edit_checked(path, load_for_command):
        yield


def is_web_address(url: str) -> bool:
    try:
        split_url(url, WEB)
    except Malformed:
        return False
    return True
