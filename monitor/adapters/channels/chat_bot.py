"""What the bots of chat services have in common: sign the payload, post it, let the service's own words decide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.channels.answers import (
    WITHIN,
    HttpPost,
    after_failure,
    clock_note,
    common_refusal,
    json_object,
    unknown_answer,
    words,
)
from monitor.core.model.deliveries import Deferred, Envelope, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.core.render.limits import json_bytes

Request = tuple[str, Mapping[str, object]]
"""Where to post, and what."""
JSON_HEADERS = {"content-type": "application/json; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """Posts to an address that is a secret itself.

    ``sign`` turns the payload into the request at a given moment; ``judge`` reads the answer of the service.
    """

    url: str = field(repr=False)
    client: HttpPost
    sign: Callable[[str, Mapping[str, object], datetime], Request] = field(repr=False)
    judge: Callable[[NetAnswer, datetime], SendOutcome]

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        url, payload = self.sign(self.url, envelope.rendered.payload, envelope.at)
        answer = await self.client.post(url, json_bytes(payload), headers=JSON_HEADERS, within=WITHIN)
        return after_failure(answer) if isinstance(answer, NetFailure) else self.judge(answer, envelope.at)


def unsigned(url: str, payload: Mapping[str, object], at: datetime) -> Request:  # noqa: ARG001 — the form of every signer
    """For services whose address is the only secret."""
    return url, payload


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


def judge_codes(codes: Codes, answer: NetAnswer, at: datetime) -> SendOutcome:
    """Read ``{"code": 0}`` and its kin: HTTP 200 alone says nothing."""
    body = json_object(answer)
    number = body.get(codes.key) if body else None
    if body is None or isinstance(number, bool) or not isinstance(number, int):
        return common_refusal(answer, at) or unknown_answer(answer)
    told = f"{number} {words(body.get(codes.says, ''))}".strip()
    if number == 0:
        return Sent(code="0", answer=told) if answer.status == 200 else unknown_answer(answer)
    meaning = codes.meanings.get(number, "")
    reason = f"{told} ({meaning})" if meaning else told
    if number in codes.slow_down:
        return Deferred(reason=reason, code=str(number), retry_after=codes.slow_down[number])
    if number in codes.clock and (note := clock_note(answer, at)):
        # A clock that is set right makes the next signature good.
        return Deferred(reason=reason + note, code=str(number))
    if number in codes.gone:
        return Refused(reason=reason, code=str(number), disable=True)
    if number in codes.never:
        return Refused(reason=reason, code=str(number), too_big=number in codes.too_big)
    return Deferred(reason=reason, code=str(number))
