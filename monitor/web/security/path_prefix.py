"""Pages under a path of a larger site: the same with and without the path of ``web.base_url`` before them."""

from starlette.types import ASGIApp, Receive, Scope, Send


class WithoutPrefix:
    """Some proxies pass the path on whole, some without its beginning; both reach the page."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the prefix and a slash at the end off and pass the request on: no spelling needs a redirect."""
        if scope["type"] == "http":
            path: str = scope.get("path", "")
            if self._prefix and (path == self._prefix or path.startswith(f"{self._prefix}/")):
                path = path.removeprefix(self._prefix)
            scope = {**scope, "path": path.rstrip("/") or "/"}
        await self._app(scope, receive, send)
