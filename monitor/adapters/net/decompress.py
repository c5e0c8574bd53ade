"""Bounded decoding of gzip and deflate: never more memory than the cap, never half a stream for a whole one."""

import re
import zlib

from monitor.core.i18n.phrases import Reason

# Small documents may compress better than any bomb (a table of zeros), so the ratio is looked at beyond this size.
_RATIO_FREE_BYTES = 1024 * 1024
_STEP = 64 * 1024
_GZIP = b"\x1f\x8b\x08"
_OURS = frozenset({"gzip", "x-gzip", "deflate"})
# How a page, a feed or JSON begins, and no compressed stream but by chance.
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[?!a-zA-Z]|[\[{]\s*[\"\[{\]}])")
# What servers write that code nothing: names of character sets, transfer encodings and placeholders.
_NO_CODING = frozenset(
    {"", "identity", "none", "null", "plain", "text", "binary", "8bit", "7bit", "raw", "off", "unicode"}
    | {"no", "false", "undefined", "default", "auto", "chunked", "aws-chunked"}
)


class TooLargeError(Exception):
    """The decoded document passed the size or the ratio cap; the message is a sentence for a person."""


class CodingError(Exception):
    """The bytes are not what Content-Encoding says, or end too early; the message is a sentence for a person."""


class UnaskedCodingError(CodingError):
    """The bytes are coded in a way that was not asked for and cannot be undone here."""


class Body:
    """Collects the decoded bytes of one answer. Sizes in bytes."""

    def __init__(self, coding: str, *, max_bytes: int, max_ratio: int = 100) -> None:
        """``coding`` is the Content-Encoding header."""
        self._coding = _known_coding(coding)
        self._plain = not self._coding
        self._begun = False
        self._max_bytes = max_bytes
        self._max_ratio = max_ratio
        self._wire = 0
        self._kept = bytearray()
        self._pending = b""
        self._inflater: zlib._Decompress | None = None
        self._members = 0

    def __len__(self) -> int:
        return len(self._kept)

    def feed(self, data: bytes) -> None:
        """Take bytes off the wire; TooLargeError or CodingError when it is enough."""
        self._wire += len(data)
        if self._wire > 2 * self._max_bytes:
            # Compressed streams may go on for ever and hold nothing.
            raise TooLargeError(Reason("net.too-large", most=readable_size(self._max_bytes)))
        if self._plain:
            self._keep(data)
            return
        # What one member needs of a header fits here; never more than a step is inflated at once.
        self._pending += data
        if not self._begun and not self._begin():
            return
        while self._pending:
            if self._inflater is None and not self._open():
                return
            self._inflate()

    def _begin(self) -> bool:
        """Judge the first bytes: servers name a coding that they did not apply, or another than they did.

        False when nothing is left to inflate: the document is plain whatever its header says.
        """
        self._begun = True
        if _TEXT.match(self._pending):
            self._plain = True
            self._keep(self._pending)
            self._pending = b""
            return False
        if self._pending.startswith(_GZIP) and "," not in self._coding:
            self._coding = "gzip"
        if self._coding not in _OURS:
            raise UnaskedCodingError(Reason("net.coding", coding=repr(self._coding[:40])))
        return True

    def finish(self) -> bytes:
        """The whole document; CodingError when its compressed stream did not end."""
        if self._inflater is not None or (self._members == 0 and self._wire > 0 and not self._plain):
            raise CodingError(Reason("net.coding-breaks-off", coding=self._coding))
        return bytes(self._kept)

    def so_far(self) -> bytes:
        """What has been decoded until now, for error pages that may be cut off."""
        return bytes(self._kept)

    def _open(self) -> bool:
        """Start the next stream; False when there is not enough of it yet, or only padding follows the last one."""
        gzip = self._coding != "deflate"
        if self._members:
            # A second gzip member may follow (RFC 1952 §2.2); anything else behind the first is padding.
            if not gzip or self._pending[:1] != b"\x1f":
                self._pending = b""
                return False
            if len(self._pending) >= 2 and self._pending[:2] != b"\x1f\x8b":
                self._pending = b""
                return False
        if len(self._pending) < 2:
            return False
        if gzip:
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        else:
            # RFC 9110 §8.4.1.2: zlib format, yet some servers send the bare stream.
            first, second = self._pending[0], self._pending[1]
            zlib_header = first & 0x0F == 8 and (first * 256 + second) % 31 == 0
            self._inflater = zlib.decompressobj(zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS)
        return True

    def _inflate(self) -> None:
        inflater = self._inflater
        assert inflater is not None  # noqa: S101 - _open() has just set it, mypy cannot see that
        try:
            out = inflater.decompress(self._pending, _STEP)
        except zlib.error as error:
            raise CodingError(Reason("net.wrong-coding", coding=self._coding)) from error
        self._keep(out)
        if inflater.eof:
            self._pending = inflater.unused_data
            self._inflater = None
            self._members += 1
        else:
            self._pending = inflater.unconsumed_tail

    def _keep(self, data: bytes) -> None:
        self._kept += data
        size = len(self._kept)
        if size > self._max_bytes:
            raise TooLargeError(Reason("net.too-large", most=readable_size(self._max_bytes)))
        if size > _RATIO_FREE_BYTES and size > self._max_ratio * self._wire:
            raise TooLargeError(Reason("net.bomb", ratio=self._max_ratio))


def _known_coding(written: str) -> str:
    """gzip, deflate or nothing; else what is written.

    Of gzip twice ("gzip, gzip": a server behind a proxy) one is undone here: what comes of it is a gzip file, and those
    are unpacked.
    """
    names = [name.strip().strip("\"'").lower() for name in written.split(",")]
    coded = [name for name in names if not _codes_nothing(name)]
    if len(coded) == 1 or set(coded) == {"gzip"}:
        return coded[0]
    return ", ".join(coded)


def _codes_nothing(name: str) -> bool:
    """Whether a name is of a placeholder, a media type or a character set."""
    if name in _NO_CODING or "/" in name or name.startswith(("charset", "utf", "iso-8859")):
        return True
    try:
        "".encode(name[:40])
    except (LookupError, ValueError):
        return False  # nothing that writes text
    return True


def is_packed(body: bytes) -> bool:
    """Whether a document is a gzip file, by its first bytes."""
    return body.startswith(_GZIP)


def unpack_body(body: bytes, *, max_bytes: int) -> bytes:
    """A document that is a gzip file by its first bytes, unpacked; others as they are. Raises as ``Body`` does."""
    if not is_packed(body):
        return body
    inflated = Body("gzip", max_bytes=max_bytes)
    inflated.feed(body)
    return inflated.finish()


def readable_size(size: int) -> str:
    """ "8 MiB", "64 KiB", "100 bytes"."""
    for unit, factor in (("MiB", 1024 * 1024), ("KiB", 1024)):
        if size >= factor:
            return f"{size / factor:.4g} {unit}"
    return f"{size} bytes"
