"""A plain GET straight over aiohttp's connections: most polls are one, and bring nothing new.

What makes, judges and keeps connections stays aiohttp's connector with its guard; only what is built around it for each
request (a session's, an httpx request's and an answer's objects) is left out. The bytes that go out are the same.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Mapping

import aiohttp
from aiohttp.http import RawResponseMessage
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.streams import StreamReader
from httpx_aiohttp.transport import map_aiohttp_exceptions
from typing_extensions import override
from yarl import URL

from monitor.adapters.net.exchange_state import Attempt
from monitor.adapters.net.http_library import httpx
from monitor.adapters.net.mended_head import MendedHead
from monitor.values import dataclass

_CHUNK = 16 * 1024
# Everything else is for those who know how to write it down.
_PLAIN = re.compile(r"[\x20-\x7e]*")
_FAILED_TO_CONNECT = (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeLimits:
    """Of an answer's head: bytes of a line and of a field, and fields."""

    line: int
    field: int
    fields: int


def is_plain(headers: Mapping[str, str]) -> bool:
    """Whether names and values are printable ASCII: then there is one way to write them."""
    return _PLAIN.fullmatch("".join((*headers, *headers.values()))) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainAnswer:
    """The head of an answer, and the way to its body. ``close`` is to be called when all is read, or enough."""

    message: RawResponseMessage
    payload: StreamReader
    connection: aiohttp.connector.Connection
    mended: MendedHead | None = None

    @property
    def has_body(self) -> bool:
        """Whether there may be one behind the head."""
        return self.message.code != 304

    def as_response(self) -> httpx.Response:
        """As httpx has it, its body unread."""
        stream = _Stream(self)
        return httpx.Response(self.message.code, headers=list(self.message.raw_headers), stream=stream)

    def close(self) -> None:
        """Keep the connection for the next request if the answer was whole, else end it."""
        self.connection.release()


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: PlainAnswer) -> None:
        self._answer = answer

    @override
    async def __aiter__(self) -> AsyncIterator[bytes]:
        with map_aiohttp_exceptions():
            async for chunk in self._answer.payload.iter_chunked(_CHUNK):
                yield chunk
            if self._answer.mended is not None and self._answer.mended.is_short:
                raise aiohttp.ClientPayloadError("Response payload is not completed")

    @override
    async def aclose(self) -> None:
        self._answer.close()


class PlainGet:
    """Asks over the connections of one session."""

    def __init__(self, session: aiohttp.ClientSession, limits: SizeLimits) -> None:
        assert session.connector is not None  # noqa: S101 - it is closed last, mypy cannot see that
        self._session, self._connector = session, session.connector
        self._limits = limits

    async def ask(
        self,
        url: URL,
        host: bytes,
        headers: Iterable[tuple[str, str]],
        attempt: Attempt,
        patience: aiohttp.ClientTimeout,
        *,
        mend: bool = False,
    ) -> PlainAnswer:
        """The head of the answer; raises what the transport of httpx raises. ``host``: as the header says it.

        ``mend``: see ``MendedHead``.

        Once more on a new connection when the first breaks before an answer, as aiohttp does: the server may have
        closed one that was kept, just when it was taken.
        """
        head = "".join(f"{name}: {value}\r\n" for name, value in headers)
        written = f"GET {url.raw_path_qs} HTTP/1.1\r\nhost: {host.decode('ascii')}\r\n{head}\r\n".encode("ascii")
        with map_aiohttp_exceptions():
            try:
                return await self._ask(url, written, attempt, patience, mend=mend)
            except _FAILED_TO_CONNECT:
                raise
            except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
                return await self._ask(url, written, attempt, patience, mend=mend)

    async def _ask(
        self, url: URL, written: bytes, attempt: Attempt, patience: aiohttp.ClientTimeout, *, mend: bool
    ) -> PlainAnswer:
        # It is never sent: the connector asks it where to connect to.
        whither = aiohttp.ClientRequest("GET", url, loop=asyncio.get_running_loop(), session=self._session)
        try:
            connection = await self._connector.connect(whither, traces=[], timeout=patience)
        except TimeoutError as error:
            raise aiohttp.ConnectionTimeoutError(f"Connection timeout to host {url}") from error
        try:
            transport = self._ready_transport(connection)
            mended = MendedHead(transport) if mend else None
            message, payload = await self._exchange(connection, transport, written, attempt)
        except HttpProcessingError as error:
            connection.close()
            raise aiohttp.ClientResponseError(
                whither.request_info, (), status=error.code, message=error.message, headers=error.headers
            ) from error
        except BaseException:
            connection.close()
            raise
        # What is read to its end gives the connection back.
        payload.on_eof(connection.release)
        return PlainAnswer(message=message, payload=payload, connection=connection, mended=mended)

    def _ready_transport(self, connection: aiohttp.connector.Connection) -> asyncio.Transport:
        """What writes to the connection, whose protocol is told how to read the answer."""
        protocol, limits = connection.protocol, self._limits
        assert protocol is not None  # noqa: S101 - it was just made
        protocol.set_response_params(
            read_until_eof=True,
            auto_decompress=False,
            max_line_size=limits.line,
            max_field_size=limits.field,
            max_headers=limits.fields,
        )
        transport = protocol.transport
        if transport is None or transport.is_closing():
            raise aiohttp.ClientConnectionResetError("Cannot write to closing transport")
        return transport

    async def _exchange(
        self,
        connection: aiohttp.connector.Connection,
        transport: asyncio.Transport,
        written: bytes,
        attempt: Attempt,
    ) -> tuple[RawResponseMessage, StreamReader]:
        attempt.sent, attempt.phase = True, "waiting"
        transport.write(written)
        protocol = connection.protocol
        assert protocol is not None  # noqa: S101 - it was just made
        while True:
            message, payload = await protocol.read()
            # "Continue", "early hints": the answer is still to come.
            if not 100 <= message.code < 200 or message.code == 101:
                return message, payload
