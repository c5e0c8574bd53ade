"""One rendered part as the bytes of an e-mail for one recipient."""

import re
from dataclasses import field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses
from hashlib import sha256

from monitor.core.model.deliveries import Envelope
from monitor.core.render.escape import UNSEEN_SPACE
from monitor.core.text.clip import clip_text
from monitor.core.text.sanitize import sanitize_line
from monitor.values import dataclass

_ADDRESS = re.compile(r"[^\s@<>,;:\"\\]+@[^\s@<>,;:\"\\]+")
_SUBJECT = 400
_LIST_NAMES = {"digest": "digests", "notice": "notices", "test": "tests"}


class BadAddressError(ValueError):
    """An address that no e-mail can go to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What all mails of a channel share."""

    name: str
    address: str
    reply_to: str = ""
    unsubscribe: str = ""
    """An https or mailto link for List-Unsubscribe; empty = none."""
    domain: str = field(default="")


def plain_address(text: str) -> tuple[str, str]:
    """ "News <news@example.org>" → (name, address with an ASCII domain); BadAddressError when it is none."""
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise BadAddressError(f"{sanitize_line(text)!r} holds a control character")
    found = getaddresses([text])
    name, address = found[0] if len(found) == 1 else ("", "")
    if not _ADDRESS.fullmatch(address):
        raise BadAddressError(f"{sanitize_line(text)!r} is not a valid e-mail address")
    local, _, domain = address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError as problem:
        raise BadAddressError(f"{sanitize_line(text)!r}: {problem}") from None
    return sanitize_line(name), f"{local}@{ascii_domain}"


def message_bytes(envelope: Envelope, sender: Sender, to: str) -> bytes:
    """The whole message in CRLF lines; BadAddressError for an address it cannot name."""
    rendered = envelope.rendered
    # With 76 a folded line holds an encoded word of 75 characters at most (RFC 2047 §2).
    utf8 = not to.isascii() or not sender.address.isascii()
    # Seven bits only: not every server announces 8BITMIME (RFC 6152 §3), and a relay that recodes breaks a signature.
    message = EmailMessage(policy=SMTP.clone(utf8=utf8, max_line_length=76, cte_type="7bit"))
    try:
        _set_headers(message, envelope, sender, to)
    except (ValueError, MessageError) as problem:
        raise BadAddressError(str(problem)) from problem
    message.set_content(_safe_text(rendered.text), charset="utf-8")
    if rendered.html:
        html = _safe_text(rendered.html)
        cids = {image.name: f"{image.name}.{envelope.key[:12]}@{sender.domain}" for image in rendered.images}
        for name, cid in cids.items():
            html = html.replace(f'"cid:{name}"', f'"cid:{cid}"')
        message.add_alternative(html, subtype="html", charset="utf-8")
        parts = list(message.iter_parts())
        for image in rendered.images:
            parts[-1].add_related(
                image.png,
                "image",
                "png",
                cid=f"<{cids[image.name]}>",
                disposition="inline",
                filename=f"{image.name}.png",
            )
    return message.as_bytes()


def _set_headers(message: EmailMessage, envelope: Envelope, sender: Sender, to: str) -> None:
    message["Subject"] = _shown_as_written(clip_text(sanitize_line(envelope.rendered.subject), _SUBJECT)) or "-"
    message["From"] = _named_address(sender)
    message["To"] = to
    if sender.reply_to:
        message["Reply-To"] = sender.reply_to
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = message_id(envelope, sender.domain)
    if envelope.thread:
        # The root need not exist: programs put mails with one ancestor together.
        root = f"<{sha256(envelope.thread.encode()).hexdigest()[:32]}.story@{sender.domain}>"
        message["In-Reply-To"] = root
        message["References"] = root
    kind = _LIST_NAMES.get(envelope.kind, "alerts")
    message["List-Id"] = f"News Monitor {kind} <{kind}.news-monitor.{sender.domain}>"
    if sender.unsubscribe:
        message["List-Unsubscribe"] = f"<{sender.unsubscribe}>"
        if sender.unsubscribe.startswith("https:"):
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    # Exchange answers "out of office" to what only says that (MS-OXCMAIL 2.2.3.2.14).
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"


def _shown_as_written(subject: str) -> str:
    """A title that holds an encoded word (``=?utf-8?B?…?=``) would be read as what that says."""
    return subject.replace("=?", f"={UNSEEN_SPACE}?")


def _named_address(sender: Sender) -> Address | str:
    # The constructor of addresses knows no letters beyond ASCII before the "@".
    return Address(display_name=sender.name, addr_spec=sender.address) if sender.address.isascii() else sender.address


def message_id(envelope: Envelope, domain: str) -> str:
    """The same at every attempt, so that a mailbox can drop a repeat."""
    part = "" if envelope.parts == 1 else f".{envelope.part}"
    return f"<{envelope.key}{part}@{domain}>"


def _safe_text(text: str) -> str:
    # Halves of characters cannot be encoded, and a NUL ends the text in some readers.
    return text.encode("utf-8", "replace").decode().replace("\0", "")
