"""What a backup holds, and what it says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedFile:
    """One file inside an archive. ``sha256`` is hexadecimal; ``size`` in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigurationFile:
    """A file of the configuration as it lies on disk. ``owner`` = the user it belongs to."""

    name: str
    path: str
    sha256: str
    owner: str
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The first member of an archive: what made it, when, and what is in it."""

    version: str
    """Of the program that made it."""
    schema: str
    """Revision of the tables."""
    created_at: datetime
    rows: Mapping[str, int]
    """Rows of each table."""
    files: tuple[ArchivedFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSnapshot:
    """A consistent copy of the store in one file."""

    schema: str
    rows: Mapping[str, int]
