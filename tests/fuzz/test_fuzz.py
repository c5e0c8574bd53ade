"""Whatever comes from outside: an answer or the one error that says so, in bounded time, and what must hold holds."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.adapters.fetch.robots_rules import read_robots
from monitor.adapters.files.archive import TarArchives
from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.channels.rendering import compile_templates
from monitor.core.match.query.parser import parse_query
from monitor.core.model.deliveries import Deferred, InDoubt, Refused, Sent
from monitor.core.model.http import NetAnswer
from monitor.core.model.sources import Selectors
from monitor.core.parse.article import extract_article
from monitor.core.parse.document import parse_document
from monitor.core.parse.find_feeds import find_feeds
from monitor.core.parse.kinds import SOURCE_KINDS
from monitor.core.text.html import clean_inline, html_to_text
from monitor.core.text.normalize import fold, fold_map, skeleton_of, skeleton_places
from monitor.core.text.sanitize import sanitize_line
from monitor.core.text.urls import bare_address, canonical_url, entry_address, feed_address, host_of, place_of
from monitor.core.text.written_dates.dates import read_date
from monitor.errors import ConfigError, ParseError, QueryError, TemplateFault, UserError
from tests.fuzz.harness import CORPUS, fuzz

pytestmark = [pytest.mark.slow, pytest.mark.fuzz]
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SELECTORS = Selectors(item="li, [*], items[*]", link="a, url", title="a, title")


def text_of(data: bytes) -> str:
    """As UTF-8 with half surrogates, else as Latin-1."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("latin-1")


@contextmanager
def kept_out(*expected: type[Exception]) -> Iterator[None]:
    """Only these errors are answers."""
    with suppress(*expected):
        yield


def check_normalisation(data: bytes) -> None:
    text = text_of(data)
    folded = fold(text)
    assert fold(folded) == folded
    mapped = fold_map(text)
    assert mapped.text == folded
    assert len(mapped.starts) == len(mapped.ends) == len(folded)
    assert all(0 <= start < end <= len(text) for start, end in zip(mapped.starts, mapped.ends, strict=True))
    assert len(skeleton_of(folded)) == 2 * len(skeleton_places(folded))
    assert "\n" not in sanitize_line(text)


def check_query(data: bytes) -> None:
    with kept_out(QueryError):
        parse_query(text_of(data), topics=("kling", "sora"))


def check_date(data: bytes) -> None:
    for line in text_of(data).splitlines()[:20]:
        found = read_date(line, now=NOW, timezone="Asia/Shanghai")
        assert found is None or found.at.utcoffset() == timedelta(0)


def check_address(data: bytes) -> None:
    for line in text_of(data).splitlines()[:20]:
        for shape in (canonical_url, entry_address, feed_address):
            once = shape(line)
            assert shape(once) == once, (shape.__name__, line)
        bare_address(line)
        host_of(line)
        place_of(line)


def check_document(data: bytes) -> None:
    for kind in SOURCE_KINDS:
        with kept_out(ParseError):
            found = parse_document(data, url="https://a.example/x", kind=kind, selectors=SELECTORS, now=NOW)
            assert all(entry.url.startswith(("http://", "https://")) or not entry.url for entry in found.entries)
            assert all(entry.published_at is None or entry.published_at.tzinfo for entry in found.entries)


def check_page(data: bytes) -> None:
    find_feeds(data, "https://a.example/")
    text = text_of(data)
    assert "\x00" not in html_to_text(text)
    clean_inline(text)
    with kept_out(ParseError):
        extract_article(data, url="https://a.example/x")


def check_settings(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.yaml").write_bytes(data)
        with kept_out(ConfigError):
            load_settings(folder / "a.yaml", env={"TZ": "UTC"}, base=folder)
        defaults = load_settings(None, env={"TZ": "UTC"}, base=folder)
        with kept_out(ConfigError):
            load_watchlists(folder, settings=defaults, env={})


def check_template(data: bytes) -> None:
    text = text_of(data)
    with kept_out(TemplateFault):
        compile_templates({"slack/message.txt": text, "email/digest.html": text})


def check_provider_answer(data: bytes) -> None:
    head, _, body = data.partition(b"\n")
    status = int.from_bytes(head[:2], "big") % 500 + 100
    headers = {"retry-after": head.decode("latin-1")[:200], "content-type": "application/json"}
    answer = NetAnswer(status=status, headers=headers, body=body, url="https://a.example/hook")
    for kind in CHANNEL_KINDS.values():
        if kind.bot is not None:
            outcome = kind.bot.judge(answer, NOW)
            assert isinstance(outcome, Sent | Deferred | Refused | InDoubt)
            wait = getattr(outcome, "retry_after", None)
            assert wait is None or timedelta(seconds=1) <= wait <= timedelta(hours=24)


def check_archive(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        archive, into = Path(name) / "b.tar.gz", Path(name) / "into"
        archive.write_bytes(data)
        into.mkdir()
        with kept_out(UserError):
            TarArchives().unpack(str(archive), str(into))
        assert {path.name for path in Path(name).iterdir()} == {"b.tar.gz", "into"}


def check_robots(data: bytes) -> None:
    read_robots(data, "news-monitor")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "normalisation": check_normalisation,
    "query": check_query,
    "date": check_date,
    "address": check_address,
    "document": check_document,
    "page": check_page,
    "settings": check_settings,
    "template": check_template,
    "provider_answer": check_provider_answer,
    "archive": check_archive,
    "robots": check_robots,
}


@pytest.mark.parametrize("name", TARGETS)
def test_anything_gives_an_answer_or_its_own_error(name: str) -> None:
    assert fuzz(name, TARGETS[name]) > len(list((CORPUS / name).iterdir()))
