"""Who is logged in at the pages."""

from datetime import datetime

from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """One browser that gave the password. Hashes only: whoever reads the store cannot log in with it."""

    token_hash: str
    password_hash: str
    """Of the password that was right then: another password ends the session."""
    agent: str
    """What the browser calls itself."""
    created_at: datetime
    expires_at: datetime
