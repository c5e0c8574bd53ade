"""Pages in HTML: a template, its view, the reader's language."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse

from monitor.app.context import AppContext
from monitor.core.i18n.catalog import language_setting
from monitor.core.i18n.phrases import Say, translator
from monitor.core.model.languages import LANGUAGES, Language
from monitor.core.model.messages import RenderContext
from monitor.core.render.story_view import text_of
from monitor.core.render.templates import Templates
from monitor.web.language import full_moment, language_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the frame of every page shows; a page's own view adds to it."""

    title: str
    lang: str
    root: str
    style: str = ""
    """The version of the style sheet, as the address of it carries it."""
    narrow: bool = False
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads, as far as words and times go."""

    app: AppContext
    say: Say
    wording: RenderContext
    root: str

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

    def html(self, template: str, page: Page, *, status: int = 200) -> HTMLResponse:
        """The page as an answer."""
        page = replace(page, style=style_version(self.app.templates))
        text = self.app.templates.whole(f"web/{template}.html", {"page": page, "say": self.say})
        return HTMLResponse(text, status_code=status)

    def message(self, title: str, lead: str = "", *, status: int = 200) -> HTMLResponse:
        """A page that says one thing."""
        page = Page(title=title, lead=lead, lang=self.lang, root=self.root, narrow=True)
        return self.html("message", page, status=status)


def reader_of(app: AppContext, request: Request) -> Reader:
    """The language that the browser asks for, else the settings'."""
    language = language_of(request.headers.get("accept-language", ""), app.settings.language)
    wording = RenderContext(
        language=language,
        zone=app.zone,
        topics={topic.id: topic.label(language) for topic in app.watchlists.topics},
        base_url=app.settings.web.base_url,
    )
    return Reader(app=app, say=translator(wording, "page"), wording=wording, root=root_of(app))


def style_sheet(templates: Templates) -> str:
    """The style of all pages. One Han character has several shapes: each language asks for its own fonts first."""
    return templates.whole("web/style.css", {}) + "".join(map(_fonts_for, LANGUAGES))


def style_version(templates: Templates) -> str:
    """Changes when the style sheet does: a browser never shows a new page with yesterday's style."""
    return hashlib.sha256(style_sheet(templates).encode()).hexdigest()[:12]


def _fonts_for(language: Language) -> str:
    tag, fonts = language_setting(language, "tag"), language_setting(language, "fonts")
    return f"html:lang({tag}) body{{font-family:{fonts}}}\n"


def root_of(app: AppContext) -> str:
    """What stands before every path when the pages are reached under a path of a larger site."""
    return urlsplit(app.settings.web.base_url).path.rstrip("/")
