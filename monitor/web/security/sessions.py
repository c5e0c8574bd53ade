"""Sessions in a cookie, and the tokens that forms carry so that no other site can send them."""

import hmac
import secrets
from dataclasses import field
from datetime import datetime, timedelta

from fastapi import Request
from fastapi.responses import Response

from monitor.app.context import AppContext
from monitor.app.feedback.verdicts import key_of
from monitor.core.model.operations.web_sessions import WebSession
from monitor.ports import Transaction
from monitor.values import dataclass
from monitor.web.cookies import OwnCookies
from monitor.web.security.log_ins import web_actor
from monitor.web.security.passwords import fingerprint

SESSION = "session"
LIFE = timedelta(days=30)
_LOOKED_UP = 30.0
"""Seconds that a session is believed without asking the store: a log-out elsewhere is noticed by then."""
_MOST_REMEMBERED = 1_000


@dataclass(slots=True)
class Sessions:
    """Opens and ends sessions, and knows which hold."""

    app: AppContext
    _seen: dict[str, tuple[float, datetime]] = field(default_factory=dict)
    """Token hash → when it was looked up, and when it ends."""
    _key: bytes = b""

    async def open(self, answer: Response, request: Request) -> None:
        """Give the browser a session of its own."""
        token, now = secrets.token_urlsafe(32), self.app.clock.now()
        session = WebSession(
            token_hash=fingerprint(token),
            password_hash=fingerprint(self.app.settings.web.password),
            agent=request.headers.get("user-agent", "")[:200],
            created_at=now,
            expires_at=now + LIFE,
        )

        def store(tx: Transaction) -> None:
            tx.web_sessions.prune(now=now)
            tx.web_sessions.add(session)
            tx.audit.note("logged in at the pages", who=web_actor(request), now=now)

        await self.app.in_store.write(store)
        self._cookies(request).keep(answer, SESSION, token, seconds=int(LIFE.total_seconds()))

    async def holds(self, request: Request) -> bool:
        """Whether this request comes with a session that holds."""
        token = self._token(request)
        if not token:
            return False
        known, now = fingerprint(token), self.app.clock.monotonic()
        seen = self._seen.get(known)
        if seen is None or not 0 <= now - seen[0] < _LOOKED_UP:
            found = await self.app.in_store.look(lambda tx: tx.web_sessions.find(known))
            if found is None or found.password_hash != fingerprint(self.app.settings.web.password):
                self._seen.pop(known, None)
                return False
            if len(self._seen) > _MOST_REMEMBERED:
                self._seen.clear()
            seen = self._seen[known] = now, found.expires_at
        return seen[1] > self.app.clock.now()

    async def end(self, request: Request, *, everywhere: bool = False) -> None:
        """Log this browser out, or all of them."""
        known = fingerprint(self._token(request))
        self._seen.clear()
        await self.app.in_store.write(
            lambda tx: tx.web_sessions.remove_all() if everywhere else tx.web_sessions.remove(known)
        )

    def is_named(self, request: Request) -> bool:
        """Whether this request brings a session, one that holds or not."""
        return bool(self._token(request))

    async def form_token(self, request: Request) -> str:
        """For the forms of one page: another one each time, so that a compressed page gives nothing away."""
        if not self._key:
            stored = await self.app.in_store.look(lambda tx: key_of(self.app.settings, tx))
            self._key = stored or secrets.token_bytes(32)
        nonce = secrets.token_urlsafe(9)
        return f"{nonce}.{self._sign(nonce, request)}"

    def is_own_token(self, request: Request, token: str) -> bool:
        """Whether a page that this browser was given carried the token."""
        nonce, _, signed = token.partition(".")
        return bool(self._key) and hmac.compare_digest(signed.encode(), self._sign(nonce, request).encode())

    def _token(self, request: Request) -> str:
        return self._cookies(request).read(SESSION)

    def _cookies(self, request: Request) -> OwnCookies:
        return OwnCookies(request, self.app.settings.web)

    def _sign(self, nonce: str, request: Request) -> str:
        whose = fingerprint(self._token(request))
        return hmac.new(self._key, f"form {whose} {nonce}".encode(), "sha256").hexdigest()[:32]
