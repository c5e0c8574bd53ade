"""Every button, pressed: stories, sources, messages, watchlists, the wizard; each says what it did."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Page, expect

from monitor.core.model.settings import WebSettings
from tests.app.harness import rss
from tests.web.browser.conftest import OpenWindow, Serve
from tests.web.browser.live import Live, served
from tests.web.browser.month import OUTLETS, Month

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def own(month: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A newsroom of one's own: these tests change it."""
    folder = tmp_path_factory.mktemp("own") / "room"
    copytree(month / "room", folder)
    with served(folder) as live:
        yield live


def said(page: Page, text: str) -> None:
    expect(page.get_by_role("status")).to_contain_text(text)


def test_a_story_is_judged_muted_merged_and_split(window: OpenWindow, own: Live) -> None:
    page = window(at=own).goes_to("/topics/haiou")
    page.locator(".story h3 a").first.click()
    page.get_by_role("button", name="Relevant", exact=True).first.click()
    said(page, "Recorded")
    expect(page.locator("aside .chip").first).to_have_text("relevant")
    page.get_by_role("button", name="Mute a day").first.click()
    said(page, "Muted")
    page.goto(f"{own.address}/topics/haiou")
    expect(page.locator("main")).to_contain_text("Muted until")
    page.get_by_role("button", name="Unmute").click()
    said(page, "alerts again")
    page.locator(".story h3 a").first.click()
    reports = page.locator(".line > li").count()
    page.get_by_role("button", name="Make them one").click()
    said(page, "one now")
    merged = page.locator(".line > li").count()
    assert merged > reports
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Split off").click()
    said(page, "story of their own")
    assert page.locator(".line > li").count() == 1
    page.get_by_role("button", name="Not relevant").first.click()
    expect(page.get_by_role("status")).to_be_visible()


def test_a_page_without_a_feed_is_read_by_selectors_that_are_tried_while_one_writes(
    window: OpenWindow, own: Live
) -> None:
    rows = "".join(f"<li class=row><a href=/n/{n}>Solara opens harbour number {n} this week</a></li>" for n in range(5))
    notes = "".join(f"<p class=note><a href=/m/{n}>An older note about the ferry, part {n}</a></p>" for n in range(4))
    own.room.documents["https://town.example/news"] = f"<html><body><ul>{rows}</ul>{notes}</body></html>".encode()
    page = window(at=own).goes_to("/sources/add")
    page.get_by_label("Address").fill("town.example/news")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("button", name="Find the entries on this page").click()
    expect(page.locator("#trial .list").first).to_contain_text("Solara opens harbour number 0")
    expect(page.frame_locator("iframe").locator("li.row").first).to_have_attribute("style", re.compile("solid"))
    page.get_by_label("One entry (item)").fill("p.note")
    expect(page.locator("#trial .list").first).to_contain_text("An older note about the ferry, part 0")
    page.get_by_label("One entry (item)").fill("li.row")
    expect(page.locator("#trial .list").first).to_contain_text("Solara opens harbour number 0")
    page.get_by_role("button", name="Watch it").click()
    said(page, "selectors are saved")
    assert "li.row" in "".join(file.read_text("utf-8") for file in own.room.folder.rglob("watchlists/*.yaml"))


