"""``/start``: the first run, in steps: watchlists that ship, a channel, a test."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from monitor.adapters.config.bundled import bundled_folder
from monitor.adapters.config.edit.channels import add_channel, keep_secret
from monitor.adapters.config.edit.checked import edit_checked
from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.starter import StarterSettings, starter_files
from monitor.adapters.config.watchlists.load import load_watchlists, watchlist_files
from monitor.core.i18n.phrases import Reason
from monitor.core.render.story_view import text_of
from monitor.errors import UserError
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.page import Page, Reader, reader_of
from monitor.web.security.request_body import form_of

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
    problem: str = ""
    """Why the channel that was asked for could not be added; ``kind`` and ``address`` are what was typed."""
    kind: str = ""
    address: str = ""


def start_routes(context: Context) -> APIRouter:
    """Behind the password."""
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
        try:
            await asyncio.to_thread(_add_channel, reader, form)
        except UserError as error:
            page = await asyncio.to_thread(_start_page, reader)
            kind, address = form.get("kind", ""), form.get("address", "")
            page = replace(page, problem=reader.fault(error), kind=kind, address=address)
            return reader.html("start", page, place="settings", status=400)
        context.reload()
        return reader.go_to("/start#test", said="channel_added")

    return router


def _start_page(reader: Reader) -> StartPage:
    app, say = reader.app, reader.say
    folder = Path(app.settings.watchlists)
    present = {file.stem for file in watchlist_files(folder, blank_ok=True)}
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
            written.append(folder / file.name)
            written[-1].write_bytes(file.read_bytes())
        load_watchlists(folder, settings=reader.app.settings, env=os.environ)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _add_channel(reader: Reader, form: "dict[str, str]") -> None:
    settings = reader.app.settings
    kind, address = form.get("kind", ""), form.get("address", "").strip()
    if kind not in _KINDS:
        raise UserError(Reason("refused.no-channel"))
    if not address:
        raise UserError(Reason("refused.no-address"))
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
