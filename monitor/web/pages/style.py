"""``/style.css``: the one file that pages ask for."""

from fastapi import APIRouter
from fastapi.responses import Response

from monitor.core.i18n.catalog import language_setting
from monitor.core.model.languages import LANGUAGES, Language
from monitor.web.context import Context

_A_DAY = "public, max-age=86400"


def routes(context: Context) -> APIRouter:
    """Open: the pages of links need it, too. It is a template, so that it can be overridden like the pages."""
    router = APIRouter()
    text = context.app.templates.whole("web/style.css", {}) + "".join(map(_fonts, LANGUAGES))

    @router.api_route("/style.css", methods=["GET", "HEAD"])
    async def style() -> Response:
        return Response(text, media_type="text/css", headers={"Cache-Control": _A_DAY})

    return router


def _fonts(language: Language) -> str:
    """One Han character has several shapes: each language asks for its own first."""
    tag, fonts = language_setting(language, "tag"), language_setting(language, "fonts")
    return f"html:lang({tag}) body{{font-family:{fonts}}}\n"