def test_sources_are_added_paused_asked_and_removed(window: OpenWindow, own: Live) -> None:
    own.room.documents["https://new.example/feed"] = (
        Month(own.room.clock.now()).feed(OUTLETS[0]).replace(b"<title>Volt Wire</title>", b"<title>Brand New</title>")
    )
    visitor = window(at=own)
    page = visitor.goes_to("/sources/add")
    page.get_by_label("Address").fill("new.example/feed")
    page.get_by_role("button", name="Look").click()
    expect(page.locator("main")).to_contain_text("What it gives")
    page.get_by_role("button", name="Watch it").click()
    said(page, "The source is watched")
    text = (own.room.folder / "watchlists" / "machines.yaml").read_text("utf-8")
    assert "https://new.example/feed" in text
    assert "# What the tests watch. This comment stays." in text
    page.get_by_label("Title or address").fill("harbour")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Harbour Post").click()
    for button, flash in (("Pause", "paused"), ("Resume", "asked again"), ("Ask now", "next tick")):
        page.get_by_role("button", name=button).click()
        said(page, flash)
    page.get_by_role("button", name="Remove this source").click()
    said(page, "removed")
    assert "harbour.example" not in (own.room.folder / "watchlists" / "machines.yaml").read_text("utf-8")
    page.locator("summary", has_text="Import OPML").click()
    opml = '<opml version="2.0"><body><outline type="rss" text="X" xmlUrl="https://x.example/feed"/></body></opml>'
    page.get_by_label("Paste the OPML file here").fill(opml)
    page.get_by_role("button", name="Import", exact=True).click()
    said(page, "added")
    given = page.request.get(f"{own.address}/sources.opml").text()
    assert "https://x.example/feed" in given


def test_messages_are_retried_tested_and_paused(window: OpenWindow, own: Live) -> None:
    page = window(at=own).goes_to("/deliveries?state=dead")
    page.locator(".list a").first.click()
    expect(page.locator("main")).to_contain_text("19024 Key Words Not Found")
    page.get_by_role("button", name="Try again").click()
    said(page, "due now")
    page.get_by_role("button", name="Take back").click()
    said(page, "Taken back")
    page.goto(f"{own.address}/deliveries")
    page.get_by_role("button", name="Send a test").first.click()
    said(page, "was taken")
    page.goto(f"{own.address}/deliveries")
    page.get_by_role("button", name="Pause everything").click()
    said(page, "Nothing is sent")
    expect(page.locator("main")).to_contain_text("Sending is paused")
    page.get_by_role("button", name="Resume sending").click()
    said(page, "goes on")
    page.goto(f"{own.address}/deliveries/preview")
    page.locator("select[name=kind]").select_option("slack")
    page.wait_for_url(re.compile("kind=slack"))
    expect(page.locator("pre")).to_contain_text("Lumen")


def test_a_watchlist_is_tried_while_one_writes_saved_and_undone(window: OpenWindow, own: Live) -> None:
    file = own.room.folder / "watchlists" / "machines.yaml"
    visitor = window(at=own)
    page = visitor.goes_to("/watchlists/machines")
    before = file.read_text("utf-8")
    text = page.get_by_label("The file")
    text.fill(before.replace("aliases: [Quillfeather]", "aliases: [Quillfeather, inverter]"))
    expect(page.locator("#trial")).to_contain_text(re.compile(r"\+[1-9]\d* −0 in the last 30 days"))
    text.fill(before.replace("aliases: [Quillfeather]", "aliases: [Quillfeather, inverter"))
    expect(page.locator("#trial")).to_contain_text("cannot be saved")
    expect(page.locator("#trial")).to_contain_text(re.compile(r"machines\.yaml:\d+:\d+"))
    text.fill(before.replace("aliases: [Quillfeather]", "aliases: [Quillfeather, inverter]"))
    page.get_by_role("button", name="Save").click()
    said(page, "Saved")
    assert "# the maker of roofs" in file.read_text("utf-8")
    page.get_by_role("button", name="Undo").click()
    said(page, "before is in force")
    assert file.read_text("utf-8") == before
    page.get_by_label("What to call it").fill("Ridge panel")
    page.get_by_role("button", name="Add", exact=True).click()
    said(page, "The topic is watched")
    expect(page.locator("main table")).to_contain_text("Ridge panel")


