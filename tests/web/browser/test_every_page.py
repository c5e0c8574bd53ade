"""Every page: accessible, no wider than the window, without errors, and no news is executed."""

import pytest
from playwright.sync_api import expect

from monitor.core.model.filters import StoryFilter
from tests.web.browser.conftest import OpenWindow, Visitor

pytestmark = pytest.mark.browser

PATHS = (
    "/", "/?topic=solara", "/search", "/search?q=solara", "/topics", "/topics/solara", "/topics/solara?with=haiou",
    "/topics/quiet", "/sources", "/sources?state=failing", "/sources/add", "/sources/1", "/deliveries",
    "/deliveries?state=dead", "/deliveries/1", "/deliveries/preview", "/digests", "/digests/1", "/watchlists",
    "/watchlists/machines", "/watch", "/watch?name=Solara", "/feedback", "/settings", "/start",
    "/sources/selectors?url=https://town.example/", "/deliveries/preview?kind=slack&name=digest:daily",
)  # fmt: skip


def newest_story(visitor: Visitor) -> int:
    """The number of the story that was seen last: one with hostile text in it."""
    found = visitor.live.run(visitor.live.room.in_store.read(lambda tx: tx.stories.find(StoryFilter(limit=1))))
    return int(found[0].id)


def look_at_all(visitor: Visitor, width: int) -> list[str]:
    """What is wrong with the pages, each with its address."""
    faults = []
    for path in (*PATHS, f"/stories/{newest_story(visitor)}"):
        page = visitor.goes_to(path)
        faults += [f"{path}: {one}" for one in visitor.violations()]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{path}: wider than {width} px")
        if page.evaluate("window.hit") is not None:
            faults.append(f"{path}: foreign text was executed")
        if page.locator("h1").count() != 1:
            faults.append(f"{path}: {page.locator('h1').count()} headings of the first order")
        if not page.title().strip(" ·"):
            faults.append(f"{path}: no title")
    return faults


def test_every_page_on_a_phone_in_the_dark(window: OpenWindow) -> None:
    visitor = window(width=360, colours="dark")
    assert look_at_all(visitor, 360) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_in_every_size(window: OpenWindow, width: int, colours: str) -> None:
    visitor = window(width=width, colours=colours)
    assert look_at_all(visitor, width) == []


@pytest.mark.parametrize("language", ["zh", "ja"])
def test_pages_speak_the_language_that_was_chosen(window: OpenWindow, language: str) -> None:
    visitor = window()
    page = visitor.goes_to("/settings")
    page.locator("select[name=language]").select_option(language)
    page.locator("select[name=theme]").select_option("dark")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("html")).to_have_attribute("lang", {"zh": "zh-CN", "ja": "ja"}[language])
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    heading = {"zh": "设置", "ja": "設定"}[language]
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    for path in ("/", "/topics", "/sources", "/deliveries"):
        visitor.goes_to(path)
        expect(page.locator("nav[aria-label]").first).to_contain_text({"zh": "今日", "ja": "今日"}[language])


def test_a_letter_runs_nothing_and_is_nobody(window: OpenWindow) -> None:
    visitor = window()
    page = visitor.goes_to("/digests/29")
    letter = page.frame_locator("iframe")
    expect(letter.locator("body")).to_contain_text("Solara")
    answer = page.request.get(f"{visitor.live.address}/digests/29.html")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize("width", [360, 1280])
def test_a_mail_is_no_wider_than_its_window_whatever_a_headline_holds(window: OpenWindow, width: int) -> None:
    visitor = window(width=width)
    page = visitor.goes_to("/deliveries/preview?kind=email&name=digest:daily")
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("endlessendless")
    mail = page.frames[1]
    assert mail.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_what_is_read_stands_on_paper_and_what_is_pressed_does_not(window: OpenWindow) -> None:
    """Reports stand within the form that splits a story; a dark page is printed dark on white."""
    visitor = window(colours="dark")
    page = visitor.goes_to(f"/stories/{newest_story(visitor)}")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    titles = page.locator(".line li > a, .line li:not(:has(> a))")
    expect(titles.first).to_be_visible()
    on_screen = page.evaluate("getComputedStyle(document.body).color")
    page.emulate_media(media="print")
    expect(titles.first).to_be_visible()
    for pressed in page.locator("button, input, select, .side, .tabs").all():
        expect(pressed).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") != on_screen
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--text')") == "#161b24"
