"""Pages under a path of a larger site: the same with and without the path of ``web.base_url`` before them."""

from starlette.types import ASGIApp, Receive, Scope, Send


class WithoutPrefix:
    """Some proxies pass the path on whole, some without its beginning; both reach the page."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the prefix off and pass the request on."""
        path: str = scope.get("path", "")
        if self._prefix and scope["type"] == "http" and path.startswith(f"{self._prefix}/"):
            scope = {**scope, "path": path.removeprefix(self._prefix)}
        await self._app(scope, receive, send)
