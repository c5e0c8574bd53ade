"""Write to a watchlist file from the command line, checked afterwards."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from monitor.adapters.config.edit.checked import edit_checked
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.urls import WEB, split_url
from monitor.adapters.config.watchlists.load import watchlist_files
from monitor.cli.arguments.choices import did_you_mean, find_source
from monitor.cli.console.output import say_error
from monitor.cli.context import Loaded, in_store, load_all, load_for_command, settings_file, settings_of
from monitor.core.model.settings import Settings
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.text.urls import feed_address
from monitor.errors import UserError


def loaded_for_edit() -> Loaded:
    """The configuration for a command that adds to it: what is not there yet counts as empty."""
    settings = settings_of()
    if settings.remote.server:
        raise UserError("watchlists are edited on the machine of their monitor, or on its pages")
    return load_all(settings_file(), os.environ, blank_ok=True)


def watchlist_file(here: Loaded, name: str) -> Path:
    """The file of that name; without a name the only one there is, else ``mine.yaml``. It need not exist yet."""
    folder = Path(here.settings.watchlists)
    files = sorted(watchlist_files(folder, blank_ok=True))
    if not name:
        return files[0] if len(files) == 1 else folder / "mine.yaml"
    if Path(name).name != name or name.startswith("."):
        raise UserError(f'"{name}" is not a valid file name; write it without folder and without .yaml')
    if folder.is_file():
        return folder
    return next((file for file in files if file.stem == name), None) or folder / f"{name}.yaml"


def say_new_file(path: Path, name: str, here: Loaded) -> None:
    """A name that only nearly fits a file that is there may be a slip: the new file is made, and that is said."""
    if name and not path.exists():
        near = did_you_mean(name, here.watchlists.names)
        say_error(f"{path} is a new watchlist{near}")


def find_spec(here: Loaded, written: str) -> SourceSpec:
    """The source of the watchlists by id, address, title, or a part that only one has; UserError otherwise."""
    specs = here.watchlists.sources
    exact = [spec for spec in specs if feed_address(spec.url) == feed_address(written)]
    if exact:
        return exact[0]
    known = _known_sources(here)
    candidates = [
        Source(id=row.id if row else 0, url=spec.url, kind=spec.kind, title=spec.title or (row.title if row else ""))
        for spec in specs
        for row in (known.get(feed_address(spec.url)),)
    ]
    found = find_source(candidates, written, missing=f"no watchlist has {written}")
    return next(spec for spec in specs if spec.url == found.url)


def _known_sources(here: Loaded) -> dict[str, Source]:
    """What the store knows of the sources, by the address that the watchlists give."""
    rows: Sequence[Source] = in_store(here, lambda tx: tx.sources.all())
    return {feed_address(row.configured_url or row.url): row for row in rows if row.state != "removed"}


@contextmanager
def checked_edit(path: Path) -> Iterator[None]:
    """Around an edit: one after which the configuration would be wrong is taken back, with the folder it needed."""
    with _folder_for(path), edit_checked(path, load_for_command):
        yield


@contextmanager
def _folder_for(path: Path) -> Iterator[None]:
    folder = path.parent
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{folder} cannot be created: {error.strerror}") from error
    try:
        yield
    finally:
        if is_new and not any(folder.iterdir()):
            folder.rmdir()


def is_web_address(url: str) -> bool:
    try:
        split_url(url, WEB)
    except Malformed:
        return False
    return True


def when_taken_over(settings: Settings) -> str:
    """When a running monitor works by what was just written."""
    return f"a running monitor takes it up {'by itself' if settings.reload == 'auto' else 'after `monitor reload`'}"
