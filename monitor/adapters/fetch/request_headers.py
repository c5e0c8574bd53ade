"""What a request says: who asks, and whether anything changed since the last answer. Pure."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.core.calendar.waits import read_http_date
from monitor.core.model.sources import Validators

UNCONDITIONAL_AFTER = timedelta(hours=24)
# No "application/json": blogs answer a social network's objects to whoever names it (ActivityPub).
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.7, */*;q=0.5"
)
ROBOT = "news-monitor"
"""The name that robots.txt knows us by."""

_MAX_ETAG = 1024
# Servers' clocks are not ours; a stamp this little ahead is no lie.
_CLOCK_SKEW = timedelta(minutes=5)


def user_agent(version: str, contact: str = "") -> str:
    """Who asks, and whom to tell when we are a nuisance."""
    plain = "".join(char for char in contact if char.isascii() and char.isprintable() and char not in "()")
    return f"{ROBOT}/{version} (+{plain.strip()})" if plain.strip() else f"{ROBOT}/{version}"


def is_usable(validators: Validators, *, now: datetime) -> bool:
    """Whether a conditional request may be made: there are validators and they are younger than a day.

    Some servers answer 304 for ever (FreshRSS #1020: a Last-Modified of 2041), so once a day we ask for everything.
    """
    if not (validators.etag or validators.last_modified) or validators.taken_at is None:
        return False
    # A clock that was set back must not make them eternal either.
    return -_CLOCK_SKEW <= now - validators.taken_at < UNCONDITIONAL_AFTER


def request_headers(validators: Validators, accept: str = "") -> dict[str, str]:
    """The headers of a GET (lower-case names), conditional where there are validators (RFC 9110 §13.1)."""
    headers = {"accept": accept or ACCEPT}
    if validators.etag:
        headers["if-none-match"] = validators.etag
    if validators.last_modified:
        headers["if-modified-since"] = validators.last_modified
    return headers


def basic_auth(user_and_password: str) -> str:
    """The Authorization header for "user:password" (RFC 7617, UTF-8)."""
    return "Basic " + base64.b64encode(user_and_password.encode()).decode("ascii")


def new_validators(headers: Mapping[str, str], *, now: datetime) -> Validators:
    """What is worth sending back next time; header names are lower-case.

    ETags go back as they came, weak or unquoted, unless they are huge or not plain ASCII; a Last-Modified that is no
    date or lies in the future is no use, nor is one of the very second of the answer: the document may have changed
    once more in that second, and would be called unmodified (RFC 9110 §8.8.2.2).
    """
    etag = headers.get("etag", "").strip()
    if len(etag) > _MAX_ETAG or not etag.isascii() or not etag.isprintable():
        etag = ""
    stamp = headers.get("last-modified", "").strip()
    seen, served = read_http_date(stamp), read_http_date(headers.get("date", ""))
    if seen is None or seen > now + _CLOCK_SKEW or (served is not None and seen >= served):
        stamp = ""
    return Validators(etag=etag, last_modified=stamp, taken_at=now if etag or stamp else None)
