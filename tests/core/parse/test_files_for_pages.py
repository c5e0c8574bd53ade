"""A file that came where a page is watched or read is told as one: its bytes are no words."""

from datetime import UTC, datetime

import pytest

from monitor.core.parse.article import extract_article
from monitor.core.parse.document import parse_document
from monitor.errors import ParseError

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
FILES = [
    b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\n" + b"harbour " * 300,
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    b"PK\x03\x04\x14\x00\x06\x00word/document.xml",
    b"GIF89a\x01\x00\x01\x00",
]


def watched(body: bytes) -> str:
    return parse_document(body, url="https://e.org/", kind="watch", now=NOW).entries[0].text


@pytest.mark.parametrize("body", FILES)
def test_a_file_is_no_page(body: bytes) -> None:
    for read in (watched, lambda body: extract_article(body, url="https://e.org/")):
        with pytest.raises(ParseError, match="a PDF, a picture or another file"):
            read(body)


@pytest.mark.parametrize(
    "body",
    [
        b"The quay is open.\n\nThe crane is still.\x0c\n",
        b"\x1b[1mThe quay is open.\x1b[0m",
        b"<p>The quay\x08 is open.</p>",
        "The quay is open.".encode("utf-16"),
        b"<p>The quay is open; %PDF-1.7 is a format.</p>",
    ],
)
def test_a_text_with_odd_characters_is_one(body: bytes) -> None:
    assert "The quay" in watched(body)
