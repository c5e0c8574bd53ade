"""``/settings``: what is in force and where it came from, and the reader's own choices."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.adapters.config.in_force import settings_in_force
from monitor.app.context import AppContext
from monitor.app.tokens import list_tokens
from monitor.core.i18n.catalog import language_setting
from monitor.core.i18n.phrases import render_reason
from monitor.core.model.languages import LANGUAGES
from monitor.core.model.operations.audit import AuditEntry, AuditFilter
from monitor.core.model.operations.key_values import LAST_BACKUP, BackupNote
from monitor.core.model.operations.tokens import AccessToken
from monitor.core.render.story_view import text_of
from monitor.ports import Transaction
from monitor.values import dataclass
from monitor.version import VERSION
from monitor.web.context import Context
from monitor.web.page import THEMES, Page, Reader, own_path, reader_of
from monitor.web.pages.token_view import TokenLine, scope_names, token_lines
from monitor.web.security.request_body import form_of

_LOG_SHOWN = 50
_YEAR = 365 * 24 * 3600


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
    problem: str = ""
    """Why the token that was asked for could not be made; ``asked_name`` and ``asked_scope`` are what was typed."""
    asked_name: str = ""
    asked_scope: str = "read"


def settings_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    @router.api_route("/settings", methods=["GET", "HEAD"])
    async def settings(request: Request) -> Response:
        reader = reader_of(app, request)
        return reader.html("settings", await settings_page(reader), place="settings")

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


async def settings_page(reader: Reader) -> SettingsPage:
    """The page as it is now."""
    found = await reader.app.in_store.look(partial(_read_known, reader.app))
    return await asyncio.to_thread(_settings_page, reader, found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the store has for the page."""

    log: Sequence[AuditEntry]
    sessions: int
    tokens: Sequence[AccessToken]
    store_bytes: int
    backup: BackupNote | None


def _read_known(app: AppContext, tx: Transaction) -> _Known:
    now = app.clock.now()
    return _Known(
        log=tx.audit.find(AuditFilter(limit=_LOG_SHOWN)),
        sessions=tx.web_sessions.count(now=now),
        tokens=list_tokens(tx),
        store_bytes=tx.work.store_bytes(),
        backup=tx.key_values.get(LAST_BACKUP),
    )


def _about_rows(reader: Reader, found: _Known) -> tuple[tuple[str, str], ...]:
    settings, say = reader.app.settings, reader.say
    rows = [("about_version", VERSION), ("about_file", settings.file or say("defaults_only"))]
    rows.append(("about_database", say("megabytes", n=round(found.store_bytes / 1e6, 1))))
    if Path(settings.state_dir).is_dir():
        free = shutil.disk_usage(settings.state_dir).free
        rows.append(("about_disk", say("gigabytes_free", n=round(free / 1e9, 1))))
    made_at = found.backup.made_at if found.backup is not None else None
    rows.append(("about_backup", reader.moment(made_at).text if made_at is not None else say("never")))
    rows.append(("about_zone", settings.timezone))
    return tuple((say(name), value) for name, value in rows)


def _settings_page(reader: Reader, found: _Known) -> SettingsPage:
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
        about=_about_rows(reader, found),
        settings=tuple(lines),
        log=tuple(_log_line(reader, entry) for entry in found.log),
        languages=tuple(Choice(value=code, name=name, chosen=code == chosen) for code, name in names),
        themes=tuple(
            Choice(value=one, name=say(f"theme_{one or 'system'}"), chosen=one == reader.theme) for one in ("", *THEMES)
        ),
        sessions=found.sessions,
        has_password=bool(app.settings.web.password),
        tokens=token_lines(reader, found.tokens),
        scopes=scope_names(reader),
    )


def _log_line(reader: Reader, entry: AuditEntry) -> LogLine:
    return LogLine(
        what=text_of(entry.what, 300),
        who=text_of(render_reason(entry.who, reader.wording.language), 80),
        when=reader.when(entry.at),
    )
