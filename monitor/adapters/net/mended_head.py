"""Answers whose head breaks the rules of HTTP in ways that browsers and curl read past, made readable for the parser.

RFC 9112 has a client refuse some of it (§6.3: two lengths) to guard the next answer on the same connection. Here there
is none: a connection with a mended head is closed behind its answer.
"""

import asyncio
import re
from typing import Final, cast

from typing_extensions import override

_END: Final = re.compile(rb"\r?\n\r?\n")
_NAME: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_STATUS: Final = re.compile(rb"HTTP/1\.(\d) (\d{3})")
_WITHOUT_BODY: Final = frozenset({204, 304})
_LONGEST: Final = 64 * 1024


class MendedHead(asyncio.Protocol):
    """Stands before a connection's own protocol for one answer, and passes on to it what comes with the head mended.

    Lines that are no fields go. Of a length beside chunks the chunks count, equal lengths are one, and a 204 or 304 has
    no body. Where the server closes behind its answer the length is only the least that has to come: it is counted in
    characters at times.
    """

    def __init__(self, transport: asyncio.BaseTransport) -> None:
        """``transport``: of the connection, which is to be closed behind the answer."""
        self._inner = cast("asyncio.Protocol", transport.get_protocol())
        transport.set_protocol(self)
        self._head: bytearray | None = bytearray()
        self._least = 0
        self._most: int | None = None
        """Bytes of the body that are still to be passed on; ``None`` = all."""

    @override
    def data_received(self, data: bytes) -> None:
        if self._head is None:
            if counted := self._counted(data):
                self._inner.data_received(counted)
            return
        self._head += data
        while self._head is not None:
            found = _END.search(self._head)
            if found is None and len(self._head) <= _LONGEST:
                return
            end = found.end() if found is not None else len(self._head)
            head, rest = bytes(self._head[:end]), bytes(self._head[end:])
            interim = re.match(rb"HTTP/1\.\d 1(?!01)\d\d", head) is not None
            if interim:
                self._head = bytearray(rest)
                self._inner.data_received(head)
                continue
            self._head = None
            # Both at once: a fault in the first chunks is told with the head.
            self._inner.data_received((head if found is None else self._mend(head)) + self._counted(rest))

    @property
    def is_short(self) -> bool:
        """Whether less came than the head said, as far as has come."""
        return self._least > 0

    def _counted(self, data: bytes) -> bytes:
        self._least -= len(data)
        if self._most is not None:
            data = data[: self._most]
            self._most -= len(data)
        return data

    def _mend(self, head: bytes) -> bytes:
        status, *lines = re.split(rb"\r?\n", head.rstrip(b"\r\n"))
        fields = [field for line in lines if (field := _field_of(line)) is not None]
        named = _STATUS.match(status)
        lengths = {value for name, value in fields if name.lower() == b"content-length"}
        said = {name.lower(): value.lower() for name, value in fields}
        chunked = b"chunked" in said.get(b"transfer-encoding", b"")
        closes = b"close" in said.get(b"connection", b"keep-alive" if named and named[1] != b"0" else b"close")
        kept = [(name, value) for name, value in fields if name.lower() not in {b"connection", b"content-length"}]
        length = _length_in(lengths)
        if named and int(named[2]) in _WITHOUT_BODY:
            self._most = 0
        elif chunked:
            pass
        elif closes:
            self._least = length or 0
        elif length is not None:
            self._most = length
            kept.append((b"Content-Length", b"%d" % length))
        else:
            kept += [(b"Content-Length", value) for value in sorted(lengths)]
        kept.append((b"Connection", b"close"))
        return b"\r\n".join([status, *(name + b": " + value for name, value in kept), b"", b""])

    @override
    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._inner.connection_lost(exc)

    @override
    def pause_writing(self) -> None:
        self._inner.pause_writing()

    @override
    def resume_writing(self) -> None:
        self._inner.resume_writing()


def _field_of(line: bytes) -> tuple[bytes, bytes] | None:
    """Name and value; ``None`` for a line that is none (folded lines are: nothing that is needed is folded)."""
    name, colon, value = line.partition(b":")
    name = name.rstrip()
    return (name, value.strip()) if colon and _NAME.fullmatch(name) else None


def _length_in(written: set[bytes]) -> int | None:
    """The length that all of them name ("12", or "12, 12"); ``None`` for several, or none."""
    named = {part.strip() for value in written for part in value.split(b",")}
    only = next(iter(named), b"") if len(named) == 1 else b""
    return int(only) if only.isdigit() and len(only) < 16 else None
