"""``/watchlists``: what is watched for, as the files say it; tried while one writes, with every version kept."""

import hashlib
import os
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from monitor.adapters.config.edit.checked import read_watchlists_again
from monitor.adapters.config.edit.items import add_topic
from monitor.adapters.config.edit.versions import edit_with_version, undo_edit, versions_of
from monitor.adapters.config.edit.yaml_text import write_text
from monitor.adapters.config.settings.load import read_bytes
from monitor.adapters.config.watchlists.load import watchlist_files
from monitor.app.context import AppContext
from monitor.core.i18n.phrases import Reason, render_reason
from monitor.core.render.story_view import text_of
from monitor.errors import UserError
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.new_topics import free_topic_id, names_in
from monitor.web.page import Page, Reader, reader_of
from monitor.web.security.request_body import Form, form_of
from monitor.web.trials import DAYS, Trial, try_watchlist

_LARGEST = 4 * 1024 * 1024
_SAMPLES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A watchlist file."""

    name: str
    said: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchlistsPage(Page):
    """All files."""

    files: tuple[FileLine, ...]
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialLine:
    """One hit that comes or goes, and why."""

    title: str
    reason: str
    topic: str
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialView:
    """What would become of a change."""

    said: str
    note: str
    problems: tuple[str, ...]
    findings: tuple[str, ...]
    lines: tuple[TrialLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchlistPage(Page):
    """One file."""

    name: str
    text: str
    version: str
    line: int
    trial: TrialView | None
    versions: int
    problem: str
    refused: str = ""
    """Why the topic that was asked for could not be added; ``called`` and ``names`` are what was typed."""
    called: str = ""
    names: str = ""


def watchlist_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router = APIRouter()
    router.include_router(_reading_routes(context))
    router.include_router(_saving_routes(context))
    router.include_router(_topic_routes(context))
    return router


def _reading_routes(context: Context) -> APIRouter:
    """The files, and what a change to one would do."""
    router, app = APIRouter(), context.app

    @router.api_route("/watchlists", methods=["GET", "HEAD"])
    async def watchlists(request: Request) -> Response:
        reader = reader_of(app, request)
        return reader.html("watchlists", _list_page(reader), place="watchlists")

    @router.api_route("/watchlists/{name}", methods=["GET", "HEAD"])
    async def watchlist(name: str, request: Request, topic: str = "") -> Response:
        reader, file = reader_of(app, request), _file_named(context, name)
        content = read_bytes(file)
        page = _edit_page(reader, file, content.decode("utf-8"), topic=topic, version=_version_of(content))
        return reader.html("watchlist", page, place="watchlists")

    @router.post("/watchlists/{name}/try")
    async def attempt(name: str, request: Request) -> Response:
        reader, file = reader_of(app, request), _file_named(context, name)
        form = await form_of(request, at_most=_LARGEST)
        text = _text_in(form)
        trial = _trial_view(reader, await try_watchlist(app, file, text))
        page = _edit_page(reader, file, text, trial=trial, version=form.get("version"))
        return reader.html("watchlist", page, place="watchlists")

    return router


def _saving_routes(context: Context) -> APIRouter:
    """A file written as a whole, and the version before it."""
    router, app = APIRouter(), context.app

    @router.post("/watchlists/{name}")
    async def save(name: str, request: Request) -> Response:
        reader, file = reader_of(app, request), _file_named(context, name)
        form = await form_of(request, at_most=_LARGEST)
        text = _text_in(form)
        began_with, trial = form.get("version"), await try_watchlist(app, file, text)
        if trial.problems:
            page = _edit_page(reader, file, text, trial=_trial_view(reader, trial), version=began_with)
            return reader.html("watchlist", page, place="watchlists", status=400)
        try:
            with _edit(app, file):
                _write_over(file, text, began_with)
        except _ChangedMeanwhileError:
            # Who saves once more has been told.
            problem = reader.refusal("changed-meanwhile")
            page = _edit_page(reader, file, text, trial=_trial_view(reader, trial), problem=problem)
            return reader.html("watchlist", page, place="watchlists", status=409)
        context.reload()
        return reader.go_to(f"/watchlists/{name}", said="watchlist_saved")

    @router.post("/watchlists/{name}/undo")
    async def undo(name: str, request: Request) -> Response:
        reader, file = reader_of(app, request), _file_named(context, name)
        await form_of(request)
        undo_edit(Path(app.settings.state_dir), file, read_again=read_watchlists_again(app.settings, os.environ))
        context.reload()
        return reader.go_to(f"/watchlists/{name}", said="watchlist_undone")

    return router


def _topic_routes(context: Context) -> APIRouter:
    """A topic more in a file."""
    router, app = APIRouter(), context.app

    @router.post("/watchlists/{name}/topic")
    async def add(name: str, request: Request) -> Response:
        reader, file = reader_of(app, request), _file_named(context, name)
        form = await form_of(request)
        called, written = form.get("name", "").strip()[:100], form.get("names", "")
        try:
            await write_topic(file, called, names_in(written) or [called])
        except UserError as error:
            text = read_bytes(file).decode("utf-8")
            page = replace(_edit_page(reader, file, text), refused=reader.fault(error), called=called, names=written)
            return reader.html("watchlist", page, place="watchlists", status=400)
        context.reload()
        return reader.go_to("/topics", said="topic_added")

    async def write_topic(file: Path, called: str, names: Sequence[str]) -> None:
        if not called:
            raise UserError(Reason("refused.no-name"))
        topic = await app.in_store.look(lambda tx: free_topic_id(context, tx, called))
        with _edit(app, file):
            add_topic(file, topic, called, names)

    return router


class _ChangedMeanwhileError(UserError):
    """The file says something else than the text that somebody edited."""


def _edit(app: AppContext, file: Path) -> AbstractContextManager[None]:
    read_again = read_watchlists_again(app.settings, os.environ)
    return edit_with_version(Path(app.settings.state_dir), file, app.clock.now(), read_again=read_again)


def _write_over(file: Path, text: str, version: str | None) -> None:
    """Inside an edit, when nobody else writes: only over the version that the text was made from."""
    if version != _version_of(read_bytes(file)):
        raise _ChangedMeanwhileError(Reason("refused.changed-meanwhile"))
    write_text(file, text)


def _file_named(context: Context, name: str) -> Path:
    folder = Path(context.app.settings.watchlists)
    found = next((file for file in watchlist_files(folder, blank_ok=True) if file.stem == name), None)
    if found is None:
        raise HTTPException(404, "Not Found")
    return found


def _text_in(form: Form) -> str:
    text = form.get("text", "").replace("\r\n", "\n")
    return text if text.endswith("\n") else f"{text}\n"


def _version_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _list_page(reader: Reader) -> WatchlistsPage:
    app, say = reader.app, reader.say
    folder = Path(app.settings.watchlists)
    lines = []
    for file in sorted(watchlist_files(folder, blank_ok=True)):
        topics = [one for one in app.watchlists.topics if one.place is not None and Path(one.place.file) == file]
        sources = [one for one in app.watchlists.sources if one.place is not None and Path(one.place.file) == file]
        said = say("watchlist_holds", topics=len(topics), sources=len(sources))
        lines.append(FileLine(name=file.stem, said=said, topics=tuple(reader.topic(topic.id) for topic in topics[:12])))
    return WatchlistsPage(
        title=say("nav_watchlists"), lang=reader.lang, root=reader.root, files=tuple(lines), folder=folder.name
    )


def _edit_page(
    reader: Reader,
    file: Path,
    text: str,
    *,
    topic: str = "",
    trial: TrialView | None = None,
    problem: str = "",
    version: str | None = None,
) -> WatchlistPage:
    """``version``: of the file, that this text was made from; without one, of the file as it is now."""
    place = next((one.place for one in reader.app.watchlists.topics if one.id == topic), None)
    return WatchlistPage(
        title=file.stem,
        lang=reader.lang,
        root=reader.root,
        name=file.stem,
        text=text,
        version=version if version is not None else _version_of(read_bytes(file)),
        line=place.line if place is not None else 0,
        trial=trial,
        versions=len(versions_of(Path(reader.app.settings.state_dir), file)),
        problem=problem,
    )


def _trial_view(reader: Reader, trial: Trial) -> TrialView:
    say = reader.say
    if trial.problems:
        problems = tuple(text_of(str(problem), 600) for problem in trial.problems[:20])
        return TrialView(said=say("cannot_be_saved"), note="", problems=problems, findings=(), lines=())
    result = trial.result
    topics = result.topics if result is not None else ()
    new, lost = sum(one.new for one in topics), sum(one.lost for one in topics)
    lines: list[TrialLine] = []
    for one in topics:
        for sample, is_new in [(s, True) for s in one.new_samples] + [(s, False) for s in one.lost_samples]:
            reason = text_of(render_reason(sample.reason, reader.wording.language), 300)
            name = reader.topic(one.topic)
            lines.append(TrialLine(title=text_of(sample.title, 200), reason=reason, topic=name, new=is_new))
    unchanged = not trial.changed
    return TrialView(
        said=say("no_rule_changed") if unchanged else say("trial_said", new=new, lost=lost, days=DAYS),
        note="" if trial.is_whole else say("trial_newest", n=trial.documents),
        problems=(),
        findings=tuple(text_of(f"{finding.sentence}; {finding.mend}", 400) for finding in trial.findings[:20]),
        lines=tuple(_shown_file(lines)),
    )


def _shown_file(lines: Sequence[TrialLine]) -> Sequence[TrialLine]:
    fresh = [line for line in lines if line.new][:_SAMPLES]
    return [*fresh, *[line for line in lines if not line.new][:_SAMPLES]]
