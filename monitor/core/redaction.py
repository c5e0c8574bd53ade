"""Known secrets out of any text, in whatever encoding they come back: as they are, escaped, quoted, base64, hex."""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

from monitor.core.i18n.phrases import Reason
from monitor.values import dataclass

MASK = "***"
_SHORTEST = 4
"""Shorter ones would take ordinary words apart and protect nothing."""
_WHOLE_WORD = 8
"""Shorter ones than this are replaced only where they stand alone."""
_LONG_PART = 8
_TOKEN = 10
"""Parts of a secret address that are so long, and no plain word, are secrets themselves."""
_ENDING = 8
"""So much of a secret at the end of a text that was cut off is masked, too."""
_ADDRESS = re.compile(r"\A[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Redactor:
    """Replaces what was given to it; ``Redactor.of(())`` changes nothing."""

    _pattern: re.Pattern[str] | None = field(default=None, repr=False)
    _beginnings: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, secrets: Iterable[str]) -> "Redactor":
        """For these secrets: passwords, tokens, keys, whole addresses that hold one."""
        parts = {part for secret in secrets for part in _secret_parts(secret) if len(part) >= _SHORTEST}
        forms = sorted({form for part in parts for form in _secret_forms(part)}, key=len, reverse=True)
        if not forms:
            return cls()
        alternatives = (_literal_pattern(form) if len(form) >= _WHOLE_WORD else _alone_pattern(form) for form in forms)
        long = tuple(form for form in forms if len(form) > _ENDING)
        return cls(re.compile("|".join(alternatives)), long)

    def __call__(self, text: str) -> str:
        """``text`` with every known secret replaced, and with what is left of one at a cut-off end.

        A reason stays one: its values are redacted.
        """
        if isinstance(text, Reason):
            return text.with_texts(self)
        if self._pattern is None or not text:
            return text
        return self._without_beginning(self._pattern.sub(MASK, text))

    def _without_beginning(self, text: str) -> str:
        tail = text.rstrip("….")
        for form in self._beginnings:
            start = tail.rfind(form[:_ENDING])
            if start >= 0 and form.startswith(tail[start:]):
                return tail[:start] + MASK + text[len(tail) :]
        return text


def _literal_pattern(form: str) -> str:
    """The form as a pattern; escapes of addresses are written with small and with large letters."""
    return re.sub("%[0-9A-F]{2}", lambda found: f"(?i:{found[0]})", re.escape(form))


def _alone_pattern(form: str) -> str:
    return rf"(?<!\w){_literal_pattern(form)}(?!\w)"


def _secret_parts(secret: str) -> Iterator[str]:
    """The secret, its lines, and what is secret in an address: the password, long segments, values of its query."""
    text = secret.strip()
    yield text
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) > 1:
        yield from (line for line in lines if len(line) >= 2 * _LONG_PART and not line.startswith("-----"))
    if _ADDRESS.match(text) and "\n" not in text:
        yield from _address_parts(text)
    elif ":" in text and len(lines) == 1:
        # user:password of HTTP's Basic scheme.
        yield text.partition(":")[2]


def _address_parts(text: str) -> Iterator[str]:
    try:
        address = urlsplit(text)
        password = address.password
    except ValueError:
        return
    if password:
        yield from (password, unquote(password))
    yield address.path + (f"?{address.query}" if address.query else "") if len(address.path) > _LONG_PART else ""
    pieces = [*address.path.split("/"), address.username or "", *(value for _, value in parse_qsl(address.query))]
    # Also what has no name before it, as it is written.
    pieces += [*re.split("[&=;]", address.query), address.fragment]
    if address.scheme not in ("http", "https"):
        # Apprise and others carry tokens where a host would stand.
        pieces += re.split("[@:]", address.netloc)
    # Servers speak of what they read, which is the part without its escapes.
    yield from (form for piece in pieces if _looks_secret(piece) for form in (piece, unquote(piece)))


def _looks_secret(piece: str) -> bool:
    """Whether a part of an address is a token rather than a word of it ("services", "open-apis")."""
    mixed = any(c.isdigit() for c in piece) or not (piece.islower() or piece.isupper())
    return len(piece) >= _TOKEN and (mixed or len(piece) >= 2 * _TOKEN) and "." not in piece


def _secret_forms(part: str) -> Iterator[str]:
    """How a secret may be written: as it is, quoted for addresses, JSON and pages, in base64 at any offset, in hex."""
    raw = part.encode("utf-8", "surrogatepass")
    yield part
    yield from (quote(part, safe=""), quote(part), quote_plus(part))
    for plain in (json.dumps(part)[1:-1], json.dumps(part, ensure_ascii=False)[1:-1]):
        yield from (plain, plain.replace("/", "\\/"))
    yield from (html.escape(part), html.escape(part, quote=False))
    yield part.encode("unicode_escape").decode()
    if len(raw) >= _WHOLE_WORD:
        yield from (raw.hex(), raw.hex().upper(), part[::-1], part.swapcase())
        yield from (part.lower(), part.upper())
    if len(raw) >= 2 * _SHORTEST:
        for offset in range(3):
            # Whole groups of three bytes look the same wherever they stand; what touches their neighbours does not.
            encoded = base64.b64encode(b"\0" * offset + raw).decode()
            inner = encoded[(0, 2, 3)[offset] : len(encoded) - ((0, 3, 2)[(len(raw) + offset) % 3])]
            yield from (inner, inner.replace("+", "-").replace("/", "_"))
