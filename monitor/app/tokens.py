"""Tokens for programs: made once and shown once, kept as a hash, taken back by name."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from datetime import datetime

from monitor.core.i18n.phrases import Reason
from monitor.core.model.operations.tokens import TOKEN_PREFIX, AccessToken, Scope
from monitor.errors import UserError
from monitor.ports import Transaction

_NAME = re.compile(r"[\w.@ -]{1,60}")


def add_token(tx: Transaction, name: str, scope: Scope, *, who: str, now: datetime) -> str:
    """Make a token and return it: nobody can show it again. UserError when the name is taken or is none."""
    if not _NAME.fullmatch(name) or name != name.strip():
        raise UserError(Reason("refused.token-name", name=name[:60]))
    if any(known.name == name for known in tx.tokens.all()):
        raise UserError(Reason("refused.token-taken", name=name))
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    kept = AccessToken(name=name, scope=scope, token_hash=hash_token(token), created_at=now, created_by=who)
    tx.tokens.add(kept)
    tx.audit.note(f'token "{name}" made, scope {scope}', who=who, now=now)
    return token


def revoke_token(tx: Transaction, name: str, *, who: str, now: datetime) -> AccessToken:
    """Take a token back: it opens nothing from now on."""
    found = next((known for known in tx.tokens.all() if known.name == name), None)
    if found is None:
        raise UserError(Reason("refused.no-token", name=name[:60]))
    tx.tokens.remove(found.id)
    tx.audit.note(f'token "{name}" revoked', who=who, now=now)
    return found


def list_tokens(tx: Transaction) -> Sequence[AccessToken]:
    """All, by name."""
    return tx.tokens.all()


def token_of(tx: Transaction, token: str) -> AccessToken | None:
    """What a token may; ``None`` for one that was never made or was revoked."""
    return tx.tokens.find(hash_token(token)) if token.startswith(TOKEN_PREFIX) else None


def hash_token(token: str) -> str:
    """As it is kept. A token is 256 random bits: nothing slower than SHA-256 makes it harder to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
