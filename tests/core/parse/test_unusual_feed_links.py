"""Feeds that a page names in unusual ways are found, and the page itself is none of them."""

import pytest

from monitor.core.parse.find_feeds import find_feeds

PAGE = "https://quay.example/blog/"


def found(markup: str) -> list[str]:
    return [feed.url for feed in find_feeds(f"<html>{markup}</html>".encode(), PAGE)]


@pytest.mark.parametrize(
    "markup",
    [
        "<head><link href=/feeds/all.atom.xml></head>",
        "<head><link type=application/atom+xml href=/feeds/all.atom.xml></head>",
        "<head><link rel=service.feed type=application/atom+xml href=/feeds/all.atom.xml></head>",
        "<a href=/feeds/all.atom.xml>News</a>",
        "<a href=/feeds/all.atom.xml><img alt=RSS src=i.png></a>",
        "<a href=/feeds/all.atom.xml aria-label='Atom feed'><svg></svg></a>",
        "<a href=/feeds/all.atom.xml title=RSS><i></i></a>",
    ],
)
def test_a_feed_is_found(markup: str) -> None:
    assert found(markup) == ["https://quay.example/feeds/all.atom.xml"]


@pytest.mark.parametrize("label", ["<img alt=RSS src=i.png>", "", "RSS"])
def test_a_link_that_is_called_a_feed_by_its_picture_or_its_label_is_one(label: str) -> None:
    assert found(f"<a href=/xml/news aria-label=RSS>{label}</a>") == ["https://quay.example/xml/news"]


@pytest.mark.parametrize(
    "markup",
    [
        "<link rel=alternate type=application/rss+xml href=''>",
        "<link rel=alternate type=application/rss+xml href='#top'>",
        f"<link rel=alternate type=application/rss+xml href={PAGE}>",
        "<link href=/style.css><link href=/icon.png>",
        "<a href=/news><img alt='A boat' src=b.png></a>",
    ],
)
def test_what_is_no_feed_is_not_named(markup: str) -> None:
    assert found(markup) == []
