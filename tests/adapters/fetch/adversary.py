"""A web server over raw sockets that misbehaves on purpose, with a resolver and canaries that go with it."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

Reply = bytes | Callable[["Wire"], Awaitable[None]]
"""What is said to one request: bytes as they are, or a script that holds the wire."""


def answer(body: bytes = b"", *, status: str = "200 OK", headers: Mapping[str, str] | None = None) -> bytes:
    """A well-formed HTTP/1.1 answer; a header given replaces the usual one, given as "" it goes."""
    usual = {"Content-Type": "application/rss+xml", "Content-Length": str(len(body))} | dict(headers or {})
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in usual.items() if value)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(to: str, *, status: str = "302 Found", headers: Mapping[str, str] | None = None) -> bytes:
    """A redirect."""
    return answer(status=status, headers={"Location": to} | dict(headers or {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Wire:
    """A connection in the hands of a script."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    heard: Heard

    async def send(self, data: bytes) -> None:
        """Put bytes on the wire."""
        self.writer.write(data)
        await self.writer.drain()

    async def drip(self, data: bytes, *, every: float, size: int = 1) -> None:
        """Put them there ``size`` at a time, a pause before each."""
        for start in range(0, len(data), size):
            await asyncio.sleep(every)
            await self.send(data[start : start + size])

    async def silence(self) -> None:
        """Say nothing until the other side hangs up."""
        with suppress(OSError):
            while await self.reader.read(65536):
                pass

    def reset(self) -> None:
        """Cut the connection with a RST instead of a FIN."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        self.writer.transport.abort()


@dataclass(slots=True)
class Adversary:
    """The server. ``on(path, …)`` says what is answered there: one reply a request, the last one for ever."""

    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    scheme: str = "http"
    _replies: dict[str, list[Reply]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def on(self, path: str, *replies: Reply) -> str:
        """Set the replies of a path and return its address."""
        self._replies[path] = list(replies)
        return self.url(path)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """An address of this server."""
        return f"{self.scheme}://{host}:{self.port}{path}"

    def requests(self, path: str) -> list[Heard]:
        """The requests a path got."""
        return [heard for heard in self.heard if heard.path == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it ends."""
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while heard := await _request(reader):
                self.heard.append(heard)
                await self._reply(Wire(reader, writer, heard))
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            with suppress(OSError, RuntimeError):
                writer.close()

    async def _reply(self, wire: Wire) -> None:
        replies = self._replies.get(wire.heard.path) or [answer(b"nothing here", status="404 Not Found")]
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if isinstance(reply, bytes):
                await wire.send(reply)
                goes_on = b"\r\ncontent-length" in reply.lower() or b"\r\ntransfer-encoding" in reply.lower()
            else:
                await reply(wire)
                goes_on = False
            if not goes_on:
                raise EOFError
        finally:
            self.at_once -= 1

    async def stop(self) -> None:
        """End every connection."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _request(reader: asyncio.StreamReader) -> Heard | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Heard(method=method, path=path, headers=headers, body=body)


@asynccontextmanager
async def adversary(*, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> AsyncIterator[Adversary]:
    """A running server on a port of its own."""
    server = Adversary(scheme="https" if tls else "http")
    listening = await asyncio.start_server(server.serve, host, 0, ssl=tls)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        await server.stop()


@dataclass(slots=True)
class Canary:
    """Counts connections that must not happen. It listens on 127.0.0.1 and, where there is one, on ::1."""

    port: int
    hits: int = 0

    async def count(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Note the hit and answer, so that a client that got through is seen to get through."""
        self.hits += 1
        with suppress(OSError, EOFError):
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 1)
            writer.write(answer(b"secret"))
            await writer.drain()
        writer.close()


@asynccontextmanager
async def canary() -> AsyncIterator[Canary]:
    """A running canary."""
    bird = Canary(port=0)
    servers = [await asyncio.start_server(bird.count, "127.0.0.1", 0)]
    bird.port = servers[0].sockets[0].getsockname()[1]
    with suppress(OSError):
        servers.append(await asyncio.start_server(bird.count, "::1", bird.port))
    try:
        yield bird
    finally:
        for server in servers:
            server.close()


Found = Sequence[str] | OSError


class ScriptedResolver:
    """Answers as told: for each name one answer a look-up, the last one for ever; ``None`` = no answer at all."""

    def __init__(self, names: Mapping[str, Sequence[Found | None]]) -> None:
        self._names = {name: list(answers) for name, answers in names.items()}
        self.asked: list[str] = []

    async def resolve(self, host: str) -> Sequence[str]:
        """See ``Resolver``."""
        self.asked.append(host)
        answers = self._names.get(host)
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(found, OSError):
            raise found
        if found is None:
            await asyncio.Event().wait()
        return found or ()
