"""robots.txt (RFC 9309) for pages: read once a day per origin; never asked about feeds a user subscribed to."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from monitor.adapters.fetch.request_headers import ROBOT
from monitor.adapters.fetch.robots_rules import RobotsRules, read_robots
from monitor.adapters.net.redirects import Astray, follow_redirects
from monitor.adapters.net.targets import BadTarget, Target, join_target
from monitor.core.i18n.phrases import Reason
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.values import dataclass

KEPT = timedelta(hours=24)
KEPT_FAILURE = timedelta(minutes=10)
_MAX_SIZE = 512 * 1024
_MAX_REDIRECTS = 5
_MAX_DELAY = timedelta(minutes=1)
_REMEMBERED = 4096
_MOST_BYTES = 8 * 1024 * 1024

Ask = Callable[[Target, str | None, int], Awaitable[NetAnswer | NetFailure]]
"""One polite GET by way of a proxy (see ``FetchRequest.proxy``) of at most so many bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """``reason`` is empty when the page may be read; ``delay`` is the pause the host asks robots to make."""

    reason: str = ""
    delay: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    until: datetime
    rules: RobotsRules | None = None
    """``None`` = everything is allowed."""
    failure: str = ""


class Robots:
    """What the hosts allow, remembered for a day."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[tuple[str, str, int], _Rules] = {}
        self._bytes = 0

    async def permission(self, target: Target, *, proxy: str | None, now: datetime) -> Permission:
        """Whether ``target`` may be read."""
        known = self._known.get(target.origin)
        if known is None or not now < known.until <= now + KEPT:
            known = await self._read(target, proxy=proxy, now=now)
            self._remember(target, known)
        if known.failure:
            return Permission(reason=known.failure)
        if known.rules is None:
            return Permission()
        if not known.rules.allows(target.url):
            return Permission(reason=Reason("fetch.robots", host=target.host))
        return Permission(delay=min(timedelta(seconds=known.rules.delay), _MAX_DELAY))

    async def _read(self, target: Target, *, proxy: str | None, now: datetime) -> _Rules:
        place = join_target(target.url, "/robots.txt")
        answer: NetAnswer | NetFailure | Astray = Astray(kind="refused")
        if not isinstance(place, BadTarget):
            answer = await follow_redirects(place, lambda at: self._ask(at, proxy, _MAX_SIZE), most=_MAX_REDIRECTS)
        if isinstance(answer, NetFailure):
            return _rules_unreadable(answer, target, now=now)
        if isinstance(answer, Astray):
            # A robots.txt that cannot be reached by redirects counts as none (RFC 9309 §2.3.1.2).
            return _Rules(until=now + KEPT)
        # Half a megabyte of somebody's rules is not read on the event loop.
        return await asyncio.to_thread(_rules_from, answer, target, now=now)

    def _remember(self, target: Target, rules: _Rules) -> None:
        """The oldest go when there are too many, or when they take too much room."""
        self._bytes -= _rules_size(self._known.pop(target.origin, None))
        self._known[target.origin] = rules
        self._bytes += _rules_size(rules)
        while len(self._known) > _REMEMBERED or (self._bytes > _MOST_BYTES and len(self._known) > 1):
            self._bytes -= _rules_size(self._known.pop(next(iter(self._known))))


def _rules_size(known: _Rules | None) -> int:
    return known.rules.size if known is not None and known.rules is not None else 0


def _rules_from(answer: NetAnswer, target: Target, *, now: datetime) -> _Rules:
    if answer.status >= 500 or answer.status == 429:
        # RFC 9309 §2.3.1.4: a server with a fault allows nothing for now.
        reason = Reason("fetch.robots-status", host=target.host, status=str(answer.status))
        return _Rules(until=now + KEPT_FAILURE, failure=reason)
    if answer.status >= 300:
        return _Rules(until=now + KEPT)
    return _Rules(until=now + KEPT, rules=read_robots(answer.body, ROBOT))


def _rules_unreadable(failure: NetFailure, target: Target, *, now: datetime) -> _Rules:
    if failure.kind in ("too-large", "encoding"):
        return _Rules(until=now + KEPT)
    if failure.kind == "refused":
        # The page is refused for the same reason, and says it better.
        return _Rules(until=now)
    reason = Reason("fetch.robots-failed", host=target.host, why=failure.reason)
    return _Rules(until=now + KEPT_FAILURE, failure=reason)
