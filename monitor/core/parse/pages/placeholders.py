"""Tells what stands where a site is no more, or not yet, from a page: a server's own page, a suspended account, a name
that is parked or for sale. Servers send all of them as if all were well."""

import re
from typing import Final

from monitor.core.parse.pages.shown import MOST_READ, shown_pieces, title_of
from monitor.lazy import late_pattern

_LITTLE: Final = 1_200
_FIRST: Final = 6
# Titles of pages that come with a server's software.
_OF_SERVERS: Final = late_pattern(
    r"welcome to (?:nginx|openresty|caddy|apache|lighttpd)\W{0,3}"
    r"|apache2? (?:[\w.]{1,20} ){0,2}default page(?:: it works)?"
    r"|test page for (?:the )?(?:apache|nginx|http)\b.{0,60}|(?:[\w.]{1,20} ){0,3}(?:http )?server test page.{0,40}"
    r"|iis\d{0,2}(?: windows)?(?: server)?|web server['’]s default page|(?:web ?site )?default page|it works\W{0,3}",
    re.IGNORECASE,
)
_GIVEN_UP: Final = late_pattern(
    r"(?:this )?(?:account|web ?site|site|domain(?: name)?|hosting(?: account)?)(?: has been| has| is| was)?"
    r" (?:suspended|expired|parked|disabled)\W{0,3}"
    r"|parked domain(?: name)?.{0,60}|.{0,60}\b(?:is )?parked at .{1,40}"
    r"|(?:the )?(?:domain(?: name)? )?[\w-]{1,60}(?:\.[\w-]{2,20}){1,3}"
    r" (?:is |may be )?(?:for sale|available|parked)\b.{0,60}",
    re.IGNORECASE,
)
_PARKED: Final = late_pattern(
    r"\b(?:this|the) (?:domain|web ?site)(?: name)?(?: [\w.-]{1,80})? (?:is|may be|has) (?:currently |now )?"
    r"(?:for sale|parked|expired|suspended|available for purchase)\b|\bbuy this domain\b",
    re.IGNORECASE,
)
_HOST: Final = late_pattern(r"(?:www\.)?[\w-]{1,60}(?:\.[\w-]{2,20}){1,3}", re.IGNORECASE)


def is_placeholder(page: str) -> bool:
    """Whether a page stands in the place of a site: its title says so, or no title but the site's name and a sentence
    that does. Linear in the page."""
    title = title_of(page)
    if _OF_SERVERS.fullmatch(title):
        return True
    pieces = shown_pieces(page[:MOST_READ], enough=_LITTLE)
    if sum(map(len, pieces)) >= _LITTLE:
        return False
    if title and not _HOST.fullmatch(title):
        return _GIVEN_UP.fullmatch(title) is not None
    return any(_PARKED.search(piece[:300]) for piece in pieces[:_FIRST])
