"""Documents to parse, and the moment they are parsed at."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.core.parse.document import parse_document

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def parse() -> Callable[..., ParsedDocument]:
    """``parse_document`` with the usual address and time."""

    def parsed(body: bytes | str, **given: object) -> ParsedDocument:
        options: dict[str, object] = {"url": "https://e.org/blog/feed.xml", "now": NOW} | given
        return parse_document(body.encode() if isinstance(body, str) else body, **options)  # type: ignore[arg-type]  # options vary

    return parsed


@pytest.fixture
def rss() -> Callable[..., str]:
    """An RSS document around items."""

    def document(*items: str, head: str = "") -> str:
        inner = "".join(f"<item>{item}</item>" for item in items)
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{head}{inner}</channel></rss>'

    return document
