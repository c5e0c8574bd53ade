"""The first page in a browser: what is new, by keyboard, without scripts, on a phone, in the dark."""

import pytest
from playwright.sync_api import expect

from monitor.core.model.filters import StoryFilter
from tests.web.browser.conftest import OpenWindow

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "colours"), [(1280, "light"), (360, "dark")])
def test_today_reads_well_and_breaks_no_rule(window: OpenWindow, width: int, colours: str) -> None:
    visitor = window(width=width, colours=colours)
    page = visitor.goes_to("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("26 Nov")
    expect(page.locator("main")).to_contain_text("could not be delivered")
    expect(page.locator("main")).to_contain_text("Gone Gazette")
    assert page.locator(".story").count() > 20
    assert page.locator(".story mark").count() > 10
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visitor.violations() == []


def test_keys_move_open_and_lead_to_other_pages(window: OpenWindow) -> None:
    page = window().goes_to("/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".story").nth(1)
    expect(second).to_have_attribute("aria-current", "true")
    title = second.locator("h2, h3").inner_text().split("\n")[-1]
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.go_back()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/feedback")


def test_the_whole_stream_can_be_read_without_scripts(window: OpenWindow) -> None:
    visitor = window(scripts=False)
    page = visitor.goes_to("/")
    shown = set()
    for _ in range(20):
        shown |= {link.get_attribute("href") for link in page.locator(".story :is(h2, h3) a").all()}
        older = page.get_by_role("link", name="Older stories")
        if not older.count():
            break
        with page.expect_navigation():  # a page that is half there shows no link either
            older.click()
    stored = visitor.live.run(
        visitor.live.room.in_store.read(lambda tx: len(tx.stories.find(StoryFilter(limit=100_000))))
    )
    assert len(shown) == stored
    expect(page.locator("main")).to_contain_text("That is all.")


def test_one_comes_back_to_where_one_was(window: OpenWindow) -> None:
    visitor = window()
    page = visitor.goes_to("/")
    assert page.locator("#here").count() == 0
    cookie = next(one for one in page.context.cookies() if "-visit-" in one["name"])
    before, _, now = cookie["value"].partition(".")
    assert before == ""
    earlier = int(now) - 6 * 3600
    page.context.add_cookies([{"name": cookie["name"], "value": f".{earlier}", "url": visitor.live.address}])
    page = visitor.goes_to("/")
    expect(page.locator("#here")).to_contain_text("You were here")
    page.reload()
    expect(page.locator("#here")).to_contain_text("You were here")
