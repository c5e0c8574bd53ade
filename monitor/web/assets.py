"""The files that pages load: the style, two scripts and the icon; each is named with its version and kept for good."""

import gzip
import hashlib
from functools import cache
from importlib import resources

from monitor.core.i18n.catalog import language_setting
from monitor.core.model.languages import LANGUAGES, Language
from monitor.core.render.templates import Templates
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file as it is served."""

    content: bytes
    packed: bytes
    """The same, compressed once."""
    media_type: str
    version: str


def read_asset(content: bytes, media_type: str) -> Asset:
    """A file with its version: the beginning of its hash."""
    version = hashlib.sha256(content).hexdigest()[:12]
    return Asset(content=content, packed=gzip.compress(content, 9, mtime=0), media_type=media_type, version=version)


@cache
def shipped_asset(name: str, media_type: str) -> Asset:
    """A file of ``monitor/web/static``."""
    return read_asset(resources.files(__package__).joinpath("static", name).read_bytes(), media_type)


def style_sheet(templates: Templates, own: str = "") -> Asset:
    """The style of all pages, the user's where there is one.

    One Han character has several shapes: each language asks for its own fonts first.
    """
    return _style_sheet((own or templates.whole("web/style.css", {})) + "".join(map(_with_fonts, LANGUAGES)))


@cache
def _style_sheet(text: str) -> Asset:
    return read_asset(text.encode(), "text/css")


def script() -> Asset:
    """Our own script: keys, news, the theme."""
    return shipped_asset("app.js", "text/javascript")


def htmx() -> Asset:
    """htmx as its makers ship it (docs/web.md names its version, hash and licence)."""
    return shipped_asset("htmx.min.js", "text/javascript")


def page_icon() -> Asset:
    """The mark in the browser's tab."""
    return shipped_asset("icon.svg", "image/svg+xml")


def _with_fonts(language: Language) -> str:
    tag, fonts = language_setting(language, "tag"), language_setting(language, "fonts")
    return f"html:lang({tag}) body{{font-family:{fonts}}}\n"
