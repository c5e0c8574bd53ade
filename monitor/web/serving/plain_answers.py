"""Answers that the daemon gives without its pages: how it is, and that the pages are not there."""

import asyncio
import json
import socket
from collections.abc import Mapping
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus

_LONGEST_HEAD = 16 * 1024
_CHUNK = 4096
_ANSWERED = 10.0
_GOODBYE = 1.0
"""Seconds: for a whole request and its answer, and until the other side hangs up."""
HEALTH = ("/healthz", "/readyz")


def health_path(start: bytes, root: str) -> str | None:
    """Which of ``HEALTH`` a request asks for that begins so; ``None`` = none of them. IncompleteError: too short.

    With or without what stands before every path here. All other spellings are for the pages, which know them, too.
    """
    undecided = False
    for method in ("GET", "HEAD"):
        for before in {"", root}:
            for path in HEALTH:
                wanted = f"{method} {before}{path}".encode()
                after = start[len(wanted) : len(wanted) + 1]
                if start.startswith(wanted) and after in (b" ", b"?"):
                    return path
                undecided |= wanted.startswith(start) or (start == wanted)
    if undecided:
        raise IncompleteError
    return None


class IncompleteError(Exception):
    """More has to come before one can tell."""


async def answer_once(connection: socket.socket, status: int, body: bytes, headers: Mapping[str, str]) -> None:
    """Answer the request that waits on ``connection``, and close it. Whoever is too slow or gone gets no answer."""
    loop = asyncio.get_running_loop()
    try:
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(_ANSWERED):
                head = await _read_head(connection)
                if head:
                    answer = _written(status, headers, body, with_body=not head.startswith(b"HEAD "))
                    await loop.sock_sendall(connection, answer)
                    connection.shutdown(socket.SHUT_WR)
        with suppress(OSError, TimeoutError):
            # Closed at once, what the other side still sends would make it forget our answer.
            async with asyncio.timeout(_GOODBYE):
                while await loop.sock_recv(connection, _CHUNK):
                    pass
    finally:
        connection.close()


async def _read_head(connection: socket.socket) -> bytes:
    """The request's head; empty when it does not come whole."""
    head = b""
    while b"\r\n\r\n" not in head and b"\n\n" not in head:
        if len(head) > _LONGEST_HEAD:
            return b""
        more = await asyncio.get_running_loop().sock_recv(connection, _CHUNK)
        if not more:
            return b""
        head += more
    return head


def _written(status: int, headers: Mapping[str, str], body: bytes, *, with_body: bool) -> bytes:
    told = {
        "Date": formatdate(usegmt=True),
        "Content-Length": str(len(body)),
        "Connection": "close",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        **headers,
    }
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join([*lines, "", ""]).encode() + (body if with_body else b"")


async def answer_json(connection: socket.socket, status: int, document: Mapping[str, object]) -> None:
    """The same with a document."""
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    await answer_once(connection, status, body, {"Content-Type": "application/json"})


async def answer_text(connection: socket.socket, status: int, text: str, headers: Mapping[str, str]) -> None:
    """The same with a sentence."""
    await answer_once(connection, status, text.encode(), {"Content-Type": "text/plain; charset=utf-8", **headers})
