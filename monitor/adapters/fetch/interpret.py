"""What an answer means: status, headers and body to an outcome. Pure: tested without a server."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.adapters.fetch.block_pages import looks_blocked
from monitor.adapters.fetch.request_headers import new_validators
from monitor.core.calendar.waits import read_http_date, read_retry_after
from monitor.core.i18n.phrases import Reason
from monitor.core.model.fetch import Fetched, FetchOutcome, Gone, NotModified, Throttled, Unavailable
from monitor.core.model.http import NetAnswer
from monitor.core.model.sources import Validators

SHORTEST_WAIT = timedelta(minutes=1)
_LONGEST_FRESHNESS = timedelta(days=7)

_REFUSALS = {
    401: "fetch.password",
    402: "fetch.payment",
    403: "fetch.forbidden",
    407: "fetch.proxy-password",
    451: "fetch.legal",
    999: "fetch.robots-refused",
}
_MISSING = {404: "fetch.not-found", 405: "fetch.not-readable"}
_CHALLENGES = {"cf-mitigated": "challenge", "x-amzn-waf-action": ""}


def interpret_answer(answer: NetAnswer, *, conditional: bool, validators: Validators, now: datetime) -> FetchOutcome:
    """What came of a GET. ``conditional``: whether ``validators`` were sent; redirects were followed before."""
    status = answer.status
    if reason := _challenge_of(answer.headers):
        return Unavailable(reason=reason, blocked=True)
    if status in (200, 203):
        return _document_outcome(answer, now=now)
    if status == 304:
        return _not_modified(answer, conditional=conditional, validators=validators, now=now)
    if status == 410:
        return Gone(reason=Reason("fetch.gone"))
    if status in (429, 503):
        busy = Reason("fetch.slow-down" if status == 429 else "fetch.overloaded")
        return Throttled(reason=busy, retry_after=retry_after(answer.headers, now=now))
    if status in _REFUSALS:
        return Unavailable(reason=Reason(_REFUSALS[status]), blocked=True)
    return Unavailable(reason=_other_status(status))


def _document_outcome(answer: NetAnswer, *, now: datetime) -> FetchOutcome:
    body = answer.body
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return Unavailable(reason=Reason("fetch.empty"))
    content_type = answer.headers.get("content-type", "")
    if reason := looks_blocked(body, content_type):
        return Unavailable(reason=reason, blocked=True)
    validators = new_validators(answer.headers, now=now)
    warnings: tuple[str, ...] = ()
    if not answer.delimited and breaks_off(body):
        # Nothing but the document itself can tell; its validators would hide the rest behind a 304.
        validators, warnings = Validators(), (Reason("fetch.breaks-off"),)
    return Fetched(
        body=body,
        url=answer.url,
        content_type=content_type,
        validators=validators,
        fresh_for=fresh_for(answer.headers, now=now),
        warnings=warnings,
        headers={name: value for name, value in answer.headers.items() if name != "set-cookie"},
    )


def _not_modified(answer: NetAnswer, *, conditional: bool, validators: Validators, now: datetime) -> FetchOutcome:
    if not conditional:
        return Unavailable(reason=Reason("fetch.not-modified"))
    renewed = new_validators(answer.headers, now=now)
    # taken_at stays: it counts from the last whole document.
    kept = Validators(
        etag=renewed.etag or validators.etag,
        last_modified=renewed.last_modified or validators.last_modified,
        taken_at=validators.taken_at,
    )
    return NotModified(validators=kept, fresh_for=fresh_for(answer.headers, now=now))


def _challenge_of(headers: Mapping[str, str]) -> str:
    for name, value in _CHALLENGES.items():
        if name in headers and value in headers[name].lower():
            return Reason("fetch.challenge")
    return ""


def _other_status(status: int) -> str:
    if status in _MISSING:
        return Reason(_MISSING[status])
    if status in (204, 205):
        return Reason("fetch.empty-status", status=str(status))
    if status == 206:
        return Reason("fetch.partial")
    if 300 <= status < 400:
        return Reason("fetch.nowhere", status=str(status))
    if 400 <= status < 500:
        return Reason("fetch.not-accepted", status=str(status))
    if 500 <= status < 600:
        return Reason("fetch.fault", status=str(status))
    return Reason("fetch.no-document", status=str(status))


def breaks_off(body: bytes) -> bool:
    """Whether a document of tags or of JSON lacks its last character: the least that a whole one has."""
    text = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    end = body.rstrip(b" \t\r\n\x00")[-1:]
    if text[:1] == b"<":
        return end != b">" or _root_open(text, body)
    if text[:1] in (b"{", b"["):
        return end not in (b"}", b"]")
    return False


def _root_open(text: bytes, body: bytes) -> bool:
    root = re.search(rb"<(rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]", text[:4096])
    return root is not None and b"</" + root[1] not in body[-4096:]


def retry_after(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """What ``Retry-After`` asks for, kept within 1 min and 24 h; ``None`` when it says nothing."""
    return read_retry_after(headers.get("retry-after", ""), now=now, at_least=SHORTEST_WAIT)


def fresh_for(headers: Mapping[str, str], *, now: datetime) -> timedelta:
    """How long the answer says it holds (RFC 9111 §4.2): max-age less Age, else Expires; at most a week."""
    directives = _cache_directives(headers.get("cache-control", ""))
    if "no-store" in directives or "no-cache" in directives:
        return timedelta(0)
    if (age := _read_seconds(directives.get("max-age", ""))) is not None:
        return _bounded_freshness(timedelta(seconds=age - (_read_seconds(headers.get("age", "")) or 0)))
    expires = read_http_date(headers.get("expires", ""))
    if expires is None:
        return timedelta(0)
    return _bounded_freshness(expires - (read_http_date(headers.get("date", "")) or now))


def _cache_directives(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.lower().split(","):
        name, _, value = part.partition("=")
        found.setdefault(name.strip(), value.strip().strip('"'))
    return found


def _read_seconds(text: str) -> int | None:
    text = text.strip()
    if not text.isascii() or not text.isdigit():
        return None
    return int(text) if len(text) < 10 else 10**9


def _bounded_freshness(span: timedelta) -> timedelta:
    return min(max(span, timedelta(0)), _LONGEST_FRESHNESS)
