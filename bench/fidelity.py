"""Measures parsing against the expectations of feedparser's and gofeed's own test suites and on real feeds.

``python -m bench.fidelity`` prints the figures of ``docs/development/measurements/parsing.md``; ``--errors`` also
what differs.
"""

import argparse
import calendar
import io
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import feedparser

from bench.expectations import Key, expectations
from bench.gofeed import gofeed
from bench.tally import NOW, Tally, data_folder, parsed
from monitor.core.model.entries import ParsedDocument, ParsedEntry
from monitor.core.parse.document import parse_document
from monitor.core.parse.standfirst import with_standfirst
from monitor.core.text.html import clean_inline, html_to_text
from monitor.core.text.written_dates.dates import read_date
from monitor.errors import ParseError

# The address that feedparser's suite is served from; its expectations contain it.
_BASE: Final = "http://127.0.0.1:8097/"
_HANG_SECONDS: Final = 2.0


# ---- feedparser's suite -------------------------------------------------------------------------------------------

_ENTRY_FIELDS: Final = frozenset({"title", "link", "id", "published", "updated", "published_parsed", "updated_parsed"})


def compared(what: Key) -> bool:
    """Whether an expectation is about title, link, id, date or the number of entries."""
    if what == ("len", "entries"):
        return True
    if what[0] == "feed" and len(what) == 2:
        return what[1] in {"title", "link"}
    return len(what) == 3 and what[0] == "entries" and isinstance(what[1], int) and what[2] in _ENTRY_FIELDS


def _normal(name: str, value: Any) -> Any:
    """Text as plain text, dates as instants."""
    if value is None:
        return None
    if name.endswith("_parsed"):
        return _instant(value)
    if name in {"published", "updated"}:
        read = read_date(str(value), now=NOW)
        return read.at if read else None
    return clean_inline(str(value)) if name == "title" else str(value).strip()


def _instant(value: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(tuple(value)), UTC) if value else None
    except (TypeError, ValueError, OverflowError):
        return None


def ours_at(document: ParsedDocument | None, what: Key) -> Any:
    """Our value for an expectation."""
    if document is None:
        return None
    if what == ("len", "entries"):
        return len(document.entries)
    if what[0] == "feed":
        return document.title if what[1] == "title" else document.url
    position, name = int(what[1]), str(what[2])
    if position >= len(document.entries):
        return None
    entry = document.entries[position]
    if name.startswith("published"):
        return entry.published_at
    if name.startswith("updated"):
        return entry.updated_at
    return {"title": entry.title, "link": entry.url, "id": entry.guid}[name]


def theirs_at(parsed: Any, what: Key) -> Any:
    """Plain feedparser's value for an expectation."""
    if what == ("len", "entries"):
        return len(parsed["entries"])
    if what[0] == "feed":
        return _normal(str(what[1]), dict.get(parsed["feed"], what[1]))
    position, name = int(what[1]), str(what[2])
    if position >= len(parsed["entries"]):
        return None
    return _normal(name, dict.get(parsed["entries"][position], name))


