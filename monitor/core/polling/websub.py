"""What follows from a hub's answers to our requests (W3C WebSub): subscriptions in, changed subscriptions out."""

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import unquote

from monitor.core.calendar.waits import doubled_wait
from monitor.core.i18n.phrases import Reason
from monitor.core.model.subscriptions import Advertised, Subscription
from monitor.values import dataclass

WANTED_LEASE: Final = timedelta(days=10)
_ASSUMED_LEASE = timedelta(days=1)
"""Of a hub that names none, as older ones do."""
_LEASES = (timedelta(minutes=1), timedelta(days=90))
_RENEWED_FROM, _RENEWED_WITHIN = 0.5, 0.2
"""A lease is renewed when half to seven tenths of it are over."""
_CALLED_BACK_WITHIN = timedelta(minutes=10)
_SOONEST, _LATEST = timedelta(minutes=1), timedelta(days=1)
_DENIED_FOR = timedelta(days=7)
_LONGEST_REASON = 200
_LONGEST_CHALLENGE = 4096
UNHEARD: Final = "websub.unheard"

_DIGESTS: Final = frozenset(("sha1", "sha256", "sha384", "sha512"))
"""Recognised by the Recommendation (§7.1.1). Most hubs still sign with SHA-1, which as an HMAC is not broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A hub's GET at our address, as it came: is this request yours (``subscribe``, ``unsubscribe``), or ``denied``."""

    mode: str
    topic: str
    challenge: str = ""
    lease_seconds: str = ""
    reason: str = ""


def is_current(subscription: Subscription, advertised: Advertised | None, *, base: str) -> bool:
    """Whether it is still what the source names and what the settings want; ``base`` = ``websub.callback``."""
    return (
        advertised is not None
        and bool(base)
        and (subscription.hub, subscription.topic) == (advertised.hub, advertised.topic)
        and subscription.callback == callback_address(base, subscription.token)
    )


def callback_address(base: str, token: str) -> str:
    """Where the hub reaches us: nobody who was not told it can guess it."""
    return f"{base.rstrip('/')}/websub/{token}"


def request_form(subscription: Subscription) -> dict[str, str]:
    """The parameters of a request to the hub (§5.1)."""
    form = {"hub.callback": subscription.callback, "hub.topic": subscription.topic}
    if subscription.state == "leaving":
        return {"hub.mode": "unsubscribe", **form}
    lease = f"{WANTED_LEASE.total_seconds():.0f}"
    return {"hub.mode": "subscribe", **form, "hub.secret": subscription.secret, "hub.lease_seconds": lease}


def before_request(subscription: Subscription, *, now: datetime) -> Subscription:
    """Stored before the request goes out: a hub may call back before it answers. Until it does, it is asked again."""
    wait = doubled_wait(_CALLED_BACK_WITHIN, subscription.failures, longest=_LATEST)
    if subscription.lease_until is not None and subscription.lease_until > now:
        # As long as a lease runs there is something to lose.
        wait = min(wait, max((subscription.lease_until - now) / 3, _SOONEST))
    state = "asked" if subscription.state == "denied" else subscription.state
    return replace(subscription, state=state, failures=subscription.failures + 1, next_at=now + wait)


def after_request(subscription: Subscription, *, refused: str) -> Subscription:
    """After the hub's answer to a request; ``refused`` = why it did not take it, else empty."""
    if not subscription.failures or subscription.state == "denied":
        return subscription  # it called back before it answered
    why = refused if isinstance(refused, Reason) else refused[:_LONGEST_REASON]
    return replace(subscription, reason=why or Reason(UNHEARD))


def after_answer(
    subscription: Subscription, question: Question, *, now: datetime, draw: float
) -> tuple[bool, Subscription | None]:
    """Whether we agree (else the hub is told 404), and what the subscription becomes; ``None`` = it has ended.

    §5.2 and §5.3. ``draw`` in [0, 1) spreads renewals.
    """
    if unquote(question.topic) != unquote(subscription.topic):
        return False, subscription
    leaving = subscription.state == "leaving"
    if question.mode == "denied":
        return True, None if leaving else _after_denied(subscription, question.reason, now=now)
    if not question.challenge or len(question.challenge) > _LONGEST_CHALLENGE:
        return False, subscription
    if question.mode == "subscribe" and subscription.state in ("asked", "verified"):
        return True, _after_verified(subscription, _read_lease(question.lease_seconds), now=now, draw=draw)
    if question.mode == "unsubscribe" and leaving:
        return True, None
    return False, subscription


def _after_verified(subscription: Subscription, lease: timedelta, *, now: datetime, draw: float) -> Subscription:
    unbroken = subscription.lease_until is not None and subscription.lease_until >= now
    return replace(
        subscription,
        state="verified",
        reason="",
        failures=0,
        verified_at=subscription.verified_at if unbroken else now,
        lease_until=now + lease,
        next_at=now + max(lease * (_RENEWED_FROM + _RENEWED_WITHIN * draw), _SOONEST / 2),
    )


def _after_denied(subscription: Subscription, reason: str, *, now: datetime) -> Subscription:
    said = "".join(char for char in reason if char.isprintable())[:_LONGEST_REASON]
    return replace(
        subscription,
        state="denied",
        reason=Reason("websub.denied-why", told=said) if said else Reason("websub.denied"),
        lease_until=None,
        news_at=None,
        unpushed_at=None,
        next_at=now + _DENIED_FOR,
    )


def _read_lease(seconds: str) -> timedelta:
    if not (seconds.isascii() and seconds.isdigit()):
        return _ASSUMED_LEASE
    # Capped before it becomes a timedelta, which overflows.
    return max(timedelta(seconds=min(int(seconds[:12]), _LEASES[1].total_seconds())), _LEASES[0])


def clamp_to_now(subscription: Subscription, *, now: datetime) -> Subscription:
    """A subscription that was agreed in a future that is none, for the clock was set back: the hub is asked anew."""
    agreed_ahead = subscription.verified_at is not None and subscription.verified_at > now
    if not agreed_ahead and subscription.next_at <= now + _LEASES[1]:
        return subscription
    return replace(subscription, next_at=now, verified_at=None, lease_until=None, unpushed_at=None)


def given_up(subscription: Subscription, *, now: datetime) -> Subscription | None:
    """No longer wanted: the hub is told so while a lease runs, else there is nothing to end (``None``)."""
    if subscription.lease_until is None or subscription.lease_until <= now:
        return None
    if subscription.state == "leaving":
        return subscription
    return replace(subscription, state="leaving", failures=0, news_at=None, unpushed_at=None, next_at=now)


class Signature:
    """``X-Hub-Signature`` of a delivery whose body comes in pieces (§7.1)."""

    def __init__(self, header: str, secret: str) -> None:
        method, _, self._claimed = header.strip().partition("=")
        known = method.lower() in _DIGESTS
        self._mac = hmac.new(secret.encode(), digestmod=getattr(hashlib, method.lower())) if known else None

    def feed(self, piece: bytes) -> None:
        """The next piece of the body."""
        if self._mac is not None:
            self._mac.update(piece)

    def is_good(self) -> bool:
        """Compared in constant time; a missing signature, or one of another method, is a wrong one."""
        if self._mac is None:
            return False
        return hmac.compare_digest(self._mac.hexdigest().encode(), self._claimed.lower().encode("utf-8", "replace"))
