"""Cookies of this monitor alone, whatever else the same host serves."""

import hashlib
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response

from monitor.core.model.settings import WebSettings

_NAMED_BY = 8
"""Hexadecimal digits that tell two monitors of one host apart."""


class OwnCookies:
    """What this browser keeps for these pages.

    Browsers tell cookies apart by host and name, not by port, and send those of ``/`` below every path (RFC 6265,
    8.5): under a plain name a second monitor, or any other program on that host, would overwrite ours or be read in
    their place, and whoever logs in there would be logged out here.
    """

    def __init__(self, request: Request, web: WebSettings) -> None:
        reached = web.base_url or request.headers.get("host", "")
        self._mark = hashlib.sha256(reached.encode()).hexdigest()[:_NAMED_BY]
        self._given = request.cookies
        self._path = web.root or "/"
        self._is_secure = web.base_url.startswith("https://") and _came_over_tls(request, web.base_url)

    def name(self, what: str) -> str:
        """What the browser calls it."""
        return f"news-monitor-{what}-{self._mark}"

    def read(self, what: str) -> str:
        """What the browser sent; empty without one."""
        return self._given.get(self.name(what), "")

    def keep(self, answer: Response, what: str, value: str, *, seconds: int, scripts: bool = False) -> None:
        """Let the browser keep it so long; ``scripts``: ours may read and change it."""
        answer.set_cookie(
            self.name(what),
            value,
            max_age=seconds,
            path=self._path,
            httponly=not scripts,
            secure=self._is_secure,
            samesite="lax",
        )

    def drop(self, answer: Response, what: str) -> None:
        """Let the browser forget it."""
        answer.delete_cookie(self.name(what), path=self._path)


def _came_over_tls(request: Request, base_url: str) -> bool:
    """Whether the browser came through the proxy that speaks TLS, and not to this port: it would keep no other cookie.

    A form says it best; else a proxy may have noted it, or passed on the name that it was asked under.
    """
    headers = request.headers
    if (origin := headers.get("origin", "")).startswith(("http://", "https://")):
        return origin.startswith("https://")
    if told := headers.get("x-forwarded-proto"):
        return told.partition(",")[0].strip().lower() == "https"
    return headers.get("host", "").lower() == urlsplit(base_url).netloc.lower()
