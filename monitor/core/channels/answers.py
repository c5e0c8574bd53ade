"""What any answer to a POST means before a provider's own words are read: failures, redirects, waiting times."""

import json
import re
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Protocol

from monitor.core.calendar.waits import clamp_wait, read_http_date, read_retry_after
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Deferred, InDoubt, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.core.text.clip import clip_text
from monitor.values import dataclass

SHORTEST_WAIT = timedelta(seconds=1)
_SPACE = re.compile(r"[\x00-\x1f\x7f\s]+")


class HttpPost(Protocol):
    """One POST through the guard, as ``GuardedClient`` does it. Never raises, never follows redirects."""

    async def post(
        self,
        url: str,
        body: bytes,
        *,
        headers: Mapping[str, str] | None = None,
        within: timedelta | None = None,
        proxy: str | None = None,
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
        target = clip_line(answer.headers.get("location", ""), 120)
        if not target:
            return Deferred(reason=Reason("send.redirects-nowhere", status=code), code=code)
        return Deferred(reason=Reason("send.redirects", status=code, target=target), code=code)
    if status in (408, 425, 429) or status >= 500:
        return Deferred(
            reason=f"HTTP {status}: {clip_line(text_of(answer))}".rstrip(": "),
            code=code,
            retry_after=retry_after(answer, at),
        )
    return None


def unknown_answer(answer: NetAnswer) -> SendOutcome:
    """An answer that is none of the provider's: not a success, whatever its status says."""
    told = clip_line(text_of(answer)) or Reason("send.empty-body")
    code = str(answer.status)
    if answer.status in (400, 413, 415, 422):
        return Refused(reason=Reason("send.status", status=code, told=told), code=code, too_big=answer.status == 413)
    if answer.status >= 400:
        # Not found, not allowed: somebody may mend that within the days that we try.
        return Deferred(reason=Reason("send.status", status=code, told=told), code=code)
    return Deferred(reason=Reason("send.no-provider", status=code, told=told), code=code)


def retry_after(answer: NetAnswer, at: datetime) -> timedelta | None:
    """What the answer's ``Retry-After`` asks for, kept within 1 s and 24 h; ``None`` when it says nothing usable."""
    return read_retry_after(answer.headers.get("retry-after", ""), now=at, at_least=SHORTEST_WAIT)


def waiting_time(seconds: object) -> timedelta | None:
    """A waiting time in seconds as a provider's own field tells it, kept within 1 s and 24 h."""
    return clamp_wait(seconds, at_least=SHORTEST_WAIT)


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


def clip_line(text: object, limit: int = 240) -> str:
    """A provider's words on one line of at most ``limit`` characters, for people and logs."""
    return clip_text(_SPACE.sub(" ", str(text)).strip(), limit)


def minutes_apart(answer: NetAnswer, at: datetime) -> int:
    """How far the provider's clock and ours are apart where it matters, else 0: signatures die of that."""
    theirs = read_http_date(answer.headers.get("date", ""))
    apart = abs((theirs - at).total_seconds()) if theirs is not None else 0
    return round(apart / 60) if apart > 120 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """How one service's numbers are to be read; a number in none of the sets is tried again."""

    key: str
    """The field that holds the number; zero is a yes."""
    says: str
    never: frozenset[int] = frozenset()
    gone: frozenset[int] = frozenset()
    slow_down: Mapping[int, timedelta] = field(default_factory=dict)
    clock: frozenset[int] = frozenset()
    """Refusals that a wrong clock may be the cause of."""
    too_big: frozenset[int] = frozenset()
    """Those of ``never`` that mean, or may mean, a message of too many bytes."""
    meanings: Mapping[int, str] = field(default_factory=dict)
    """Names of phrases in the catalog's section "channel"."""


def judge_codes(codes: Codes, answer: NetAnswer, at: datetime) -> SendOutcome:
    """Read ``{"code": 0}`` and its kin: HTTP 200 alone says nothing."""
    body = json_object(answer)
    number = body.get(codes.key) if body else None
    if body is None or isinstance(number, bool) or not isinstance(number, int):
        return common_refusal(answer, at) or unknown_answer(answer)
    told = f"{number} {clip_line(body.get(codes.says, ''))}".strip()
    if number == 0:
        return Sent(code="0", answer=told) if answer.status == 200 else unknown_answer(answer)
    meaning = codes.meanings.get(number, "")
    reason = Reason("channel.meaning", told=told, meaning=Reason(f"channel.{meaning}")) if meaning else told
    if number in codes.slow_down:
        return Deferred(reason=reason, code=str(number), retry_after=codes.slow_down[number])
    if number in codes.clock and (apart := minutes_apart(answer, at)):
        # A clock that is set right makes the next signature good.
        return Deferred(reason=Reason("channel.clock", why=reason, minutes=apart), code=str(number))
    if number in codes.gone:
        return Refused(reason=reason, code=str(number), disable=True)
    if number in codes.never:
        return Refused(reason=reason, code=str(number), too_big=number in codes.too_big)
    return Deferred(reason=reason, code=str(number))
