"""What is shipped of others is what the documentation says it is."""

import hashlib
import re
from pathlib import Path

from tests.web.conftest import OpenPages

ROOT = Path(__file__).resolve().parents[2]


def test_htmx_is_the_file_that_the_documentation_names() -> None:
    told = re.search(r"SHA-256 `([0-9a-f]{64})`", (ROOT / "docs" / "web.md").read_text("utf-8"))
    shipped = (ROOT / "monitor" / "web" / "static" / "htmx.min.js").read_bytes()
    assert told is not None
    assert hashlib.sha256(shipped).hexdigest() == told.group(1)
    assert (ROOT / "monitor" / "web" / "static" / "htmx.LICENSE.txt").read_text("utf-8").startswith("Zero-Clause BSD")


async def test_files_are_kept_for_good_under_their_version_and_compressed(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        shown = (await pages.http.get("/")).text
        for path in re.findall(r'(?:href|src)="(/(?:style\.css|app\.js|htmx\.js)\?v=\w+)"', shown):
            answer = await pages.http.get(path, headers={"Accept-Encoding": "gzip"})
            assert answer.status_code == 200
            assert "immutable" in answer.headers["cache-control"]
            assert answer.headers["content-encoding"] == "gzip"
            again = await pages.http.get(path, headers={"If-None-Match": answer.headers["etag"]})
            assert again.status_code == 304


async def test_the_policy_of_pages_lets_in_nothing_inline_and_nothing_foreign(open_pages: OpenPages) -> None:
    async with open_pages() as pages:
        answer = await pages.http.get("/")
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http:" not in policy
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", answer.text)
