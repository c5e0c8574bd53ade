"""All files of the watchlist folder → ``Watchlists``: one configuration, or every mistake of every file at once."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from monitor.adapters.config.schema.values import Site, Values
from monitor.adapters.config.schema.yaml_tree import Node, read_tree
from monitor.adapters.config.settings.load import by_place, read_bytes
from monitor.adapters.config.watchlists.checks import check_watchlists
from monitor.adapters.config.watchlists.keys import WATCHLIST
from monitor.adapters.config.watchlists.sources import SourceList
from monitor.adapters.config.watchlists.topics import build_topic
from monitor.core.model.settings import Settings, Watchlists
from monitor.errors import ConfigError, Problem
from monitor.values import dataclass

SUFFIXES = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """One watchlist file; ``values`` is ``None`` when something in it is wrong."""

    path: Path
    tree: Node
    values: Values | None


def load_watchlists(
    directory: Path, *, settings: Settings, env: Mapping[str, str], blank_ok: bool = False, needs_secrets: bool = True
) -> Watchlists:
    """Read every ``*.yaml`` of the folder, or one file; raises ConfigError with all problems of all files.

    ``blank_ok``: a folder without files, and files without a word, count as empty lists. Only commands that are about
    to write into them may say so: for a daemon a file cut down to nothing must not mean that nothing is watched.
    """
    # Secrets are looked for beside the settings file, wherever the watchlists lie.
    folder = Path(settings.file).parent if settings.file else directory.absolute().parent
    site = Site(folder=folder, env=env, needs_secrets=needs_secrets)
    paths = [path for path in watchlist_files(directory, blank_ok=blank_ok) if not (blank_ok and is_blank(path))]
    files = [file for path in paths if (file := _read_file(path, site)) is not None]
    check_watchlists([file.tree for file in files], site, complete=len(files) == len(paths))
    _stop_if_wrong(site)
    watchlists = _build_watchlists(files, settings, site)
    _stop_if_wrong(site)
    return watchlists


def watchlist_files(directory: Path, *, blank_ok: bool = False) -> Sequence[Path]:
    """The files of a watchlist folder by name (a file alone counts as one); ConfigError when there are none."""
    if directory.is_file():
        return [directory]
    what = ""
    files: list[Path] = []
    try:
        files = sorted(
            path
            for path in directory.iterdir()
            # Folders and pipes of that name, and what Kubernetes, Git and editors keep beside the files, are none; a
            # link that leads nowhere is told.
            if path.suffix.lower() in SUFFIXES
            and not path.name.startswith((".", "#"))
            and (path.is_file() or not path.exists())
        )
    except OSError as exc:
        what = (exc.strerror or "it cannot be read").lower()
    if not files and not blank_ok:
        what, hint = what or "no watchlist (*.yaml) in this folder", "monitor init or monitor topics add writes one"
        raise ConfigError([Problem(file=str(directory), line=1, column=1, what=what, hint=hint)])
    return files


def is_blank(path: Path) -> bool:
    """Whether the file says nothing: comments at most."""
    try:
        return read_tree(read_bytes(path), str(path)) is None
    except ConfigError:
        return False


def _read_file(path: Path, site: Site) -> _File | None:
    try:
        tree = read_tree(read_bytes(path), str(path))
    except ConfigError as exc:
        site.problems.extend(exc.problems)
        return None
    if tree is None:
        expected = "topics, signals, sources or searches"
        hint = "remove the file, or fill it: monitor topics add NAME"
        site.problems.append(
            Problem(file=str(path), line=1, column=1, what="the watchlist is empty", expected=expected, hint=hint)
        )
        return None
    values = WATCHLIST.read(tree, "", site)
    return _File(path=path, tree=tree, values=values if isinstance(values, dict) else None)


def _stop_if_wrong(site: Site) -> None:
    if site.problems:
        raise ConfigError(by_place(site.problems))


def _build_watchlists(files: Sequence[_File], settings: Settings, site: Site) -> Watchlists:
    """The files as one configuration."""
    topics, names = [], []
    signals: dict[str, dict[str, None]] = {}
    sources = SourceList(settings=settings, site=site)
    whole = [(file, file.values) for file in files if file.values is not None]
    for file, values in whole:
        name = values["watchlist"] or file.path.stem
        names.append(name)
        for number, topic in enumerate(values["topics"]):
            topics.append(build_topic(topic, file.tree, number, watchlist=name, language=settings.language))
        for signal, words in values["signals"].items():
            signals.setdefault(signal, {}).update(dict.fromkeys(words))
        for source in values["sources"]:
            sources.add(source)
    by_id = {topic.id: topic for topic in topics}
    for _, values in whole:
        for search in values["searches"]:
            sources.search(search, by_id)
    return Watchlists(
        topics=tuple(topics),
        signals={signal: tuple(words) for signal, words in signals.items()},
        sources=sources.specs(),
        names=tuple(names),
        secrets=frozenset(site.secrets),
        secret_files=frozenset(site.secret_files),
    )
