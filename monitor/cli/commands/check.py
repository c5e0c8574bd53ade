"""``monitor init | check``: from nothing to a configuration that is known to be right."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.config.bundled import own_templates
from monitor.adapters.config.refused_sources import find_refused_sources
from monitor.adapters.config.schema.secrets import framed_secrets
from monitor.adapters.config.watchlists.load import SUFFIXES
from monitor.cli.blocked_folders import find_blocked_folders
from monitor.cli.console.output import counted, print_json, progress_bar, say, say_error
from monitor.cli.console.problem_rows import problem_row
from monitor.cli.context import Loaded, load_for_command, read_store, settings_file, with_app
from monitor.cli.odd_surroundings import odd_surroundings
from monitor.core.match.findings import Finding
from monitor.core.match.lint import check_examples, lint_topics
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.languages import LANGUAGES
from monitor.errors import ConfigError, StoreError, TemplateFault, UserError

# What only some configurations need is imported there: templates of one's own, stored hits, ``--live``.
if TYPE_CHECKING:
    from monitor.app.polling.preview import LiveCheck


def check(
    live: Annotated[
        bool, typer.Option("--live", help="Also fetch every source once; nothing is stored or sent.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
    schemas: Annotated[
        Path | None, typer.Option("--schemas", help="Write the JSON Schemas of both file kinds here.")
    ] = None,
) -> None:
    """Check settings, watchlists, templates and examples; exit 2 for errors. Example: monitor check --live"""
    try:
        here = load_for_command()
        faults = _template_faults(here)
        if here.settings.stories.semantic:
            from monitor.adapters.embeddings import SentenceEmbedder

            SentenceEmbedder()
        matcher = compile_matcher(here.watchlists.topics, here.watchlists.signals)
    except UserError as error:
        if as_json:
            print_json(_check_document(None, _problems_of(error), (), ()))
        raise
    if schemas is not None:
        _write_schemas(schemas, tell=say_error if as_json else say)
    broken = [*faults, *check_examples(matcher, here.watchlists.topics)]
    refused = find_refused_sources(here.settings, here.watchlists)
    wrong = [*broken, *find_blocked_folders(here.settings), *refused]
    named = _with_history(here, lint_topics(here.watchlists.topics, here.watchlists.signals))
    warnings = [*_empty_lists(here), *_unread_files(here), *named, *_former_names(here), *_weak_password(here)]
    warnings += framed_secrets(os.environ, here.settings.secrets | here.watchlists.secrets)
    warnings += odd_surroundings(here.settings, os.environ)
    found = _check_sources(here) if live and not broken else []
    if as_json:
        print_json(_check_document(here, wrong, warnings, found))
    else:
        _say_results(here, wrong, warnings, found)
    raise typer.Exit(2 if wrong else 1 if any(checked.error for checked in found) else 0)


def _empty_lists(here: Loaded) -> Sequence[str]:
    """Nothing to watch, or nowhere to look: a beginning, not a mistake."""
    folder = here.settings.watchlists
    missing = [] if here.watchlists.topics else [f"{folder}: no topic yet; monitor topics add NAME"]
    return missing if here.watchlists.sources else [*missing, f"{folder}: no source yet; monitor sources add ADDRESS"]


def _unread_files(here: Loaded) -> Sequence[str]:
    """Watchlists in folders inside the folder: Kubernetes, Git and people keep copies there, so none is read.

    And those to whose names an editor added an ending that its system does not show.
    """
    folder = Path(here.settings.watchlists)
    below = [path for path in sorted(folder.glob("[!.#]*/*")) if path.suffix.lower() in SUFFIXES and path.is_file()]
    told = [f"{path}: it lies in a folder inside {folder}, so it is not read; move it up" for path in below]
    texts = [path for path in sorted(folder.glob("[!.#]*")) if path.suffix.lower() == ".txt" and path.is_file()]
    hidden = [path for path in texts if Path(path.stem).suffix.lower() in SUFFIXES]
    told += [f"{path}: its name ends with .txt, so it is not read; call it {path.stem}" for path in hidden]
    named = [path for path in sorted(folder.glob("[!.#]*")) if path.suffix.lower() in SUFFIXES and path.is_dir()]
    return told + [f"{path}: this is a folder, so it is not read; a file is expected" for path in named]


def _template_faults(here: Loaded) -> Sequence[TemplateFault]:
    """TemplateFault when one does not compile; else what the user's own do wrong with made-up news.

    That those which ship with the program are right, its own tests show.
    """
    if not own_templates(here.templates):
        return ()
    import asyncio

    return asyncio.run(_faults_of_own(here))


async def _faults_of_own(here: Loaded) -> Sequence[TemplateFault]:
    from monitor.app.delivery.render import faults_of
    from monitor.core.render.samples import sample_wording
    from monitor.wiring import open_printing

    zone = ZoneInfo(here.settings.timezone)
    wordings = [sample_wording(language, zone) for language in LANGUAGES]
    async with open_printing(here.templates) as made:
        return await faults_of(made.templates, made.own, wordings) if made.own else ()


def _with_history(here: Loaded, warnings: Sequence[Finding]) -> Sequence[Finding]:
    """The warnings with what stored hits say, where there are any."""
    if not warnings:
        return warnings
    from monitor.adapters.store.database import is_made
    from monitor.app.feedback.history import with_stored_hits

    if not is_made(here.settings.database):
        return warnings
    try:
        return read_store(here.settings, lambda tx: with_stored_hits(tx, warnings, here.watchlists.topics))
    except StoreError as error:
        say_error(f"the stored hits could not be read: {error}")
        return warnings


def _weak_password(here: Loaded) -> Sequence[str]:
    why = here.settings.web.weakness
    return [f"{settings_file()}: web.password is weak: {why}; use a longer one of random characters"] if why else []


def _former_names(here: Loaded) -> Iterator[str]:
    own = sorted(own_templates(here.templates))
    if not own:
        return
    from monitor.core.render.template_sandbox import find_former_names

    for name in own:
        yield from find_former_names(name, here.templates[name])


def _problems_of(error: UserError) -> Sequence[object]:
    return error.problems if isinstance(error, ConfigError) else [error]


def _write_schemas(folder: Path, *, tell: Callable[[str], None]) -> None:
    from monitor.adapters.config.json_schema import write_schemas

    try:
        written = write_schemas(folder)
    except OSError as error:
        raise UserError(f"{folder} cannot be written: {error.strerror}") from error
    for path in written:
        tell(f"wrote {path}")


def _check_sources(here: Loaded) -> list["LiveCheck"]:
    from monitor.app.polling.preview import check_live

    with progress_bar() as bar:
        task = bar.add_task("asking sources", total=len(here.watchlists.sources))
        return with_app(here, lambda app: check_live(app, progress=lambda: bar.advance(task)))


def _check_document(
    here: Loaded | None, wrong: Sequence[object], warnings: Sequence[object], found: "Sequence[LiveCheck]"
) -> dict[str, object]:
    return {
        "settings": (here.settings.file or None) if here else None,
        "watchlists": list(here.watchlists.names) if here else [],
        "topics": len(here.watchlists.topics) if here else 0,
        "sources": len(here.watchlists.sources) if here else 0,
        "errors": [problem_row(finding) for finding in wrong],
        "warnings": [problem_row(finding) for finding in warnings],
        "live": [{"url": checked.url, "entries": checked.entries, "error": checked.error or None} for checked in found],
    }


def _say_results(
    here: Loaded, wrong: Sequence[object], warnings: Sequence[object], found: "Sequence[LiveCheck]"
) -> None:
    for finding in (*wrong, *warnings):
        say_error(str(finding))
    for checked in found:
        say(f"{'✗' if checked.error else '✓'} {checked.url}: {checked.error or f'{checked.entries} entries'}")
    where = settings_file() or "defaults (no monitor.yaml)"
    own = any(channel.place is not None for channel in here.settings.channels)
    parts = (
        (len(here.watchlists.topics), "topic"),
        (len(here.watchlists.sources), "source"),
        (len(here.settings.channels), "channel" if own else "built-in channel"),
        (len(here.templates), "template"),
    )
    summary = f"{where}: {', '.join(counted(number, noun) for number, noun in parts)}"
    say(f"{summary}: {counted(len(wrong), 'error')}, {counted(len(warnings), 'warning')}")
    if found:
        say(f"live: {sum(not checked.error for checked in found)} of {len(found)} sources answer")
