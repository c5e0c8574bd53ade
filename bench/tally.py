"""What the benches of parsing share: the data, the moment, and counting what is right."""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from monitor.core.model.entries import ParsedDocument
from monitor.core.parse.document import parse_document
from monitor.errors import ParseError

NOW: Final = datetime(2026, 11, 23, tzinfo=UTC)


def data_folder() -> Path:
    """Where the measured data are: ``MONITOR_DATA``, else ``../shared/data`` beside the repository."""
    default = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    return Path(os.environ.get("MONITOR_DATA", default))


@dataclass(slots=True)
class Tally:
    """How many of how many, and what went wrong."""

    right: int = 0
    of: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, *, right: bool, what: str) -> None:
        """Count one comparison."""
        self.of += 1
        self.right += right
        if not right:
            self.wrong.append(what)

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.right / self.of if self.of else 1.0


def parsed(document: bytes, url: str, content_type: str = "") -> ParsedDocument | None:
    """Our reading of a document; ``None`` when it is refused."""
    try:
        return parse_document(document, url=url, content_type=content_type, now=NOW)
    except ParseError:
        return None
