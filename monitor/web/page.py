"""Pages in HTML: a template, its view, the reader's language."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from monitor.app.context import AppContext
from monitor.app.delivery.render import print_own
from monitor.core.i18n.catalog import find_phrase, language_setting
from monitor.core.i18n.formats import format_day, format_moment
from monitor.core.i18n.phrases import Reason, Say, reason_of, render_reason, translator
from monitor.core.model.languages import LANGUAGES
from monitor.core.model.messages import RenderContext
from monitor.core.render.story_view import text_of
from monitor.errors import QueryError, UserError
from monitor.values import dataclass
from monitor.web.assets import htmx, script, style_sheet
from monitor.web.cookies import OwnCookies
from monitor.web.frame import EMPTY_FRAME, Frame, key_lines, nav_items
from monitor.web.language import full_moment, language_of

THEMES = ("light", "dark")
_FLASH = "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the frame of every page shows; a page's own view adds to it."""

    title: str
    lang: str
    root: str
    frame: Frame = EMPTY_FRAME
    """What stands around it; ``Reader.html`` fills it in."""
    narrow: bool = False
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage(Page):
    """One thing that is said, and the path of the page from which it was asked for; empty = none.

    ``typed``: what was typed there and taken nowhere, so that it is not lost.
    """

    back: str = ""
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time: as people say it, in full, and as ``<time datetime>`` has it."""

    text: str
    full: str
    iso: str


class PrintedLater(HTMLResponse):
    """A page that templates of the user's print in another process, when it is sent."""

    def __init__(self, printing: Callable[[], Awaitable[str]], status: int) -> None:
        super().__init__("", status_code=status)
        self._printing = printing

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Print it, then answer."""
        self.body = self.render(await self._printing())
        self.headers["Content-Length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads, as far as words and times go."""

    app: AppContext
    say: Say
    wording: RenderContext
    root: str
    cookies: OwnCookies
    here: str = "/"
    """Path and query that are asked for."""
    theme: str = ""
    csrf: str = ""
    flash: str = ""
    signed_in: bool = False

    @property
    def lang(self) -> str:
        """The language's tag, for a page's attribute ``lang``."""
        return language_setting(self.wording.language, "tag")

    def when(self, at: datetime) -> str:
        """A time in the settings' zone."""
        return full_moment(at, self.wording.zone)

    def topic(self, topic: str) -> str:
        """A topic's name."""
        return text_of(self.wording.topics.get(topic, topic))

    def day_name(self, local: date) -> str:
        """A local day: today, yesterday, else its date."""
        now = self.app.clock.now().astimezone(self.app.zone)
        if local == now.date():
            return self.say("today")
        if local == now.date() - timedelta(days=1):
            return self.say("yesterday")
        return format_day(datetime.combine(local, time(12), self.app.zone), self.wording)

    def moment(self, at: datetime) -> Moment:
        """A time as people say it today, with its full form and the one for machines."""
        text = format_moment(at, self.app.clock.now(), self.wording)
        return Moment(text=text, full=self.when(at), iso=at.isoformat(timespec="seconds"))

    def html(self, template: str, page: Page, *, place: str = "", status: int = 200) -> HTMLResponse:
        """The page as an answer; ``place``: what the navigation calls it."""
        page = replace(page, frame=self._frame(page, place))
        own, name = self.app.own_templates, f"web/{template}.html"
        # A note says what is wrong, perhaps with the user's templates: it always prints by those that ship.
        if own is not None and own.page_sandbox is not None and template != "message":
            answer: HTMLResponse = PrintedLater(partial(print_own, own, name, page, self.wording.language), status)
        else:
            answer = HTMLResponse(self.app.templates.whole(name, {"page": page, "say": self.say}), status_code=status)
        if self.flash and not page.narrow:
            self.cookies.drop(answer, _FLASH)
        return answer

    def _frame(self, page: Page, place: str) -> Frame:
        style = style_sheet(self.app.templates, self.app.page_style).version
        if page.narrow:
            return Frame(style=style, theme=self.theme, csrf=self.csrf)
        return Frame(
            style=style,
            htmx=htmx().version,
            script=script().version,
            theme=self.theme,
            theme_cookie=self.cookies.name("theme"),
            csrf=self.csrf,
            here=self.here,
            flash=self.say(f"flash_{self.flash}") if self.flash else "",
            signed_in=self.signed_in,
            nav=nav_items(place),
            keys=key_lines(self.say),
        )

    def message(
        self,
        title: str,
        lead: str = "",
        *,
        status: int = 200,
        wide: bool = False,
        back: str = "",
        typed: Sequence[str] = (),
    ) -> HTMLResponse:
        """A page that says one thing (``MessagePage``); ``wide``: with the navigation, for one goes on from there."""
        page = MessagePage(
            title=title, lead=lead, lang=self.lang, root=self.root, narrow=not wide, back=back, typed=tuple(typed)
        )
        return self.html("message", page, status=status)

    def refusal(self, key: str) -> str:
        """Why something was refused, in the reader's language."""
        return render_reason(Reason(f"refused.{key}"), self.wording.language)

    def fault(self, error: UserError) -> str:
        """What is wrong with what somebody typed, in the reader's language; in a query also where."""
        problem = render_reason(reason_of(error), self.wording.language)
        return (
            self.say("query_column", column=error.column, problem=problem) if isinstance(error, QueryError) else problem
        )

    def go_to(self, path: str, *, said: str = "") -> RedirectResponse:
        """To another page after a change; ``said``: the phrase ``page.flash_…`` that tells what was done."""
        answer = RedirectResponse(f"{self.root}{own_path(path)}", status_code=303)
        if said:
            self.cookies.keep(answer, _FLASH, said, seconds=60)
        return answer


def reader_of(app: AppContext, request: Request) -> Reader:
    """The language that was chosen here, else what the browser asks for, else the settings'."""
    cookies = OwnCookies(request, app.settings.web)
    chosen = cookies.read("language")
    accepted = request.headers.get("accept-language", "")
    language = chosen if chosen in LANGUAGES else language_of(accepted, app.settings.language)
    wording = RenderContext(
        language=language,
        zone=app.zone,
        topics={topic.id: topic.label(language) for topic in app.watchlists.topics},
        base_url=app.settings.web.base_url,
    )
    theme = cookies.read("theme")
    query = f"?{request.url.query}" if request.url.query else ""
    return Reader(
        app=app,
        say=translator(wording, "page"),
        wording=wording,
        root=root_of(app),
        cookies=cookies,
        here=f"{request.url.path}{query}",
        theme=theme if theme in THEMES else "",
        flash=_flash_in(cookies),
        csrf=getattr(request.state, "csrf", ""),
        signed_in=getattr(request.state, "signed_in", False),
    )


def _flash_in(cookies: OwnCookies) -> str:
    name = cookies.read(_FLASH)
    return name if find_phrase("en", f"page.flash_{name}") else ""


def own_path(path: str) -> str:
    """A path of ours, as forms name where one comes from; "/" for anything else."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_own else "/"


def root_of(app: AppContext) -> str:
    """What stands before every path when the pages are reached under a path of a larger site."""
    return app.settings.web.root
