"""``/settings``: what is in force and where it came from, the reader's own choices, the first run."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.adapters.config.bundled import bundled_folder
from monitor.adapters.config.edit.channels import add_channel, keep_secret
from monitor.adapters.config.edit.checked import edit_checked
from monitor.adapters.config.in_force import settings_in_force
from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.starter import StarterSettings, starter_files
from monitor.adapters.config.watchlists.load import load_watchlists, watchlist_files
from monitor.app.tokens import list_tokens
from monitor.core.i18n.catalog import language_setting
from monitor.core.i18n.phrases import Reason, render_reason
from monitor.core.model.languages import LANGUAGES
from monitor.core.model.operations.audit import AuditEntry, AuditFilter
from monitor.core.render.story_view import text_of
from monitor.errors import UserError
from monitor.values import dataclass
from monitor.version import VERSION
from monitor.web.context import Context
from monitor.web.page import THEMES, Page, Reader, own_path, reader_of
from monitor.web.pages.tokens import TokenLine, scope_names, token_lines
from monitor.web.security.request_body import form_of

_LOG_SHOWN = 50
_YEAR = 365 * 24 * 3600
_KINDS = {
    "ntfy": "https://ntfy.sh/my-topic",
    "bark": "https://api.day.app/KEY",
    "slack": "https://hooks.slack.com/services/…",
    "discord": "https://discord.com/api/webhooks/…",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/…",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=…",
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    "teams": "https://….webhook.office.com/…",
    "mattermost": "https://chat.example.org/hooks/…",
    "webhook": "https://example.org/hook",
}
"""Channel kinds that need an address and nothing else, with what one looks like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLine:
    """A setting as the page shows it."""

    name: str
    value: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A change that somebody made."""

    what: str
    who: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage(Page):
    """What is in force."""

    about: tuple[tuple[str, str], ...]
    settings: tuple[SettingLine, ...]
    log: tuple[LogLine, ...]
    languages: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    sessions: int
    has_password: bool
    tokens: tuple[TokenLine, ...]
    scopes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledList:
    """A watchlist that ships with the program."""

    name: str
    about: str
    there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage(Page):
    """The first run."""

    lists: tuple[BundledList, ...]
    kinds: tuple[tuple[str, str], ...]
    channels: tuple[str, ...]
    topics: int
    sources: int


def settings_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router = APIRouter()
    router.include_router(_settings_routes(context))
    router.include_router(_start_routes(context))
    return router


def _settings_routes(context: Context) -> APIRouter:
    """What is in force, and what a reader may choose."""
    router, app = APIRouter(), context.app

    @router.api_route("/settings", methods=["GET", "HEAD"])
    async def settings(request: Request) -> Response:
        reader = reader_of(app, request)
        now = app.clock.now()
        log, sessions, tokens = await app.in_store.look(
            lambda tx: (tx.audit.find(AuditFilter(limit=_LOG_SHOWN)), tx.web_sessions.count(now=now), list_tokens(tx))
        )
        about = await asyncio.to_thread(_about_value, reader)
        return reader.html(
            "settings", _settings_page(reader, log, about, sessions, token_lines(reader, tokens)), place="settings"
        )

    @router.post("/settings/reader")
    async def choose(request: Request) -> Response:
        form, reader = await form_of(request), reader_of(app, request)
        answer = reader.go_to(own_path(form.get("back", "/settings")))
        for name, known in (("language", LANGUAGES), ("theme", THEMES)):
            value = form.get(name, "")
            if value in known:
                reader.cookies.keep(answer, name, value, seconds=_YEAR, scripts=True)
            elif name in form:
                reader.cookies.drop(answer, name)
        return answer

    @router.post("/settings/reload")
    async def reload(request: Request) -> Response:
        await form_of(request)
        context.reload()
        return reader_of(app, request).go_to("/settings", said="reloading")

    return router


def _start_routes(context: Context) -> APIRouter:
    """The steps of the first run."""
    router, app = APIRouter(), context.app

    @router.api_route("/start", methods=["GET", "HEAD"])
    async def start(request: Request) -> Response:
        reader = reader_of(app, request)
        return reader.html("start", await asyncio.to_thread(_start_page, reader), place="settings")

    @router.post("/start/watchlists")
    async def take(request: Request) -> Response:
        form, reader = await form_of(request), reader_of(app, request)
        await asyncio.to_thread(_take_lists, reader, form.all_of("list"))
        context.reload()
        return reader.go_to("/start#channel", said="lists_taken")

    @router.post("/start/channel")
    async def connect(request: Request) -> Response:
        form, reader = await form_of(request), reader_of(app, request)
        await asyncio.to_thread(_add_channel, reader, form)
        context.reload()
        return reader.go_to("/start#test", said="channel_added")

    return router


def _about_value(reader: Reader) -> tuple[tuple[str, str], ...]:
    settings, say = reader.app.settings, reader.say
    state = Path(settings.state_dir)
    rows = [("about_version", VERSION), ("about_file", settings.file or say("defaults_only"))]
    database = state / "monitor.db"
    if database.is_file():
        rows.append(("about_database", say("megabytes", n=round(database.stat().st_size / 1e6, 1))))
    if state.is_dir():
        free = shutil.disk_usage(state).free
        rows.append(("about_disk", say("gigabytes_free", n=round(free / 1e9, 1))))
        newest = max((one.stat().st_mtime for one in (state / "backups").glob("*") if one.is_file()), default=None)
        at = reader.moment(datetime.fromtimestamp(newest, tz=UTC)).text if newest is not None else say("never")
        rows.append(("about_backup", at))
    rows.append(("about_zone", settings.timezone))
    return tuple((say(name), value) for name, value in rows)


def _settings_page(
    reader: Reader,
    log: Sequence[AuditEntry],
    about: tuple[tuple[str, str], ...],
    sessions: int,
    tokens: tuple[TokenLine, ...],
) -> SettingsPage:
    say, app = reader.say, reader.app
    lines = []
    for one in settings_in_force(app.settings, os.environ):
        value = (say("secret_set") if one.is_set else say("secret_unset")) if one.is_secret else one.value
        place = one.place or say("default_value")
        lines.append(SettingLine(name=one.name, value=text_of(app.redact(value), 300), place=place))
    chosen = reader.wording.language
    names = [(code, language_setting(code, "name")) for code in LANGUAGES]
    return SettingsPage(
        title=say("nav_settings"),
        lang=reader.lang,
        root=reader.root,
        about=about,
        settings=tuple(lines),
        log=tuple(_log_line(reader, entry) for entry in log),
        languages=tuple(Choice(value=code, name=name, chosen=code == chosen) for code, name in names),
        themes=tuple(
            Choice(value=one, name=say(f"theme_{one or 'system'}"), chosen=one == reader.theme) for one in ("", *THEMES)
        ),
        sessions=sessions,
        has_password=bool(app.settings.web.password),
        tokens=tokens,
        scopes=scope_names(reader),
    )


def _log_line(reader: Reader, entry: AuditEntry) -> LogLine:
    return LogLine(
        what=text_of(entry.what, 300),
        who=text_of(render_reason(entry.who, reader.wording.language), 80),
        when=reader.when(entry.at),
    )


def _start_page(reader: Reader) -> StartPage:
    app, say = reader.app, reader.say
    folder = Path(app.settings.watchlists)
    present = {file.stem for file in watchlist_files(folder)} if folder.is_dir() else set()
    lists = [
        BundledList(name=file.stem, about=_first_line(file), there=file.stem in present)
        for file in sorted(watchlist_files(bundled_folder("watchlists")))
    ]
    return StartPage(
        title=say("start_title"),
        lang=reader.lang,
        root=reader.root,
        lead=say("start_lead"),
        lists=tuple(lists),
        kinds=tuple(_KINDS.items()),
        channels=tuple(app.channel_settings),
        topics=len(app.watchlists.topics),
        sources=len(app.watchlists.sources),
    )


def _first_line(file: Path) -> str:
    first = file.read_text("utf-8").partition("\n")[0]
    return text_of(first.lstrip("# "), 300) if first.startswith("#") else ""


def _take_lists(reader: Reader, names: Sequence[str]) -> None:
    """Copy shipped watchlists into the folder of this installation; one that is there stays as it is."""
    folder = Path(reader.app.settings.watchlists)
    shipped = {file.stem: file for file in watchlist_files(bundled_folder("watchlists"))}
    wanted = [shipped[name] for name in names if name in shipped and not (folder / shipped[name].name).exists()]
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in wanted:
            (folder / file.name).write_bytes(file.read_bytes())
            written.append(folder / file.name)
        load_watchlists(folder, settings=reader.app.settings, env=os.environ)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _add_channel(reader: Reader, form: "dict[str, str]") -> None:
    settings = reader.app.settings
    kind, address = form.get("kind", ""), form.get("address", "").strip()
    if kind not in _KINDS or not address:
        raise UserError(Reason("refused.no-channel"))
    path = Path(settings.file) if settings.file else Path("monitor.yaml")
    if not path.exists():
        path.write_text(
            starter_files(StarterSettings(timezone=settings.timezone, language=settings.language))["monitor.yaml"],
            "utf-8",
        )
    name = next(one for one in (kind, *(f"{kind}{n}" for n in range(2, 100))) if one not in reader.app.channel_settings)
    secret = keep_secret(Path(settings.state_dir), f"{name}-url", address)
    with edit_checked(path, lambda: load_settings(path, env=os.environ, base=path.parent)):
        add_channel(path, name, {"type": kind, "url": secret})
