"""Signed links: a ticket as a short token that nobody can make or change without the key."""

import base64
import binascii
import hashlib
import hmac
from datetime import date, timedelta

from monitor.core.model.feedback import Judgement, LinkMaking, Ticket

_EPOCH = date(2020, 1, 1)
_SIGNATURE = 16
"""Bytes of the HMAC-SHA256 that are kept: 128 bits (NIST SP 800-107, 5.3.4)."""
_LONGEST = 400
_JUDGEMENTS: tuple[Judgement, ...] = ("not-relevant", "relevant", "mute")
_VERSION = 1
_PURPOSE = b"news-monitor ticket\x00"


def signed_link(making: LinkMaking, judgement: Judgement, story_id: int, topic: str) -> str:
    """The address of the page for this judgement; the same delivery always gets the same."""
    ticket = Ticket(
        judgement=judgement, delivery_id=making.delivery_id, story_id=story_id, topic=topic, until=making.until
    )
    return f"{making.base_url.rstrip('/')}/f/{seal_ticket(ticket, making.key)}"


def seal_ticket(ticket: Ticket, key: bytes) -> str:
    """The ticket as URL-safe text."""
    body = b"".join((
        bytes((_VERSION, _JUDGEMENTS.index(ticket.judgement))),
        _encode_number((ticket.until - _EPOCH).days),
        _encode_number(ticket.delivery_id),
        _encode_number(ticket.story_id),
        ticket.topic.encode(),
    ))  # fmt: skip
    return base64.urlsafe_b64encode(body + _sign_body(body, key)).decode().rstrip("=")


def open_ticket(token: str, key: bytes) -> Ticket | None:
    """The ticket behind a token, expired or not; ``None`` when it was not sealed with this key."""
    if not token.isascii() or len(token) > _LONGEST:
        return None
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    body, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
    if not hmac.compare_digest(signature, _sign_body(body, key)) or _encode_base64(raw) != token:
        return None
    # Whatever carries our signature was written by ``seal_ticket``.
    place = 2
    until, place = _decode_number(body, place)
    delivery_id, place = _decode_number(body, place)
    story_id, place = _decode_number(body, place)
    return Ticket(
        judgement=_JUDGEMENTS[body[1]],
        delivery_id=delivery_id,
        story_id=story_id,
        topic=body[place:].decode(),
        until=_EPOCH + timedelta(days=until),
    )


def ticket_id(token: str) -> str:
    """What the store remembers of a used link; the link cannot be made from it."""
    return hashlib.sha256(token.encode()).hexdigest()[:32]


def _encode_base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _sign_body(body: bytes, key: bytes) -> bytes:
    return hmac.new(key, _PURPOSE + body, hashlib.sha256).digest()[:_SIGNATURE]


def _encode_number(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the top bit says that more follow."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def _decode_number(body: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while body[place] & 0x80:
        value |= (body[place] & 0x7F) << shift
        shift += 7
        place += 1
    return value | body[place] << shift, place + 1