def plain_feedparser(document: bytes, url: str, content_type: str = "application/xml") -> Any:
    """feedparser as a user calls it who knows its traps: with the base URL, the headers and the sanitiser off."""
    return feedparser.parse(
        io.BytesIO(document),
        response_headers={"content-location": url, "content-type": content_type},
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def wellformed(folder: Path) -> tuple[Tally, Tally]:
    """(ours, plain feedparser) against the expectations of feedparser's well-formed cases."""
    ours, theirs = Tally(), Tally()
    for file in sorted((folder / "kurtmckee+feedparser" / "tests" / "wellformed").rglob("*.xml")):
        body = file.read_bytes()
        headers, expected = expectations(body)
        wanted = [pair for pair in expected if compared(pair[0])]
        if not wanted:
            continue
        location = headers.get("content-location", "")
        url = urljoin(_BASE, location) if not location.startswith("javascript") else _BASE
        url = url if location else urljoin(_BASE, file.relative_to(folder / "kurtmckee+feedparser").as_posix())
        kind = headers.get("content-type", "application/xml")
        mine, plain = parsed(body, url, kind), plain_feedparser(body, url, kind)
        for what, value in wanted:
            normal = value if what[0] == "len" else _normal(str(what[-1]), value)
            name = f"{file.relative_to(folder)} {what}"
            got, other = ours_at(mine, what), theirs_at(plain, what)
            ours.add(right=got == normal, what=f"{name}: {got!r}, expected {normal!r}")
            theirs.add(right=other == normal, what=f"{name}: {other!r}, expected {normal!r}")
    return ours, theirs


# ---- against feedparser, field by field ---------------------------------------------------------------------------


def differences(document: ParsedDocument, body: bytes, url: str) -> list[str]:
    """Where our entries differ from plain feedparser's: count, id, link, title, text, author, instants.

    Titles and text are compared after our own HTML to text. A link that is not http(s) is dropped on purpose, and so is
    one that feedparser made of an id which is no address.
    """
    theirs = plain_feedparser(body, url)["entries"]
    if len(theirs) != len(document.entries):
        return [f"{len(document.entries)} entries, feedparser {len(theirs)}"]
    found = []
    for position, (entry, other) in enumerate(zip(document.entries, theirs, strict=True)):
        for name, got, expected in _pairs(entry, other):
            if got != expected and not (name == "link" and _leads_nowhere(expected, other, body)):
                found.append(f"[{position}].{name}: {str(got)[:80]!r}, feedparser {str(expected)[:80]!r}")
    return found


def _leads_nowhere(link: str, other: Any, body: bytes) -> bool:
    made_of_id = link == dict.get(other, "id") and link.encode() not in body
    return made_of_id or not link.startswith(("http://", "https://"))


def _pairs(entry: ParsedEntry, other: Any) -> Iterator[tuple[str, Any, Any]]:
    def text(key: str) -> str:
        return dict.get(other, key) or ""

    contents = [content["value"] for content in dict.get(other, "content") or [] if content.get("value")]
    summary = html_to_text(text("summary"))
    published, updated = _instant(dict.get(other, "published_parsed")), _instant(dict.get(other, "updated_parsed"))
    yield "id", entry.guid, text("id")
    yield "link", entry.url, text("feedburner_origlink") or text("link")
    yield "title", entry.title, clean_inline(text("title"))
    yield "text", entry.text, with_standfirst(summary, html_to_text(contents[0]) if contents else "")
    yield "author", entry.author, clean_inline(text("author"))
    yield "published", entry.published_at, published or updated
    yield "updated", entry.updated_at, updated


@dataclass(slots=True)
class Sweep:
    """What happened over many documents."""

    documents: int = 0
    paths: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    entries: int = 0
    different: list[str] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    seconds: float = 0.0


def sweep(folder: Path, *, fast_only: bool, compare_every: int = 1) -> Sweep:
    """Parse every file below a folder, and compare with feedparser (``fast_only``: where the fast path was taken).

    ``compare_every`` 4 compares every fourth document: feedparser is slow.
    """
    done = Sweep()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".tsv", ".md"}):
        body = file.read_bytes()
        done.documents += 1
        name = str(file.relative_to(folder))
        began = time.perf_counter()
        try:
            document = parse_document(body, url="http://example.org/feed.xml", now=NOW)
        except ParseError:
            done.refused += 1
            continue
        except Exception as error:  # noqa: BLE001 - counting every kind of crash is the point
            done.crashed.append(f"{name}: {type(error).__name__}: {error}")
            continue
        finally:
            took = time.perf_counter() - began
            done.seconds += took
            if took > _HANG_SECONDS:
                done.slow.append(f"{name}: {took:.1f} s")
        done.paths[document.path] += 1
        done.entries += len(document.entries)
        if done.documents % compare_every:
            continue
        if document.path == "fast" or (not fast_only and document.path == "feedparser"):
            done.different += [f"{name} {what}" for what in differences(document, body, "http://example.org/feed.xml")]
    return done


def transcoded(folder: Path) -> tuple[Tally, Tally]:
    """(ours, plain feedparser): cases of ``feeds_transcoded`` with every title right."""
    ours, theirs = Tally(), Tally()
    for case in json.loads((folder / "index.json").read_text("utf-8")):
        body = (folder / case["file"]).read_bytes()
        kind = case["http_content_type"] or ""
        wanted = [clean_inline(title) for title in case["expected_titles"]]
        mine = parsed(body, "http://example.org/feed", kind)
        headers = {"content-type": kind} if kind else {}
        plain = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)["entries"]
        name = f"{case['file']} ({kind or 'no content type'})"
        ours.add(right=mine is not None and [entry.title for entry in mine.entries] == wanted, what=name)
        theirs.add(right=[clean_inline(dict.get(entry, "title") or "") for entry in plain] == wanted, what=name)
    return ours, theirs


def main() -> None:
    """Print every figure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--errors", action="store_true", help="also print what is wrong")
    show = options.parse_args().errors
    data = data_folder()
    suites = data / "testsuites"

    def line(name: str, tally: Tally) -> None:
        print(f"{name:58} {tally.right:5} / {tally.of:5} = {tally.share:.4f}")
        if show:
            print("".join(f"    {what}\n" for what in tally.wrong), end="")

    mine, plain = wellformed(suites)
    line("feedparser's well-formed cases: ours", mine)
    line("feedparser's well-formed cases: plain feedparser", plain)
    line("gofeed's expected JSON: ours", gofeed(suites))
    mine, plain = transcoded(data / "feeds_transcoded")
    line("re-encoded feeds with all titles right: ours", mine)
    line("re-encoded feeds with all titles right: plain feedparser", plain)
    for name, folder, fast_only in (("every file of the suites", suites, True), ("real feeds", data / "feeds", False)):
        done = sweep(folder, fast_only=fast_only)
        print(
            f"{name}: {done.documents} documents, {dict(done.paths)}, {done.refused} refused, {done.entries} entries, "
            f"{len(done.crashed)} crashes, {len(done.slow)} over {_HANG_SECONDS:g} s, {done.seconds:.1f} s in all, "
            f"{len(done.different)} differences to feedparser"
        )
        if show:
            print("".join(f"    {what}\n" for what in [*done.crashed, *done.slow, *done.different]), end="")


if __name__ == "__main__":
    main()
