"""Requests in a rarer form, brought into the usual one before anybody reads them."""

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

_SCHEMES = ("http://", "https://")


class UsualForm:
    """The application sees a path where a whole address was asked for, and no offer of gzip that is none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http":
            scope = _without_refused_gzip(_in_origin_form(scope))
        await self._app(scope, receive, send)


def _in_origin_form(scope: Scope) -> Scope:
    """``GET http://host/path``, as to a proxy: the host named there counts, not ``Host`` (RFC 9112 §3.2.2)."""
    path: str = scope.get("path", "")
    if not path.lower().startswith(_SCHEMES):
        return scope
    try:
        parts = urlsplit(scope.get("raw_path", b"").decode("latin-1"))
        host = parts.netloc.rpartition("@")[2].encode("latin-1")
    except ValueError:
        return scope
    _, _, rest = path.partition("://")
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    shown = f"/{rest.partition('/')[2]}"
    return {**scope, "path": shown, "raw_path": parts.path.encode("latin-1"), "headers": [(b"host", host), *headers]}


def _without_refused_gzip(scope: Scope) -> Scope:
    """Whoever writes ``gzip;q=0`` wants none of it (RFC 9110 §12.5.3)."""
    offered = b",".join(value for name, value in scope["headers"] if name == b"accept-encoding").decode("latin-1")
    if "gzip" not in offered or takes_gzip(offered):
        return scope
    return {**scope, "headers": [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]}


def takes_gzip(accepted: str) -> bool:
    """Whether ``Accept-Encoding`` names gzip with a weight above nothing."""
    for offer in accepted.lower().split(","):
        name, *parameters = (part.strip() for part in offer.split(";"))
        if name == "gzip":
            weights = [value for key, _, value in (part.partition("=") for part in parameters) if key.strip() == "q"]
            return not weights or weights[0].strip().strip("0") not in {"", "."}
    return False


def readable_line(start: bytes, *, begun: bool) -> bytes:
    """Bytes of a request, of which the parser takes visible ASCII in the first line only: letters of an address as
    browsers write them (``?q=可灵`` typed into curl), and no empty lines before it (RFC 9112 §2.2).

    ``begun`` = a part of that line came before.
    """
    if not begun:
        start = start.lstrip(b"\r\n")
    line, end, rest = start.partition(b"\n")
    if line.isascii():
        return start
    return b"".join(byte if byte.isascii() else b"%%%02X" % byte[0] for byte in _each(line)) + end + rest


def _each(line: bytes) -> list[bytes]:
    return [line[place : place + 1] for place in range(len(line))]
