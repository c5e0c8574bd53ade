"""``/deliveries/preview``: how a message reads as a channel's templates print it, with made-up or with real news."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from monitor.app.context import AppContext
from monitor.app.delivery.render import render_message
from monitor.app.delivery.showing import alert_of, digest_now
from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.model.filters import StoryFilter
from monitor.core.model.messages import Message, RenderContext, Rendered
from monitor.core.render.samples import SAMPLES, sample_message, sample_wording
from monitor.core.render.story_view import text_of
from monitor.errors import TemplateFault
from monitor.values import dataclass
from monitor.web.context import Context
from monitor.web.errors import number_in
from monitor.web.page import Page, Reader, reader_of
from monitor.web.paging import query_text
from monitor.web.security.headers import LETTER_POLICY

_STORIES = 12
_AROUND = 3
"""Lines of a template that are shown before and after the one that is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsChoice:
    """Something that a message can be made of."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A line of a template."""

    number: int
    text: str
    wrong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage(Page):
    """A message as a channel kind would get it."""

    kind: str
    kinds: tuple[str, ...]
    samples: tuple[NewsChoice, ...]
    real: tuple[NewsChoice, ...]
    frame_path: str
    text: str
    fault: str = ""
    """What is wrong with a template, with its file and line."""
    source: tuple[SourceLine, ...] = ()


def preview_routes(context: Context) -> APIRouter:
    """Behind the password."""
    router, app = APIRouter(), context.app

    @router.api_route("/deliveries/preview", methods=["GET", "HEAD"])
    async def preview(request: Request, kind: str = "email", name: str = "alert") -> Response:
        reader, kind = reader_of(app, request), _kind_in(kind)
        real = await _real_news(reader)
        name = name if name in SAMPLES or name in dict(real) else "alert"
        try:
            parts = await _render(reader, kind, name)
        except TemplateFault as fault:
            page = replace(
                _preview_page(reader, kind, name, real),
                fault=text_of(str(fault), 500),
                source=_lines_around(app, fault),
            )
            return reader.html("preview", page, place="deliveries", status=422)
        return reader.html("preview", _preview_page(reader, kind, name, real, parts), place="deliveries")

    @router.api_route("/deliveries/preview.html", methods=["GET", "HEAD"])
    async def letter(request: Request, kind: str = "email", name: str = "alert") -> Response:
        reader = reader_of(app, request)
        real = dict(await _real_news(reader))
        parts = await _render(reader, _kind_in(kind), name if name in SAMPLES or name in real else "alert")
        return HTMLResponse(parts[0].html, headers=LETTER_POLICY)

    return router


def _kind_in(text: str) -> str:
    return text if text in CHANNEL_KINDS else "email"


async def _real_news(reader: Reader) -> Sequence[tuple[str, str]]:
    """What the store has: each digest as it would read now, and the newest stories."""
    stories = await reader.app.in_store.look(lambda tx: tx.stories.find(StoryFilter(limit=_STORIES)))
    digests = [
        (f"digest:{wish.name}", reader.say("digest_as_now", name=wish.name)) for wish in reader.app.settings.digests
    ]
    return digests + [(f"story:{story.id}", text_of(story.title, 80) or f"#{story.id}") for story in stories]


async def _render(reader: Reader, kind: str, name: str) -> Sequence[Rendered]:
    message, wording = await _message_of(reader, name)
    return await render_message(reader.app.templates, reader.app.own_templates, kind, message, wording)


async def _message_of(reader: Reader, name: str) -> tuple[Message, RenderContext]:
    app, language = reader.app, reader.wording.language
    sort, _, which = name.partition(":")
    if not which:
        wording = sample_wording(language, app.zone)
        return sample_message(name, wording), wording
    wording = app.wording_in(language)
    if sort == "digest":
        return await app.in_store.look(lambda tx: digest_now(app, tx, which, wording)), wording
    return await app.in_store.look(lambda tx: alert_of(app, tx, number_in(which), wording)), wording


def _preview_page(
    reader: Reader, kind: str, name: str, real: Sequence[tuple[str, str]], parts: Sequence[Rendered] = ()
) -> PreviewPage:
    form = CHANNEL_KINDS[kind].format
    return PreviewPage(
        title=reader.say("template_preview"),
        lang=reader.lang,
        root=reader.root,
        lead=" · ".join(map(str, form.sizes(parts[0]))) if parts else "",
        kind=kind,
        kinds=tuple(CHANNEL_KINDS),
        samples=_choices([(sample, sample) for sample in SAMPLES], name),
        real=_choices(real, name),
        frame_path=query_text("/deliveries/preview.html", kind=kind, name=name) if parts and parts[0].html else "",
        text="\n\n".join(form.preview(part) for part in parts),
    )


def _choices(named: Sequence[tuple[str, str]], chosen: str) -> tuple[NewsChoice, ...]:
    return tuple(NewsChoice(value=value, name=name, chosen=value == chosen) for value, name in named)


def _lines_around(app: AppContext, fault: TemplateFault) -> tuple[SourceLine, ...]:
    """The template where it is wrong."""
    sources = dict(app.own_templates.files) if app.own_templates else {}
    lines = sources.get(fault.template, "").splitlines()
    if not 0 < fault.line <= len(lines):
        return ()
    first = max(fault.line - _AROUND, 1)
    return tuple(
        SourceLine(number=number, text=text_of(lines[number - 1], 300), wrong=number == fault.line)
        for number in range(first, min(fault.line + _AROUND, len(lines)) + 1)
    )
