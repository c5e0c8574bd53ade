"""``watch`` sources: the text of one page. Which of its paragraphs changed: ``change_detection.changed_paragraphs``."""

import re
from typing import TYPE_CHECKING, Final

from monitor.core.i18n.phrases import Reason
from monitor.core.parse import diagnose as refusals
from monitor.core.parse.article import extract_article
from monitor.core.parse.pages.adverts import without_adverts
from monitor.core.parse.pages.hidden import hidden_in, without_hidden
from monitor.core.parse.pages.records import join_records, show_buttons
from monitor.core.parse.pages.shown import weight_of
from monitor.core.parse.pages.tables import mark_inner_items, write_tables
from monitor.core.parse.raw import RawEntry, RawFeed, SourceDocument
from monitor.core.parse.readers.page import parse_page, select
from monitor.core.text.clip import clip_text
from monitor.core.text.html import html_to_text
from monitor.errors import ParseError
from monitor.lazy import late_pattern, lazy_module

if TYPE_CHECKING:
    import bs4
else:
    bs4 = lazy_module("bs4")

_LONGEST: Final = 200_000
_ARTICLE: Final = 400
_CONTROLS: Final = frozenset({"button", "select", "option", "textarea"})
_SAYS: Final = 20
"""Letters from which a page says something while a part of it is being loaded."""
_LOADING: Final = late_pattern(
    r"\W{0,4}(?:(?:page |content |data |still )?loading(?: (?:page|content|data|\w{1,12}))?(?:,? please wait)?"
    r"|please wait|one moment(?:,? please)?|wird geladen|lädt|laden|chargement(?: en cours)?|cargando|carregando"
    r"|caricamento(?: in corso)?|bezig met laden|laddar|ładowanie|загрузка|yükleniyor"
    r"|(?:正在)?(?:加载|載入|加載|读取)中?(?:请稍候)?"
    r"|読み込み中(?:です)?|로딩 ?중|불러오는 ?중"
    # What is said to readers without scripts.
    r"|(?:please |you (?:need|have) to |you must )?(?:enable|turn on|activate|allow) (?:javascript|js)\b[^\n]{0,100}"
    r"|(?:this|our) (?:web ?)?(?:site|page|app|application) (?:requires|needs|works best with) javascript[^\n]{0,100}"
    r"|javascript (?:is|must be) (?:required|disabled|enabled|needed)[^\n]{0,100}"
    r"|bitte (?:aktivieren sie|javascript) [^\n]{0,100}|(?:veuillez )?activer javascript[^\n]{0,100}"
    r"|(?:por favor,? )?(?:habilit[ae]|activ[ae]|ative) (?:el |o )?javascript[^\n]{0,100}"
    r"|[^\n]{0,20}(?:启用|开启|打开|允许|啟用|開啟)[^\n]{0,20}javascript[^\n]{0,40}"
    r"|javascript ?を有効[^\n]{0,60})\W{0,8}",
    re.IGNORECASE,
)


def read_watch(document: SourceDocument) -> RawFeed:
    """The page as one entry whose id is its address; the main text where there is one, else all its text.

    With the selector ``item`` what it finds is all that is watched. Adverts and what is hidden are left out. ParseError
    when the page holds no text at all or not what ``item`` names, or a login or a captcha came instead.
    """
    text, url = document.text, document.url
    if (refusal := refusals.wall_error(text)) is not None:
        raise refusal
    page = parse_page(text)
    mended = without_adverts(page)
    if document.selectors is not None and document.selectors.item:
        return _watched_part(page, document.selectors.item, url)
    mended = any((without_hidden(page), mended))
    mended = any((show_buttons(page), write_tables(page), mark_inner_items(page), join_records(page), mended))
    if mended:
        text = str(page)
    article = extract_article(text.encode("utf-8", "replace"), url=url, content_type="text/html; charset=utf-8")
    # A short page is all main text: extraction would take a lone list or table for furniture.
    main = article.text if len(article.text) >= _ARTICLE else clip_text(html_to_text(text), _LONGEST)
    if not main or _is_being_loaded(main):
        raise ParseError(Reason("parse.no-text"))
    entry = RawEntry(
        guid=url, link=url, base=url, title=article.title or url, content=main, content_form="plain", lang=article.lang
    )
    return RawFeed(
        format="watch", path="page", title=article.title, link=url, lang=article.lang, entries=[entry], found=1
    )


def _text_of(element: "bs4.Tag") -> str:
    """A control that is watched by itself says what stands on it."""
    return " ".join(element.get_text(" ").split()) if element.name in _CONTROLS else html_to_text(str(element))


def _is_being_loaded(text: str) -> bool:
    """Whether a text says that the page's own text is still to come, and next to nothing else."""
    if len(text) > _ARTICLE:
        return False
    lines = [line for line in text.split("\n") if line.strip()]
    others = [line for line in lines if not _LOADING.fullmatch(line)]
    return len(others) < len(lines) and weight_of([line for line in others if not line.startswith("# ")]) < _SAYS


def _as_far_as_shown(page: "bs4.BeautifulSoup", found: "list[bs4.Tag]") -> "list[bs4.Tag]":
    """Those that are not hidden, without what is hidden inside; all as they are where nothing would be left."""
    hidden = hidden_in(page)
    shown = [element for element in found if not any(element is other or other in element.parents for other in hidden)]
    if not any(element.get_text(strip=True) for element in shown):
        return found
    for element in hidden:
        element.extract()
    return [element for element in shown if element.get_text(strip=True) or element.name in _CONTROLS]


def _watched_part(page: "bs4.BeautifulSoup", selector: str, url: str) -> RawFeed:
    """The texts of all elements that ``selector`` finds, in their order."""
    title = page.title.get_text() if page.title else ""
    found = select(page, selector, "item")
    outermost = _as_far_as_shown(
        page, [element for element in found if not any(other in element.parents for other in found)]
    )
    for element in outermost:
        write_tables(page, element)  # a selector may also mean single cells, whose table stays as it is
    if not any(element.name in _CONTROLS for element in outermost):
        show_buttons(page)
    mark_inner_items(page)
    texts = [text for element in outermost if (text := _text_of(element))]
    if not texts:
        raise ParseError(Reason("parse.no-elements", selector=selector, hint=Reason("parse.no-pattern")))
    main = clip_text("\n\n".join(texts), _LONGEST)
    entry = RawEntry(guid=url, link=url, base=url, title=title or url, content=main, content_form="plain")
    return RawFeed(format="watch", path="page", title=title, link=url, entries=[entry], found=1)
