"""What any answer to a POST means before a provider's own words are read: failures, redirects, waiting times."""

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Deferred, InDoubt, Refused, SendOutcome
from monitor.core.model.http import NetAnswer, NetFailure

SHORTEST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(hours=24)
_TELLING = re.compile(r"[\x00-\x1f\x7f\s]+")


class HttpPost(Protocol):
    """One POST through the guard, as ``GuardedClient`` does it. Never raises, never follows redirects."""

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        within: timedelta | None = None,
    ) -> NetAnswer | NetFailure: ...


WITHIN = timedelta(seconds=30)
"""Standard Webhooks asks senders to wait 15 to 30 s."""


def after_failure(failure: NetFailure) -> SendOutcome:
    """No whole answer: certainly not sent, perhaps sent, or refused by our own guard."""
    if failure.kind == "refused":
        return Refused(reason=failure.reason, code="guard")
    if failure.status >= 400:
        return Deferred(
            reason=Reason("send.http-then", status=str(failure.status), why=failure.reason), code=str(failure.status)
        )
    if failure.sent:
        return InDoubt(reason=failure.reason)
    return Deferred(reason=failure.reason, code=failure.kind)


def common_refusal(answer: NetAnswer, at: datetime) -> SendOutcome | None:
    """What a status means at every provider, or ``None`` when its body must decide (2xx and most 4xx)."""
    status, code = answer.status, str(answer.status)
    if status == 410:
        return Refused(reason=Reason("send.receiver-gone"), code=code, disable=True)
    if 300 <= status < 400:
        target = words(answer.headers.get("location", ""), 120)
        if not target:
            return Deferred(reason=Reason("send.redirects-nowhere", status=code), code=code)
        return Deferred(reason=Reason("send.redirects", status=code, target=target), code=code)
    if status in (408, 425, 429) or status >= 500:
        return Deferred(
            reason=f"HTTP {status}: {words(text_of(answer))}".rstrip(": "),
            code=code,
            retry_after=retry_after(answer.headers.get("retry-after", ""), at),
        )
    return None


def unknown_answer(answer: NetAnswer) -> SendOutcome:
    """An answer that is none of the provider's: not a success, whatever its status says."""
    told = words(text_of(answer)) or Reason("send.empty-body")
    code = str(answer.status)
    if answer.status in (400, 413, 415, 422):
        return Refused(reason=Reason("send.status", status=code, told=told), code=code, too_big=answer.status == 413)
    if answer.status >= 400:
        # Not found, not allowed: somebody may mend that within the days that we try.
        return Deferred(reason=Reason("send.status", status=code, told=told), code=code)
    return Deferred(reason=Reason("send.no-provider", status=code, told=told), code=code)


def retry_after(value: str, at: datetime) -> timedelta | None:
    """Seconds (also fractions) or an HTTP date, kept within 1 s and 24 h; ``None`` when it says nothing usable."""
    value = value.strip()
    if not value:
        return None
    try:
        return wait(float(value))
    except ValueError:
        pass
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return wait((until - at).total_seconds())


def wait(seconds: object) -> timedelta | None:
    """A waiting time in seconds as a provider tells it, kept within 1 s and 24 h."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or math.isnan(seconds):
        return None
    kept = min(max(float(seconds), SHORTEST_WAIT.total_seconds()), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=kept)


def json_object(answer: NetAnswer) -> Mapping[str, object] | None:
    """The body as a JSON object, or ``None``."""
    try:
        value = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def text_of(answer: NetAnswer) -> str:
    """The body as text, whatever its charset."""
    return answer.body[:4_096].decode(errors="replace")


def words(text: object, limit: int = 240) -> str:
    """A provider's words on one line, for people and logs."""
    line = _TELLING.sub(" ", str(text)).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"


def clock_note(answer: NetAnswer, at: datetime) -> str:
    """A sentence when the provider's clock and ours are far apart: signatures die of that."""
    try:
        theirs = parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, TypeError, IndexError):
        return ""
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    apart = abs((theirs - at).total_seconds())
    return f"; our clock is {apart / 60:,.0f} min from the provider's" if apart > 120 else ""
