"""Searching in a browser: while one types, without scripts, and back to where one was."""

import pytest
from playwright.sync_api import expect

from tests.web.browser.conftest import OpenWindow

pytestmark = pytest.mark.browser


def test_results_come_while_one_types_and_the_address_keeps_them(window: OpenWindow) -> None:
    visitor = window()
    page = visitor.goes_to("/search")
    assert visitor.violations() == []
    page.get_by_role("searchbox").type("海鸥")
    expect(page.locator("#results mark").first).to_have_text("海鸥")
    page.wait_for_url("**/search?q=%E6%B5%B7%E9%B8%A5*")
    first = page.locator("#results h2 a").first
    title = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.go_back()
    expect(page.locator("#results h2 a").first).to_have_text(title)
    page.reload()
    expect(page.locator("#results h2 a").first).to_have_text(title)
    assert visitor.violations() == []


def test_filters_and_mistakes_without_scripts(window: OpenWindow) -> None:
    visitor = window(scripts=False, width=360)
    visitor.expected.append(400)
    page = visitor.goes_to("/")
    page.get_by_role("link", name="Search").last.click()
    page.get_by_role("searchbox").fill("solara OR 索拉拉")
    page.get_by_label("Topic").select_option(label="Solara")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#results b").first).to_contain_text("entries")
    everything = page.locator("#results .story").count()
    assert everything > 3
    page.get_by_label("Language").select_option(label="Chinese")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**lang=zh*")
    assert 0 < page.locator("#results .story").count() < everything
    page.goto(f"{visitor.live.address}/search?q=-solara")
    expect(page.locator("#problem")).to_contain_text("only leave out")
    page.goto(f"{visitor.live.address}/search?q=(solara")
    expect(page.locator("#problem")).to_contain_text("Character 8")
    page.goto(f"{visitor.live.address}/search?q=nowhereatall")
    expect(page.locator("#results")).to_contain_text("Nothing found")
