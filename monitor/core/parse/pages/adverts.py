"""Takes adverts and requests for consent out of a page: what its place in the markup or a label marks as one."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from monitor.core.parse.pages.elements import tags_in

if TYPE_CHECKING:
    import bs4


_NAMED: Final = re.compile(
    r"ads?|advs?|adverts?|advertisements?|advertising|adsbygoogle|adsense|sponsored|promoted|werbung|anzeigen?"
    r"|publicidad|publicite|reklama?|guanggao|(?:google_ads?|div-gpt-ad|dfp|taboola|outbrain)[\w-]{0,80}"
    r"|(?:ads?|advert|sponsored)(?:[-_]?(?:banner|box|slot|unit|container|wrapper|wrap|block|label|area|space|zone"
    r"|top|bottom|left|right|side|sidebar|frame|holder|content)|[-_]\d)[\w-]{0,40}"
    r"|(?:banner|top|side|sidebar|bottom|header|footer|inline|native|display|text|page|block|widget|box)[-_](?:ads?|advert)",
    re.IGNORECASE,
)
# Boxes that ask for consent to cookies, by what sites and their services call them; they come and go by themselves.
_CONSENT: Final = re.compile(
    r"(?:cookies?|gdpr|dsgvo|consent|eu[-_]cookies?)[-_]?(?:banner|notice|bar|pop-?up|modal|dialog|overlay"
    r"|consent|law|hint|alert|notification|prompt|disclaimer)(?:[-_][\w-]{0,60})?"
    r"|(?:onetrust|cookieconsent|cookiebot|CybotCookiebot|didomi|usercentrics|qc-cmp|sp_message|truste|moove_gdpr"
    r"|cky-consent|cmplz|iubenda-cs|klaro|borlabs-?cookie|osano-cm|termly)[\w:-]{0,80}",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"\W{0,4}(?:advert(?:isement)?s?|sponsored(?: content| post)?|anzeige|werbung|publicité|publicidade?|pubblicità"
    r"|реклама|reklama|reklam|广告|廣告|広告|광고)\W{0,4}",
    re.IGNORECASE,
)
_NEVER: Final = frozenset({"html", "body", "main", "article", "head"})
_SMALL: Final = 600
"""Characters up to which what stands beside the label belongs to the advert."""


def without_adverts(page: "bs4.BeautifulSoup") -> bool:
    """Take adverts and requests for consent out of a page, in place; whether there was any.

    Adverts are the smaller part of a page: where most of the text would go, the names mean something else (a page of
    small ads), and all of it stays.
    """
    elements = tags_in(page)
    found = [*filter(_is_advert, elements), *map(_around, filter(_is_label, elements))]
    outermost = [element for element in found if not any(other in element.parents for other in found)]
    outermost = list({id(element): element for element in outermost}.values())
    whole = len(page.get_text())
    if not outermost or 2 * sum(len(element.get_text()) for element in outermost) > whole:
        return False
    for element in outermost:
        element.extract()
    return True


def _is_advert(element: "bs4.Tag") -> bool:
    if element.name in _NEVER:
        return False
    rel = element.get("rel") or ()
    if element.name == "a" and "sponsored" in rel:
        return True
    classes = element.get("class") or ()
    names = [*(classes if isinstance(classes, list) else [classes]), str(element.get("id") or "")]
    known = [name for name in names if 2 <= len(name) <= 120]
    return any(map(_is_name_of_advert, known))


@lru_cache(maxsize=4096)
def _is_name_of_advert(name: str) -> bool:
    return _NAMED.fullmatch(name) is not None or _CONSENT.fullmatch(name) is not None


def _is_label(element: "bs4.Tag") -> bool:
    label = str(element.get("aria-label") or "")
    if label and _LABEL.fullmatch(label[:80]):
        return True
    inner = element.string
    return inner is not None and len(inner) < 40 and bool(_LABEL.fullmatch(inner.strip()))


def _around(label: "bs4.Tag") -> "bs4.Tag":
    """The small part of the page that a label stands in; the label alone where that is large."""
    outer = label.parent
    if outer is None or outer.name in _NEVER or len(outer.get_text()) > _SMALL:
        return label
    return outer
