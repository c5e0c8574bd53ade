"""Watchlists: many files, one configuration."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.core.model.matches import Alias
from monitor.core.model.settings import Settings, Watchlists
from monitor.core.model.sources import Selectors
from monitor.errors import ConfigError

Read = Callable[..., Watchlists]
ReadSettings = Callable[..., Settings]


def test_a_topic_keeps_every_key_and_knows_where_it_stands(read_watchlists: Read) -> None:
    topic = read_watchlists(
        "watchlist: video\n"
        "topics:\n"
        "  - id: kling\n"
        "    name: {zh: 可灵, en: Kling}\n"
        "    owner: 快手 Kuaishou\n"
        "    aliases:\n"
        "      - 可灵\n"
        "      - {text: Kling, needs: [快手, video], within: 80, not_near: [Klingon], case_sensitive: true,\n"
        "         versions: true}\n"
        "      - {text: Keling, sure: false, title_only: true}\n"
        "    query: 可灵 AND NOT 活\n"
        "    exclude: [可灵活]\n"
        "    near: [文生视频]\n"
        "    examples: {match: [快手可灵发布2.0], reject: [座椅可灵活调节]}\n"
    ).topics[0]
    assert (topic.id, topic.label("zh"), topic.label("en"), topic.owner) == ("kling", "可灵", "Kling", "快手 Kuaishou")
    assert topic.aliases[1] == Alias(
        text="Kling",
        needs=("快手", "video"),
        within=80,
        not_near=("Klingon",),
        case_sensitive=True,
        versions=True,
        place=topic.aliases[1].place,
    )
    assert (topic.aliases[2].sure, topic.aliases[2].title_only) == (False, True)
    assert (topic.query, topic.exclude, topic.near) == ("可灵 AND NOT 活", ("可灵活",), ("文生视频",))
    assert (topic.watchlist, topic.examples.match) == ("video", ("快手可灵发布2.0",))
    place = topic.examples.places["座椅可灵活调节"]
    assert (Path(place.file).name, place.line, place.column) == ("0.yaml", 14, 45)
    assert topic.aliases[0].place is not None
    assert (topic.aliases[0].place.line, topic.aliases[0].place.column) == (7, 9)


def test_a_name_in_one_language_is_in_the_settings_language(read_watchlists: Read, read_settings: ReadSettings) -> None:
    text = "topics: [{id: a, name: Kling, aliases: [Kling AI]}, {id: b, aliases: [Sora 2]}]\n"
    topics = read_watchlists(text, settings=read_settings("language: en\n")).topics
    assert topics[0].name == {"en": "Kling"}
    assert topics[1].label("zh") == "b"


def test_the_same_signal_in_two_files_is_the_union(read_watchlists: Read) -> None:
    found = read_watchlists("signals: {launch: [发布, 上线]}\n", "signals: {launch: [上线, release], price: [降价]}\n")
    assert found.signals == {"launch": ("发布", "上线", "release"), "price": ("降价",)}
    assert found.names == ("0", "1")


def test_the_same_address_in_two_files_is_one_source(read_watchlists: Read) -> None:
    found = read_watchlists(
        "topics: [{id: a, aliases: [Kling AI]}, {id: b, aliases: [Sora 2]}]\n"
        'sources: [{url: "https://example.org/feed", topics: [a], tier: official}]\n',
        'sources: [{url: "http://www.example.org/feed", topics: [b], title: Example, every: 1h}]\n',
    )
    (source,) = found.sources
    assert (source.url, source.title, source.tier) == ("https://example.org/feed", "Example", "official")
    assert (source.topics, source.every) == (frozenset({"a", "b"}), timedelta(hours=1))


def test_a_source_for_all_topics_in_one_file_is_one_for_all(read_watchlists: Read) -> None:
    found = read_watchlists(
        "topics: [{id: a, aliases: [Kling AI]}]\nsources: [{url: 'https://example.org/feed', topics: [a]}]\n",
        "sources: [{url: 'https://example.org/feed'}]\n",
    )
    assert found.sources[0].topics is None


def test_every_key_of_a_source_arrives(read_watchlists: Read) -> None:
    text = (
        "sources:\n"
        '  - {url: "https://a.example.org/", lang: zh, timezone: Asia/Shanghai, tier: first-hand, at: "18:00, 7:00",\n'
        '     priority: 2, fulltext: always, proxy: direct, auth: "env:LOGIN",\n'
        '     headers: {Authorization: "env:TOKEN", Accept: text/xml}}\n'
        '  - {url: "https://b.example.org/", active: "mon-Fri 8:00-22:00", every: 30m}\n'
        '  - {url: "https://c.example.org/", kind: page, item: article, link: a, title: h2, date: time, text: p}\n'
        '  - {url: "https://d.example.org/", kind: watch, item: "#main", title: Prices}\n'
        '  - {url: "rsshub:/36kr/news", title: 36氪}\n'
    )
    a, b, c, d, rsshub = read_watchlists(text, env={"LOGIN": "me:hunter2", "TOKEN": "Bearer hunter2"}).sources
    assert (a.lang, a.timezone, a.tier, a.at) == ("zh", "Asia/Shanghai", "first-hand", ("07:00", "18:00"))
    assert (a.priority, a.fulltext, a.proxy, a.auth) == (2.0, "always", "direct", "me:hunter2")
    assert a.headers == {"Authorization": "Bearer hunter2", "Accept": "text/xml"}
    assert "hunter2" not in repr(a)
    assert (b.active, b.every) == ("Mon-Fri 08:00-22:00", timedelta(minutes=30))
    assert (c.title, c.selectors) == ("", Selectors(item="article", link="a", title="h2", date="time", text="p"))
    assert (d.title, d.selectors) == ("Prices", Selectors(item="#main"))
    assert (rsshub.url, rsshub.title) == ("https://rsshub.app/36kr/news", "36氪")
    assert rsshub.place is not None
    assert rsshub.place.line == 8


def test_rsshub_sources_use_the_instance_of_the_settings(read_watchlists: Read, read_settings: ReadSettings) -> None:
    settings = read_settings("rsshub: http://rsshub.lan:1200/\n")
    found = read_watchlists("sources: [{url: 'rsshub:/a/b?limit=5'}]\n", settings=settings)
    assert found.sources[0].url == "http://rsshub.lan:1200/a/b?limit=5"


def test_files_that_are_no_yaml_are_passed_over(
    tmp_path: Path, read_watchlists: Read, read_settings: ReadSettings
) -> None:
    read_watchlists("signals: {launch: [发布]}\n")
    (tmp_path / "watchlists" / "notes.txt").write_text("no yaml: [", "utf-8")
    (tmp_path / "watchlists" / ".draft.yaml").write_text("no yaml: [", "utf-8")
    (tmp_path / "watchlists" / "more.yml").write_text("signals: {price: [降价]}\n", "utf-8")
    found = load_watchlists(tmp_path / "watchlists", settings=read_settings(), env={})
    assert set(found.signals) == {"launch", "price"}


def test_a_folder_without_watchlists_is_an_error(tmp_path: Path, read_settings: ReadSettings) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ConfigError, match="monitor init"):
            load_watchlists(folder, settings=read_settings(), env={})


def test_the_shipped_watchlists_are_right(read_settings: ReadSettings) -> None:
    found = load_watchlists(Path(__file__).parents[3] / "watchlists", settings=read_settings(), env={})
    assert len({source.url for source in found.sources}) == len(found.sources)
    assert {"kling", "sora", "deepseek"} <= {topic.id for topic in found.topics}
