"""Editing watchlists: one item more or less, and not another byte changed."""

from pathlib import Path

import pytest

from monitor.adapters.config.edit.items import add_source, add_sources, add_topic, remove_source
from monitor.errors import UserError

FILE = """\
# What we watch.
watchlist: video   # the market

topics:
    # The big one.
    - id: kling
      name: {zh: 可灵, en: Kling}
      aliases: [可灵, 'Kling AI']   # more to come
      query: |
        a AND
        b

# Where.
sources:
  - {url: "https://a.example.org/feed", title: A}   # daily
  # B is slow.
  - url: https://b.example.org/feed
    title: B

  - {url: https://c.example.org/feed}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "video.yaml"
    file.write_text(FILE, "utf-8")
    return file


def test_a_topic_is_appended_in_the_layout_of_its_list(path: Path) -> None:
    add_topic(path, "sora", "Sora", ["OpenAI Sora", "Sora 2", "true", "a: b"])
    new = '    - {id: sora, name: Sora, aliases: [OpenAI Sora, Sora 2, "true", "a: b"]}\n'
    assert path.read_text("utf-8") == FILE.replace("        b\n", "        b\n" + new)


def test_a_source_is_appended_after_the_last_one(path: Path) -> None:
    add_source(path, "https://d.example.org/feed", title="D", lang="en", tier="official")
    new = '  - {url: "https://d.example.org/feed", title: D, lang: en, tier: official}\n'
    assert path.read_text("utf-8") == FILE + new


@pytest.mark.parametrize(
    ("url", "gone"),
    [
        ("http://www.a.example.org/feed", '  - {url: "https://a.example.org/feed", title: A}   # daily\n'),
        ("https://b.example.org/feed", "  - url: https://b.example.org/feed\n    title: B\n"),
        ("https://c.example.org/feed", "  - {url: https://c.example.org/feed}\n"),
    ],
)
def test_a_source_goes_with_its_own_lines_only(path: Path, url: str, gone: str) -> None:
    assert remove_source(path, url)
    assert path.read_text("utf-8") == FILE.replace(gone, "")


def test_a_source_that_is_not_there_changes_nothing(path: Path) -> None:
    assert not remove_source(path, "https://nowhere.example.org/")
    assert path.read_text("utf-8") == FILE


def test_many_sources_come_in_one_step_and_known_ones_are_passed_over(path: Path) -> None:
    urls = [f"https://x{number}.example.org/feed" for number in range(200)]
    sources = [{"url": url, "title": "", "lang": "en"} for url in [*urls, urls[0], "https://www.a.example.org/feed"]]
    assert add_sources(path, sources) == 200
    assert path.read_text("utf-8") == FILE + "".join(f'  - {{url: "{url}", lang: en}}\n' for url in urls)
    assert add_sources(path, sources) == 0


def test_what_is_there_already_is_not_added_again(path: Path) -> None:
    with pytest.raises(UserError, match="already has a topic kling"):
        add_topic(path, "kling", "", ["Kling"])
    with pytest.raises(UserError, match="already has the source"):
        add_source(path, "http://a.example.org/feed")
    assert path.read_text("utf-8") == FILE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "sources:\n  - {url: {u}}\n"),
        ("watchlist: a", "watchlist: a\n\nsources:\n  - {url: {u}}\n"),
        ("sources:\nwatchlist: a\n", "sources:\n  - {url: {u}}\nwatchlist: a\n"),
        ("sources: # none yet\n\nwatchlist: a\n", "sources: # none yet\n  - {url: {u}}\n\nwatchlist: a\n"),
        ("sources: []\n", "sources:\n  - {url: {u}}\n"),
        ("sources: []   # none yet\ntopics: []\n", "sources:   # none yet\n  - {url: {u}}\ntopics: []\n"),
        ("sources: [\n  # soon\n]\nwatchlist: a\n", "sources:\n  - {url: {u}}\nwatchlist: a\n"),
        ("sources:\n  []", "sources:\n  - {url: {u}}\n"),
        ("{topics: [], sources: []}\n", "{topics: [], sources: [{url: {u}}]}\n"),
        ("# Only a comment.\n", "# Only a comment.\n\nsources:\n  - {url: {u}}\n"),
        ("sources: [{url: a}]  # flow\n", "sources: [{url: a}, {url: {u}}]  # flow\n"),
        ("sources:\n- url: a\n  title:\ntopics: []\n", "sources:\n- url: a\n  title:\n- {url: {u}}\ntopics: []\n"),
    ],
)
def test_every_way_to_write_a_list_takes_an_item(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(before, "utf-8")
    add_source(path, "https://x.example.org/")
    assert path.read_text("utf-8") == after.replace("{u}", '"https://x.example.org/"')


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sources:\n  - {url: X}\n", "sources: []\n"),
        ("sources: [{url: X}]\n", "sources: []\n"),
        ("sources: [{url: X}, {url: b}]\n", "sources: [{url: b}]\n"),
        ("sources: [{url: a}, {url: X}]\n", "sources: [{url: a}]\n"),
        ("sources: [{url: a}, {url: X}, {url: b}]\n", "sources: [{url: a}, {url: b}]\n"),
    ],
)
def test_every_way_to_write_a_list_gives_an_item_up(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(before.replace("X", '"https://x.example.org/"'), "utf-8")
    assert remove_source(path, "https://x.example.org/")
    assert path.read_text("utf-8") == after


def test_a_file_that_is_not_there_is_made_and_a_mode_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "watchlists" / "my.yaml"
    add_topic(path, "sora", "", ["Sora 2"])
    assert path.read_text("utf-8") == "watchlist: my\n\ntopics:\n  - {id: sora, aliases: [Sora 2]}\n"
    path.chmod(0o640)
    add_source(path, "https://x.example.org/")
    assert path.stat().st_mode & 0o777 == 0o640
    assert [file.name for file in path.parent.iterdir()] == ["my.yaml"]


def test_a_layout_that_cannot_be_edited_safely_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    for text in ("sources: ~\n", "- a\n", "{watchlist: a}\n"):
        path.write_text(text, "utf-8")
        with pytest.raises(UserError):
            add_source(path, "https://x.example.org/")
        assert path.read_text("utf-8") == text
