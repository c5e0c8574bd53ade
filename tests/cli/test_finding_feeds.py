"""A web site's address where a feed is wanted: the feed that it names is found, taken, and said."""

from pathlib import Path

import pytest

from tests.cli.harness import FakeSite, Monitor

HEAD = "<!doctype html><html><head><title>The Newsroom</title>{links}</head><body><p>Welcome.</p></body></html>"
LINK = '<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'


def site(*feeds: tuple[str, str]) -> str:
    return HEAD.format(links="".join(LINK.format(href=href, title=title) for href, title in feeds))


@pytest.fixture
def site_of_two(fake_site: FakeSite) -> str:
    fake_site.items = [("快手可灵发布2.0", "可灵发布2.0")]
    fake_site.pages["/"] = site(("/all.xml", "All"), ("/comments.xml", "Comments"))
    fake_site.pages["/all.xml"] = fake_site.pages["/comments.xml"] = fake_site.feed()
    return f"{fake_site.base}/"


def test_the_feed_of_a_site_is_added_and_the_others_are_named(
    harness: Path, monitor: Monitor, fake_site: FakeSite, site_of_two: str
) -> None:
    ran = monitor("sources", "add", site_of_two)
    assert ran.code == 0, ran.err
    assert f"{site_of_two} is a web page; its feed {fake_site.base}/all.xml was taken" in ran.out
    assert f"it also names {fake_site.base}/comments.xml (Comments)" in ran.out
    written = (harness / "watchlists" / "first.yaml").read_text("utf-8")
    assert f"{fake_site.base}/all.xml" in written
    assert monitor("sources", "add", site_of_two).code == 2, "it is there already"


def test_fetch_shows_the_feed_of_a_site_in_words_and_as_json(
    harness: Path, monitor: Monitor, fake_site: FakeSite, site_of_two: str
) -> None:
    ran = monitor("fetch", site_of_two)
    assert (ran.code, "was taken" in ran.out, "快手可灵发布2.0" in ran.out) == (0, True, True)
    shown = monitor("fetch", site_of_two, "--json").json
    assert shown["site"] == site_of_two
    assert shown["other_feeds"] == [{"url": f"{fake_site.base}/comments.xml", "title": "Comments"}]
    assert [entry["title"] for entry in shown["entries"]] == ["快手可灵发布2.0"]


def test_a_feed_that_cannot_be_read_is_passed_over_for_the_next(
    harness: Path, monitor: Monitor, fake_site: FakeSite, site_of_two: str
) -> None:
    fake_site.pages["/all.xml"] = site()
    assert f"its feed {fake_site.base}/comments.xml was taken" in monitor("fetch", site_of_two).out


def test_a_site_without_a_feed_changes_nothing_unless_it_is_wanted_as_it_is(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    fake_site.pages["/"] = site()
    before = (harness / "watchlists" / "first.yaml").read_bytes()
    ran = monitor("sources", "add", f"{fake_site.base}/")
    assert (ran.code, "names no feed" in ran.err, "--as-is" in ran.err) == (2, True, True)
    assert (harness / "watchlists" / "first.yaml").read_bytes() == before
    assert monitor("sources", "add", f"{fake_site.base}/", "--as-is").code == 0


def test_an_address_that_cannot_be_read_is_refused_unless_it_is_wanted_unseen(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    before = (harness / "watchlists" / "first.yaml").read_bytes()
    ran = monitor("sources", "add", f"{fake_site.base}/nowhere.xml")
    assert (ran.code, "cannot be read" in ran.err, "404" in ran.err, "--as-is" in ran.err) == (1, True, True, True)
    assert (harness / "watchlists" / "first.yaml").read_bytes() == before
    assert monitor("sources", "add", f"{fake_site.base}/nowhere.xml", "--as-is").code == 0


def test_a_feed_is_added_as_it_is(harness: Path, monitor: Monitor, fake_site: FakeSite, site_of_two: str) -> None:
    ran = monitor("sources", "add", f"{fake_site.base}/comments.xml")
    assert (ran.code, "was taken" in ran.out) == (0, False)


def test_a_source_that_became_a_web_page_names_its_feed_in_its_error(
    harness: Path, monitor: Monitor, fake_site: FakeSite, site_of_two: str
) -> None:
    assert monitor("sources", "add", site_of_two, "--as-is").code == 0
    monitor("once")
    row = next(one for one in monitor("sources", "--json").json if one["url"] == site_of_two)
    assert row["health"] == "failing"
    assert f"not a feed; its feed is at {fake_site.base}/all.xml, and 1 more" in row["error"]
    assert row["next_due_at"]


def test_selectors_are_proposed_with_the_words_of_the_page(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    """Its coding stands in the header only; what cannot be had is one line."""
    items = "".join(f"<li><a href='/n/{n}'>새로운 모델 발표 소식 {n}</a></li>" for n in range(9))
    fake_site.pages["/news"] = f"<html><body><ul class='news'>{items}</ul></body></html>"
    fake_site.charset = "euc-kr"
    ran = monitor("fetch", f"{fake_site.base}/news", "--suggest", "--json")
    assert "새로운 모델 발표 소식 0" in ran.json[0]["examples"]
    gone = monitor("fetch", f"{fake_site.base}/nothing", "--suggest")
    assert (gone.code, gone.err.count("\n")) == (1, 1)
