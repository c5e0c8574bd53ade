"""A configuration in the making: a whole folder of its own until everything is asked, then written in place."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from monitor.adapters.config.edit.checked import edit_checked
from monitor.adapters.config.edit.items import add_source, add_topic
from monitor.adapters.config.edit.yaml_text import data_of
from monitor.adapters.config.starter import (
    WATCHLIST_FILE,
    StarterSettings,
    example_files,
    searches_text,
    settings_text,
    starter_files,
    write_missing,
)
from monitor.adapters.config.watchlists.load import watchlist_files
from monitor.app.polling.preview import SourcePreview, preview_site
from monitor.cli.context import Loaded, load_all, with_app
from monitor.core.match.topic_ids import new_topic_id
from monitor.core.model.sources import SourceSpec
from monitor.core.text.urls import feed_address
from monitor.errors import UserError
from monitor.values import dataclass

SECRETS = "secrets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What ``Draft.write`` did: files that are new, that it added to, and that stay as they were."""

    written: Sequence[Path]
    added_to: Sequence[Path]
    kept: Sequence[Path]


@dataclass(slots=True, kw_only=True)
class Draft:
    """What ``monitor init`` is about to write. A folder that has settings already is added to, where it stands."""

    target: Path
    folder: Path
    """Where it grows; ``target`` itself when that has settings."""
    settings: StarterSettings
    private: set[str] = field(default_factory=set)
    topics: list[str] = field(default_factory=list)
    """Ids of what was added."""
    made: list[Path] = field(default_factory=list)
    """Files that came along, where they were written."""
    grown: dict[Path, None] = field(default_factory=dict)
    """Watchlists that something was added to, where they grow."""

    @classmethod
    def begin(cls, target: Path, workshop: Path, settings: StarterSettings) -> "Draft":
        """A draft in ``workshop``, with the watchlists that the target has already."""
        if (target / "monitor.yaml").is_file():
            draft = cls(target=target, folder=target, settings=settings)
            Path(load_all(target / "monitor.yaml", os.environ, blank_ok=True).settings.watchlists).mkdir(exist_ok=True)
            return draft
        draft = cls(target=target, folder=workshop, settings=settings)
        if (target / "watchlists").is_dir():
            shutil.copytree(target / "watchlists", workshop / "watchlists")
        files = starter_files(settings)
        if any((workshop / "watchlists").glob("*.y*ml")):
            del files[WATCHLIST_FILE]
        write_missing(workshop, files)
        return draft

    @property
    def is_new(self) -> bool:
        """Whether the settings are ours to write."""
        return self.folder != self.target

    @property
    def watchlist(self) -> Path:
        """The file that takes what is added."""
        folder = Path(self.load().settings.watchlists)
        files = watchlist_files(folder, blank_ok=True)
        return files[0] if len(files) == 1 else folder / "mine.yaml"

    def load(self) -> Loaded:
        """The configuration as it is now."""
        return load_all(self.folder / "monitor.yaml", os.environ, blank_ok=True)

    def add_topic(self, name: str, aliases: Sequence[str]) -> str:
        """Add a topic, unless one of this name is there; returns its id."""
        topics = self.load().watchlists.topics
        for topic in topics:
            if name.casefold() in {known.casefold() for known in topic.name.values()}:
                return topic.id
        present = {topic.id for topic in topics}
        topic_id = new_topic_id(name, present.__contains__)
        path = self.watchlist
        # One wrong name would keep every later command from reading the file.
        with edit_checked(path, self.load):
            add_topic(path, topic_id, name, list(dict.fromkeys((name, *aliases))))
        self.grown[path] = None
        self.topics.append(topic_id)
        return topic_id

    def preview(self, url: str) -> SourcePreview:
        """What is at this address, with what of it would match."""
        return with_app(self.load(), lambda app: preview_site(app, SourceSpec(url=url)))

    def add_source(self, url: str, title: str = "") -> bool:
        """Add a source; False when it is there already."""
        if any(feed_address(spec.url) == feed_address(url) for spec in self.load().watchlists.sources):
            return False
        path = self.watchlist
        with edit_checked(path, self.load):
            add_source(path, url, title=title)
        self.grown[path] = None
        return True

    def add_searches(self) -> None:
        """News searches for the topics that were added, unless the file has searches already."""
        path = self.watchlist
        if self.topics and "searches" not in data_of(path):
            text = path.read_text("utf-8")
            path.write_text(text + searches_text(self.topics, self.settings.language), "utf-8")
            self.grown[path] = None

    def add_example(self) -> None:
        """The shipped watchlists; the empty one makes way for them."""
        empty = self.folder / WATCHLIST_FILE
        if self.is_new and not self.topics and empty.is_file() and not (self.target / WATCHLIST_FILE).exists():
            empty.unlink()
        self.made += write_missing(self.folder, example_files())[0]

    def allow(self, host: str) -> None:
        """A host on a private address may be asked."""
        if host not in self.settings.allow:
            self._set(replace(self.settings, allow=(*self.settings.allow, host)))

    def add_channel(self, name: str, keys: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        """A way out; each of ``secrets`` (key → value) goes into a file that only its owner can read."""
        named = dict(keys)
        for key, value in secrets.items():
            file = f"{SECRETS}/{name}-{key}"
            write_missing(self.folder, {file: value + "\n"}, private=frozenset({file}))
            self.private.add(file)
            named[key] = f"file:{file}"
        self._set(replace(self.settings, channels={**(self.settings.channels or {}), name: named}))

    def write(self) -> "Written":
        """Put everything in place. Of files that are there already only the watchlists are added to."""
        if not self.is_new:
            return Written(
                written=self.made,
                added_to=[*map(self._seen_from_here, self.grown)],
                kept=[self.target / "monitor.yaml"],
            )
        files = {
            path.relative_to(self.folder).as_posix(): path
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and "state" not in path.relative_to(self.folder).parts[:1]
        }
        texts = {name: path.read_text("utf-8") for name, path in files.items()}
        added_to = []
        for grown in self.grown:
            name = grown.resolve().relative_to(self.folder.resolve()).as_posix()
            if (self.target / name).exists():
                (self.target / name).write_text(texts[name], "utf-8")
                added_to.append(self.target / name)
        written, kept = write_missing(self.target, texts, private=frozenset(self.private))
        return Written(written=written, added_to=added_to, kept=[path for path in kept if path not in added_to])

    def _seen_from_here(self, path: Path) -> Path:
        here, there = self.target.resolve(), path.resolve()
        return self.target / there.relative_to(here) if there.is_relative_to(here) else path

    def _set(self, settings: StarterSettings) -> None:
        if not self.is_new:
            raise UserError(f"{self.target / 'monitor.yaml'} is yours to edit")
        self.settings = settings
        (self.folder / "monitor.yaml").write_text(settings_text(settings), "utf-8")
