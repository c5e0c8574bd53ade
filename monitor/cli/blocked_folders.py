"""Folders that the settings ask for and that can never be made, for a file stands where one is to be."""

from collections.abc import Iterator
from pathlib import Path

from monitor.adapters.store.state_dir import file_in_the_way, tell_file_in_the_way
from monitor.cli.setting_places import with_place
from monitor.core.channels.file import FOLDER
from monitor.core.model.database_address import file_in
from monitor.core.model.settings import Settings


def find_blocked_folders(settings: Settings) -> Iterator[str]:
    """A line for each, with the place of its setting; who may write there is not asked: another user may run it."""
    state = Path(settings.state_dir)
    if file := file_in_the_way(state):
        yield with_place(f"state directory {state}: it cannot be created: {tell_file_in_the_way(file)}", ("state_dir",))
    named = file_in(settings.database)
    file = Path(named) if named is not None else None
    if file and file.is_dir():
        yield with_place(f"database {file}: this is a folder; a file is expected", ("database",))
    elif file and file.parent != state and not file.parent.is_dir():
        yield with_place(f"database {file}: its folder does not exist", ("database",))
    if settings.backup.folder and (file := file_in_the_way(Path(settings.backup.folder))):
        folder = settings.backup.folder
        yield with_place(f"backup folder {folder}: it cannot be created: {tell_file_in_the_way(file)}", ("backup.dir",))
    for channel in settings.channels:
        given = channel.options.get(FOLDER.name) if channel.kind == "file" else None
        if given and (file := file_in_the_way(Path(str(given)))) and channel.place is not None:
            place = channel.place
            what = f"channel {channel.name}: path {given} cannot be a folder: {tell_file_in_the_way(file)}"
            yield f"{place.file}:{place.line}:{place.column}: {what}"
