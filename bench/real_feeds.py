"""The real feeds of ``MONITOR_DATA``, each on a loopback address of its own: as they are, and with one entry more."""

import asyncio
import csv
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from bench.tally import data_folder

_ENTRY = re.compile(rb"<(item|entry)[ >].*?</\1>", re.DOTALL)
_OWN = re.compile(rb"(<(guid|id|link|title)\b[^>]*>)(.*?)(</\2>)", re.DOTALL)
_HREF = re.compile(rb"(<link\b[^>]*href=[\"'])([^\"']*)")


def feed_files() -> Iterator[Path]:
    """Every feed of the manifest that is there."""
    folder = data_folder()
    with (folder / "feeds" / "manifest.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if (path := folder / row["file"]).is_file():
                yield path


def with_one_more(body: bytes) -> bytes:
    """The feed with a copy of its first entry on top that has another title, link and id; without entries as it was."""
    found = _ENTRY.search(body)
    if found is None:
        return body
    twin = _OWN.sub(lambda part: part[1] + _other_text(part[3]) + part[4], found[0])
    twin = _HREF.sub(lambda part: part[1] + part[2] + b"?one-more", twin)
    return body[: found.start()] + twin + body[found.start() :]


def _other_text(text: bytes) -> bytes:
    return text[:-3] + b" one more]]>" if text.endswith(b"]]>") else text + b" one more"


@dataclass(slots=True)
class RealFeeds:
    """Answers ``/N.xml`` with an ETag and knows a 304; ``/step/1`` puts one entry more into every feed."""

    bodies: list[bytes]
    step: int = 0
    asked: dict[int, int] = field(default_factory=dict)
    """Answers by status."""

    def app(self) -> web.Application:
        """The routes."""
        app = web.Application()
        app.router.add_get("/{number:\\d+}.xml", self._feed)
        app.router.add_get("/step/{step}", self._turn)
        return app

    async def _feed(self, request: web.Request) -> web.Response:
        body = self.bodies[int(request.match_info["number"])]
        if self.step:
            body = with_one_more(body)
        etag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
        known = request.headers.get("If-None-Match") == etag
        self.asked[304 if known else 200] = self.asked.get(304 if known else 200, 0) + 1
        if known:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": etag})

    async def _turn(self, request: web.Request) -> web.Response:
        self.step = int(request.match_info["step"])
        asked, self.asked = self.asked, {}
        return web.json_response(asked)


async def _serve(bodies: list[bytes], ready: int) -> None:
    runner = web.AppRunner(RealFeeds(bodies).app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0).start()  # noqa: S104 - all of 127.0.0.0/8 are hosts of the bench
    os.write(ready, json.dumps(runner.addresses[0][1]).encode())
    await asyncio.Event().wait()


def serve_feeds(count: int, ready: int) -> None:
    """Serve the first ``count`` feeds until killed; the port is told through ``ready``."""
    asyncio.run(_serve([path.read_bytes() for path in list(feed_files())[:count]], ready))


def address_of(number: int, port: int) -> str:
    """Where a feed is: each has a host of its own."""
    return f"http://127.1.{number // 250}.{1 + number % 250}:{port}/{number}.xml"


if __name__ == "__main__":
    serve_feeds(int(sys.argv[1]), 1)
