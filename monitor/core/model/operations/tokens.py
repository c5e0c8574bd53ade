"""Tokens that programs log in with: what each of them may do."""

from datetime import datetime
from typing import Literal, get_args

from monitor.values import dataclass

Scope = Literal["feeds", "read", "write", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
"""Each may what the ones before it may. ``feeds`` stands in addresses, which others may see: it opens nothing else."""
TOKEN_PREFIX = "nm_"  # noqa: S105 what every token begins with, so that scanners of leaks know it


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """A token as it is kept: never itself, only its hash."""

    id: int = 0
    name: str
    scope: Scope
    token_hash: str
    created_at: datetime
    created_by: str


def may_use(scope: Scope, needed: Scope) -> bool:
    """Whether a token of this scope may do what needs that one."""
    return SCOPES.index(scope) >= SCOPES.index(needed)
