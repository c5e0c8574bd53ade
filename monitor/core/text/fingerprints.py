"""Short marks of values: they change when the value does, and tell nothing of it.

They are stored, so what goes in must not change its form: after an upgrade every source, rule and stopped channel would
count as changed.
"""

import hashlib
from collections.abc import Iterable

_UNIT, _RECORD = "\x1f", "\x1e"


def fingerprint_text(text: str, digits: int = 16) -> str:
    """Hexadecimal digits of SHA-256 of the text; characters without an UTF-8 form count as "?"."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:digits]


def fingerprint_values(values: object, digits: int = 16) -> str:
    """Of settings and rules: of how Python writes the value (``repr``)."""
    return fingerprint_text(repr(values), digits)


def fingerprint_fields(fields: Iterable[str], digits: int = 16) -> str:
    """Of the texts of one record, in their order."""
    return fingerprint_text(_UNIT.join(fields), digits)


def fingerprint_lines(lines: Iterable[str], digits: int = 16) -> str:
    """Of a list of records, in its order."""
    return fingerprint_text(_RECORD.join(lines), digits)
