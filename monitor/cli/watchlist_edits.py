"""Write to a watchlist file from the command line, checked afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.adapters.config.edit.yaml_text import edit_alone, write_text
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.urls import WEB, split_url
from monitor.adapters.config.settings.load import read_bytes
from monitor.adapters.config.watchlists.load import watchlist_files
from monitor.cli.context import Loaded, load_for_command
from monitor.core.model.settings import Settings
from monitor.errors import ConfigError, MonitorError, Problem, UserError


def watchlist_file(here: Loaded, name: str, *, create: bool = False) -> Path:
    """The file of that name; without a name the only one there is, else ``mine.yaml``. It need not exist yet."""
    folder = Path(here.settings.watchlists)
    files = sorted(watchlist_files(folder))
    if not name:
        return files[0] if len(files) == 1 else folder / "mine.yaml"
    if Path(name).name != name or name.startswith("."):
        raise UserError(f'"{name}" is not a valid file name; write it without folder and without .yaml')
    found = next((file for file in files if file.stem == name), None)
    if found is None and not create:
        raise UserError(f"no watchlist {name} in {folder}; there are: {', '.join(file.stem for file in files)}")
    return found or folder / f"{name}.yaml"


@contextmanager
def checked_edit(path: Path) -> Iterator[None]:
    """Around an edit: one after which the configuration would be wrong is taken back."""
    with edit_alone(path.parent):
        yield from _check_after(path)


def _check_after(path: Path) -> Iterator[None]:
    before = read_bytes(path) if path.exists() else None
    try:
        yield
        load_for_command()
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from error
    except MonitorError as error:
        if before is None:
            path.unlink(missing_ok=True)
        elif read_bytes(path) != before:
            write_text(path, before.decode("utf-8"))
        if isinstance(error, ConfigError):
            raise UserError("nothing was changed: " + "\n".join(map(_without_place, error.problems))) from None
        raise


def _without_place(problem: Problem) -> str:
    """The line it names is gone again."""
    got = f"; got {problem.got}" if problem.got else ""
    expected = f"; expected {problem.expected}" if problem.expected else ""
    hint = f"; {problem.hint}" if problem.hint else ""
    return f"{problem.what}{got}{expected}{hint}"


def is_web_address(url: str) -> bool:
    try:
        split_url(url, WEB)
    except Malformed:
        return False
    return True


def when_taken_over(settings: Settings) -> str:
    """When a running monitor works by what was just written."""
    by_itself = settings.reload == "auto"
    return f"a running monitor takes it over {'within seconds' if by_itself else 'after `monitor reload`'}"
