"""A mail server that says what a script tells it."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

HELLO = "220 mx.example.org ESMTP"
Says = str | None | Callable[[str], "str | None"]
"""Words, silence, or what a command makes of them."""
Script = Mapping[str, Any]
"""By a command's first word, "banner", or "." for the end of a message: what is said (``Says``)."""


@dataclass
class ScriptedServer:
    """Answers by the command's first word; ``None`` = silence, "RST" = cut the connection."""

    script: Script
    tls: ssl.SSLContext | None = None
    commands: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    """Those that the server took, and those after which it was silent."""
    recipients: list[str] = field(default_factory=list)
    """Of ``messages``, in their order."""
    port: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Until then it is silent."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            return
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not await self._say(writer, "banner", HELLO):
            return
        while line := await reader.readline():
            word = line.decode("utf-8", "replace").split(" ")[0].split(":")[0].strip().upper()
            self.commands.append(line.decode("utf-8", "replace").strip())
            if word == "EHLO":
                await self._say(writer, "EHLO", "250 mx.example.org")
            elif word == "STARTTLS" and self.tls:
                writer.write(b"220 go\r\n")
                await writer.drain()
                await writer.start_tls(self.tls)
            elif word == "DATA":
                if not await self._data(reader, writer):
                    return
            elif not await self._say(writer, word, "221 bye" if word == "QUIT" else "250 ok", self.commands[-1]):
                return

    async def _data(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        if self.script.get("DATA", "354") != "354":
            return await self._say(writer, "DATA", "354 go")
        writer.write(b"354 go\r\n")
        message = await reader.readuntil(b"\r\n.\r\n")
        said = self.script.get(".", "250 queued as 7")
        words = said(message.decode("utf-8", "replace")) if callable(said) else said
        if words in (None, "RST") or words.startswith("2"):
            self.messages.append(message)
            self.recipients.append(next(c for c in reversed(self.commands) if c.upper().startswith("RCPT")))
        return await self._utter(writer, words)

    async def _say(self, writer: asyncio.StreamWriter, what: str, usual: str, line: str = "") -> bool:
        found = self.script.get(what, usual)
        return await self._utter(writer, found(line) if callable(found) else found)

    async def _utter(self, writer: asyncio.StreamWriter, words: str | None) -> bool:
        if words is None:
            await self.over.wait()
            return False
        if words == "RST":
            writer.transport.abort()
            return False
        writer.write(words.replace("\n", "\r\n").encode() + b"\r\n")
        await writer.drain()
        return True


@asynccontextmanager
async def scripted(script: Script, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[ScriptedServer]:
    talking = ScriptedServer(script, tls=tls)
    server = await asyncio.start_server(talking.serve, "127.0.0.1", 0, limit=2**22)
    talking.port = server.sockets[0].getsockname()[1]
    try:
        yield talking
    finally:
        talking.over.set()
        server.close()
