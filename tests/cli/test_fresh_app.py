"""What only looks for days: over the files as they are, and over those before where the new ones cannot be used."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from monitor.adapters.store.read_only import OpenedForReading, open_for_reading
from monitor.cli import fresh_app
from monitor.cli.context import load_all
from monitor.cli.fresh_app import FreshApp
from monitor.errors import StoreError

TOPICS = "topics: [{{id: {}, aliases: [Tidewater]}}]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "watchlists").mkdir()
    (tmp_path / "monitor.yaml").write_text("timezone: Etc/UTC\n", "utf-8")
    (tmp_path / "watchlists" / "mine.yaml").write_text(TOPICS.format("tide"), "utf-8")
    return tmp_path


@pytest.fixture
def fresh(folder: Path) -> FreshApp:
    settings = folder / "monitor.yaml"
    return FreshApp(path=settings, here=load_all(settings, os.environ, needs_secrets=False))


async def topics(fresh: FreshApp) -> Sequence[str]:
    async with fresh.look() as app:
        return [topic.id for topic in app.watchlists.topics]


async def test_a_file_that_cannot_be_used_leaves_the_one_before_open(folder: Path, fresh: FreshApp) -> None:
    assert await topics(fresh) == ["tide"]
    template = folder / "templates" / "email" / "digest.html"
    template.parent.mkdir(parents=True)
    template.write_text("{% if %}", "utf-8")
    assert [await topics(fresh), await topics(fresh)] == [["tide"], ["tide"]]
    template.unlink()
    (folder / "watchlists" / "mine.yaml").write_text(TOPICS.format("ebb"), "utf-8")
    assert await topics(fresh) == ["ebb"]
    await fresh.close()


async def test_a_store_that_was_away_at_the_change_hides_no_change(
    folder: Path, fresh: FreshApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await topics(fresh) == ["tide"]
    (folder / "watchlists" / "mine.yaml").write_text(TOPICS.format("ebb"), "utf-8")
    away = [StoreError("the database is starting up")]

    def open_later(database: str) -> OpenedForReading:
        if away:
            raise away.pop()
        return open_for_reading(database)

    monkeypatch.setattr(fresh_app, "_open_for_reading", open_later)
    with pytest.raises(StoreError):
        await topics(fresh)
    assert await topics(fresh) == ["ebb"]
    await fresh.close()
