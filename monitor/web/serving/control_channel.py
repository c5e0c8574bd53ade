"""Between the daemon and the process of its pages: one JSON document a line, in both directions."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

_LONGEST_LINE = 512 * 1024 * 1024
"""Bytes: a configuration of a hundred thousand sources is in one line."""
_MOST_UNREAD = 1024 * 1024


class ControlChannel:
    """One end of it. Both ends are this program; still nothing but plain data passes (``sandbox.codec``)."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def over(cls, connection: socket.socket) -> "ControlChannel":
        """Over one end of a pair of sockets, which it closes in the end."""
        return cls(*await asyncio.open_unix_connection(sock=connection, limit=_LONGEST_LINE))

    @property
    def is_read(self) -> bool:
        """Whether the other end takes what it is told."""
        return self._writer.transport.get_write_buffer_size() < _MOST_UNREAD

    def tell(self, **document: Any) -> None:
        """Send it; nothing happens when nobody is there any more, which ``hear`` tells."""
        self.tell_line(json.dumps(document).encode())

    def tell_line(self, line: bytes) -> None:
        """The same of a document that is written already."""
        with suppress(OSError, RuntimeError):
            self._writer.write(line + b"\n")

    async def hear(self) -> AsyncIterator[dict[str, Any]]:
        """What the other end tells, until it is gone."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while line := await self._reader.readline():
                yield json.loads(line)

    def close(self) -> None:
        """Nothing more is said."""
        self._writer.close()
