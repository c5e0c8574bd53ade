"""What no reader can beat in Python: GET, parse and store, and nothing else. ``limit.py DATABASE URL…``."""

import asyncio
import sqlite3
import sys

import aiohttp
import fastfeedparser


async def fetch(session: aiohttp.ClientSession, url: str, etag: str | None) -> tuple[str, str | None, bytes | None]:
    """Address, ETag and body; no body for what has not changed."""
    async with session.get(url, headers={"If-None-Match": etag} if etag else {}) as response:
        return url, response.headers.get("ETag"), await response.read() if response.status == 200 else None


async def poll(db: sqlite3.Connection, urls: list[str]) -> None:
    """One pass."""
    known = dict(db.execute("select url, etag from feed"))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=8)) as session:
        answers = await asyncio.gather(*(fetch(session, url, known.get(url)) for url in urls))
    rows = []
    for url, _, body in answers:
        if body is None:
            continue
        try:
            entries = fastfeedparser.parse(body).entries
        except ValueError:
            continue
        rows += [
            (url, entry.get("id") or entry.get("link"), entry.get("title"), entry.get("link"), entry.get("description"))
            for entry in entries
        ]
    with db:
        db.executemany("insert or ignore into entry values (?, ?, ?, ?, ?)", rows)
        db.executemany("insert or replace into feed values (?, ?)", [(url, etag) for url, etag, _ in answers])


def main() -> None:
    """One pass over the addresses."""
    db = sqlite3.connect(sys.argv[1])
    db.execute("create table if not exists feed (url text primary key, etag text)")
    db.execute("create table if not exists entry (feed, id, title, link, text, primary key (feed, id))")
    asyncio.run(poll(db, sys.argv[2:]))


if __name__ == "__main__":
    main()