def test_a_name_is_watched_with_rules_from_ten_answers(window: OpenWindow, own: Live) -> None:
    page = window(at=own).goes_to("/watch")
    page.get_by_label("The name, and others").fill("Beacon inverter, Pike battery")
    page.get_by_role("button", name="See its hits").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"[1-9]\d* hits in the last 30 days"))
    answers = page.locator("fieldset")
    assert 1 <= answers.count() <= 10
    for number in range(answers.count()):
        answers.nth(number).get_by_label("Yes" if number else "No").check()
    page.get_by_role("button", name="Go on").first.click()
    expect(page.locator("#save")).to_be_visible()
    page.locator("#save input[name=called]").fill("Inverters")
    page.locator("#save").get_by_role("button", name="Watch it").click()
    said(page, "The topic is watched")
    expect(page.locator("main table")).to_contain_text("Inverters")
    files = (own.room.folder / "watchlists").glob("*.yaml")
    assert any("Beacon inverter" in file.read_text("utf-8") for file in files)


def test_the_first_run_takes_a_list_and_a_channel(window: OpenWindow, own: Live) -> None:
    page = window(at=own).goes_to("/start")
    page.get_by_label(re.compile("video-models")).check()
    page.get_by_role("button", name="Take these").click()
    said(page, "in place")
    assert (own.room.folder / "watchlists" / "video-models.yaml").is_file()
    page.locator("select[name=kind]").select_option("ntfy")
    page.get_by_label("Address").fill("https://ntfy.example/my-topic")
    page.get_by_role("button", name="Set it up").click()
    said(page, "set up")
    text = (own.room.folder / "monitor.yaml").read_text("utf-8")
    assert "ntfy.example" not in text
    assert "  team:  # a room" in text
    secret = own.room.folder / "state" / "secrets" / "ntfy-url"
    assert secret.stat().st_mode & 0o777 == 0o600
    expect(page.locator("#test")).to_contain_text("ntfy")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_token_is_made_shown_once_and_revoked(window: OpenWindow, own: Live, scripts: bool) -> None:
    page = window(at=own, scripts=scripts).goes_to("/settings")
    page.get_by_label("Name").fill("grafana")
    page.get_by_label("It may").select_option("read")
    page.get_by_role("button", name="Make a token").click()
    value = page.get_by_label("Token grafana").input_value()
    assert value.startswith("nm_")
    page.get_by_role("main").get_by_role("link", name="Settings").click()
    expect(page.locator("#tokens")).to_contain_text("grafana")
    assert value not in page.content()
    page.get_by_role("button", name="Revoke: grafana").click()
    said(page, "Revoked")
    expect(page.locator("#tokens")).to_contain_text("There are none")


def test_new_stories_slide_in_without_a_reload(window: OpenWindow, own: Live) -> None:
    page = window(at=own).goes_to("/")
    before = page.locator("#stream .story").first.get_attribute("id")

    async def news() -> None:
        from monitor.app.runtime.run_once import run_once

        item = ("Solara unveils a glass tower 7.7 in Osaka", "Solara told a fair.", own.room.clock.now())
        own.room.documents[OUTLETS[2].url] = rss(item, link="https://dianli.example")
        await run_once(own.room.app, force=True)

    own.run(news())
    expect(page.locator("#stream .slid").first).to_be_visible(timeout=15_000)
    assert page.evaluate("window.hit") is None
    assert page.locator(f"#{before}").count() == 1


def test_one_logs_in_and_out_everywhere(window: OpenWindow, serve: Serve, month: Path, tmp_path: Path) -> None:
    copytree(month / "room", tmp_path / "room")
    guarded = serve(tmp_path / "room", web=WebSettings(password="open sesame"))
    first, second = window(at=guarded), window(at=guarded, scripts=False)
    for visitor in (first, second):
        visitor.expected.append(401)
        page = visitor.goes_to("/topics?x=1")
        page.wait_for_url("**/login?next=*")
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("alert")).to_contain_text("not the password")
        page.get_by_label("Password").fill("open sesame")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/topics?x=1")
    cookie = next(one for one in first.page.context.cookies() if "-session-" in one["name"])
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    stale = second.goes_to("/settings")
    page = first.goes_to("/settings")
    expect(page.locator("main")).to_contain_text("2 browsers")
    page.get_by_role("button", name="Log out everywhere").click()
    page.wait_for_url("**/login")
    stale.reload()
    stale.wait_for_url("**/login?next=*")
