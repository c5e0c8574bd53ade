"""Bytes to entries: the one door of parsing, for every kind of source."""

from collections.abc import Sequence
from datetime import datetime

from monitor.core.i18n.phrases import Reason
from monitor.core.model.entries import ParsedDocument
from monitor.core.model.sources import Selectors
from monitor.core.parse import diagnose as refusals
from monitor.core.parse.clean_entries import finish_feed
from monitor.core.parse.encoding import Decoded, decode_document
from monitor.core.parse.kinds import SOURCE_KINDS
from monitor.core.parse.raw import RawFeed, SourceDocument


def parse_document(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    kind: str = "feed",
    selectors: Selectors | None = None,
    timezone: str = "UTC",
    now: datetime,
    max_entries: int = 5000,
    plain: RawFeed | None = None,
) -> ParsedDocument:
    """Read a document as its source's kind says; ``plain``: what was read of it as UTF-8 already.

    ``url`` is where it came from, ``content_type`` the whole header; times without zone are read in ``timezone``.
    ParseError says for a person why there is nothing to read: an empty body, a login page, a page where a feed was
    expected, a selector that finds nothing. KeyError for a kind that is not in ``SOURCE_KINDS``.
    """
    decoded = decode_document(body, content_type)
    text = decoded.text
    if not text.strip("\ufeff\x00 \t\r\n"):
        raise refusals.empty_body()
    if plain is not None and decoded.codec == "utf-8" and not decoded.lossy:
        raw = plain
    else:
        raw = SOURCE_KINDS[kind].read(
            SourceDocument(
                text=text, body=body, url=url, content_type=content_type, selectors=selectors, max_entries=max_entries
            )
        )
    return finish_feed(
        raw,
        url=url,
        timezone=timezone,
        now=now,
        max_entries=max_entries,
        complete=raw.complete,
        malformed=raw.malformed or decoded.lossy,
        warnings=_about_encoding(decoded),
    )


def parse_harmless(
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    kind: str = "feed",
    selectors: Selectors | None = None,
    timezone: str = "UTC",
    now: datetime,
    max_entries: int = 5000,
) -> ParsedDocument | None:
    """As ``parse_document``, in linear time and bounded memory; ``None`` for what should be read in the sandbox."""
    plain = SOURCE_KINDS[kind].read_harmless(body, url, max_entries)
    if plain is None:
        return None
    return parse_document(
        body,
        url=url,
        content_type=content_type,
        kind=kind,
        selectors=selectors,
        timezone=timezone,
        now=now,
        max_entries=max_entries,
        plain=plain.raw,
    )


def _about_encoding(decoded: Decoded) -> Sequence[str]:
    said: list[str] = []
    if decoded.lied:
        said.append(Reason("parse.encoding-wrong", codec=decoded.codec))
    if decoded.lossy:
        said.append(Reason("parse.bytes-wrong", codec=decoded.codec))
    return said
