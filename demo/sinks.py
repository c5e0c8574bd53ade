"""Where the demo's messages arrive: an SMTP server and a web hook, both on loopback."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiohttp import web
from standardwebhooks.webhooks import Webhook


class Mailbox:
    """Just enough of RFC 5321 to take a message in."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""

        async def answer(line: str) -> None:
            writer.write(f"{line}\r\n".encode())
            await writer.drain()

        await answer("220 demo.invalid ready")
        while line := await reader.readline():
            verb = line.strip().upper().split(b" ")[0]
            match verb:
                case b"EHLO":
                    await answer("250-demo.invalid\r\n250 8BITMIME")
                case b"DATA":
                    await answer("354 go on")
                    raw = await reader.readuntil(b"\r\n.\r\n")
                    self._take(raw.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n."))
                    await answer("250 taken")
                case b"QUIT":
                    await answer("221 bye")
                    break
                case _:
                    await answer("250 fine")
        writer.close()

    def _take(self, raw: bytes) -> None:
        message = message_from_bytes(raw, policy=default)
        self.messages.append(message)


class Chat:
    """A web hook that checks every signature, as the Standard Webhooks specification asks."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self.alerts: list[dict[str, Any]] = []
        self.ids: list[str] = []

    async def take(self, request: web.Request) -> web.Response:
        """Verify and keep; an unsigned message is refused."""
        body = await request.text()
        if not is_signed(self._secret, request.headers, body):
            return web.Response(status=401)
        self.alerts.append(json.loads(body))
        self.ids.append(request.headers["webhook-id"])
        return web.json_response({"ok": True})


def is_signed(secret: str, headers: Mapping[str, str], body: str) -> bool:
    """Whether the signature is right; a simulated clock makes the age of the timestamp meaningless."""
    at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    return Webhook(secret).sign(headers["webhook-id"], at, body) in headers["webhook-signature"].split(" ")
