"""Redirects are followed here, not by the client: the guard judges each hop, and each caller says what it may cost."""

from collections.abc import Awaitable, Callable, Collection
from typing import Literal

from monitor.adapters.net.targets import BadTarget, Target, join_target
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.values import dataclass

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
SAME_METHOD = frozenset({307, 308})
"""Those after which a POST stays a POST."""

Ask = Callable[[Target], Awaitable[NetAnswer | NetFailure]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Astray:
    """Redirects that lead to no answer; ``why`` is the reason why the next address was refused, else empty."""

    kind: Literal["refused", "unprotected", "too-many"]
    why: str = ""


def redirect_of(answer: NetAnswer, place: Target, statuses: Collection[int] = REDIRECTS) -> Target | BadTarget | None:
    """Where the answer of ``place`` sends us on; ``None`` when it is no redirect."""
    if answer.status not in statuses or "location" not in answer.headers:
        return None
    return join_target(place.url, answer.headers["location"].strip())


def is_downgrade(place: Target, onward: Target) -> bool:
    """Whether the way leaves TLS."""
    return place.scheme == "https" and onward.scheme != "https"


async def follow_redirects(
    start: Target, ask: Ask, *, most: int, statuses: Collection[int] = REDIRECTS, keep_tls: bool = False
) -> NetAnswer | NetFailure | Astray:
    """The first answer that is no redirect, after ``most`` redirects at most."""
    place = start
    for _ in range(most + 1):
        answer = await ask(place)
        if isinstance(answer, NetFailure):
            return answer
        onward = redirect_of(answer, place, statuses)
        if onward is None:
            return answer
        if isinstance(onward, BadTarget):
            return Astray(kind="refused", why=onward.reason)
        if keep_tls and is_downgrade(place, onward):
            return Astray(kind="unprotected")
        place = onward
    return Astray(kind="too-many")
