"""Search feeds: the addresses that a topic's aliases become."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.adapters.config.watchlists.search_feeds import search_title, search_url
from monitor.core.model.matches import Alias, Topic
from monitor.core.model.settings import Watchlists

KLING = Topic(
    id="kling",
    name={"zh": "可灵", "en": "Kling"},
    aliases=(
        Alias(text="Kling", needs=("快手", "video")),
        Alias(text="可灵"),
        Alias(text="快手可灵"),
        Alias(text="Kling AI"),
        Alias(text="Kling AI Pro"),
    ),
)


def query(url: str, name: str = "q") -> str:
    return parse_qs(urlsplit(url).query)[name][0]


def test_sure_names_come_first_and_longer_ones_that_they_cover_are_left_out() -> None:
    url = search_url("bing-news", KLING, "zh-CN")
    assert query(url) == '"可灵" OR "Kling AI" OR ("Kling" ("快手" OR "video"))'
    assert query(url, "mkt") == "zh-CN"


def test_an_english_search_leaves_chinese_names_and_words_out() -> None:
    url = search_url("google-news", KLING, "en-US")
    assert query(url) == '("Kling AI" OR ("Kling" ("video"))) when:7d'
    assert (query(url, "hl"), query(url, "gl"), query(url, "ceid")) == ("en-US", "US", "US:en")


def test_engines_without_brackets_get_plain_names() -> None:
    assert query(search_url("hnrss", KLING, "en-US")) == '"Kling AI" OR "Kling"'
    assert query(search_url("reddit", KLING, "en-US")) == '"Kling AI" OR "Kling"'
    assert query(search_url("arxiv", KLING, "en-US"), "search_query") == 'all:"Kling AI" OR all:"Kling"'


def test_a_topic_with_chinese_names_only_is_searched_by_them_everywhere() -> None:
    topic = Topic(id="a", name={}, aliases=(Alias(text="绘镜"),))
    assert query(search_url("hnrss", topic, "en-US")) == '"绘镜"'


def test_a_topic_without_aliases_has_no_search() -> None:
    assert search_url("hnrss", Topic(id="a", name={}, query="a AND b"), "en-US") == ""


def test_many_aliases_stay_within_what_an_engine_reads() -> None:
    topic = Topic(id="a", name={}, aliases=tuple(Alias(text=f"a very long name {n} of it") for n in range(50)))
    assert 2 <= query(search_url("bing-news", topic, "en-US")).count("name") <= 10
    assert len(query(search_url("bing-news", topic, "en-US"))) <= 240


@pytest.mark.parametrize(
    ("language", "edition"),
    [
        ("zh-CN", "hl=zh-CN&gl=CN&ceid=CN:zh-Hans"),
        ("zh-TW", "hl=zh-TW&gl=TW&ceid=TW:zh-Hant"),
        ("zh", "hl=zh-CN&gl=CN&ceid=CN:zh-Hans"),
        ("en", "hl=en-US&gl=US&ceid=US:en"),
        ("de-DE", "hl=de-DE&gl=DE&ceid=DE:de"),
    ],
)
def test_google_news_is_asked_in_the_edition_of_the_language(language: str, edition: str) -> None:
    assert search_url("google-news", KLING, language).endswith(edition)


def test_a_search_makes_one_source_for_each_topic(read_watchlists: Callable[..., Watchlists]) -> None:
    found = read_watchlists(
        "topics: [{id: a, name: {zh: 可灵}, aliases: [可灵]}, {id: b, aliases: [Sora 2]}, {id: c, query: x AND y}]\n",
        "searches:\n  - {engine: google-news, language: zh-CN, every: 2h, proxy: direct}\n"
        "  - {engine: hnrss, topics: [b], language: en-US}\n",
    )
    assert [(s.search_topic, s.title, s.lang) for s in found.sources] == [
        ("a", "Google News: 可灵 (zh-CN)", "zh"),
        ("b", "Google News: b (zh-CN)", "zh"),
        ("b", "Hacker News: b (en-US)", "en"),
    ]
    assert {s.tier for s in found.sources} == {"aggregator"}
    assert found.sources[0].every is not None
    assert found.sources[0].proxy == "direct"
    assert search_title("arxiv", KLING, "en") == "arXiv: Kling (en)"
