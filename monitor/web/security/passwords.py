"""Whether a password is the right one: in the open from a variable, or as an argon2id hash."""

import hashlib
import hmac

HASHED = "$argon2id$"


def is_right_password(kept: str, offered: bytes) -> bool:
    """Compared in constant time; against a hash it takes some 50 ms, so ask in a thread."""
    if kept.startswith(HASHED):
        # Only who keeps a hash pays for the library.
        from argon2 import PasswordHasher
        from argon2.exceptions import VerificationError

        try:
            return PasswordHasher().verify(kept, offered)
        except VerificationError:
            return False
    # Browsers send UTF-8 when told to (RFC 7617), old clients Latin-1: both are tried, whichever fits first.
    in_utf8 = hmac.compare_digest(offered, kept.encode())
    in_latin = hmac.compare_digest(offered, kept.encode("latin-1", "backslashreplace"))
    return in_utf8 or in_latin


def fingerprint(text: str) -> str:
    """A hash by which two tokens or passwords of the store are told apart; what is long and random needs no more."""
    return hashlib.sha256(text.encode()).hexdigest()
