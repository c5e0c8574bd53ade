"""A web server that answers as a provider does, and logs what arrives by the program's clock."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Cut = Literal["silence", "cut", "cut unread"]
"""No answer; the connection cut after the request; and before it was read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    at: datetime
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Says:
    """An answer."""

    status: int = 200
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def bytes(self) -> bytes:
        raw = self.body.encode()
        named = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        return f"HTTP/1.1 {self.status} x\r\n{named}Content-Length: {len(raw)}\r\n\r\n".encode() + raw


Reply = Says | Cut | Callable[[Asked], Says | Cut]


@dataclass
class HttpServer:
    """Gives its ``replies`` in order, the last one for ever."""

    replies: list[Reply]
    now: Callable[[], datetime]
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._answer(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        asked = Asked(self.now(), first.split()[1], headers, body)
        self.asked.append(asked)
        said = reply(asked) if callable(reply) else reply
        if said == "silence":
            await reader.read()
            return False
        if isinstance(said, str):
            writer.transport.abort()
            return False
        writer.write(said.bytes())
        await writer.drain()
        return True


def real_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - for servers that stand beside a program on the real clock


@asynccontextmanager
async def answering(replies: Sequence[Reply], *, now: Callable[[], datetime] = real_now) -> AsyncIterator[HttpServer]:
    """A server on a port of its own."""
    there = HttpServer(list(replies), now)
    server = await asyncio.start_server(there.serve, "127.0.0.1", 0, limit=2**22)
    there.port = server.sockets[0].getsockname()[1]
    try:
        yield there
    finally:
        server.close()
