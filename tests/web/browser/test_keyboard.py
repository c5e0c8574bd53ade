"""By keyboard alone: where the focus is can be seen, what opens closes again, and nobody loses the place."""

from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import OpenWindow, Serve
from tests.web.browser.test_every_page import PATHS

pytestmark = pytest.mark.browser
_STOPS = 400
_FOCUSED = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const box = it.getBoundingClientRect(), style = getComputedStyle(it);
  const within = (value, most) => Math.min(Math.max(value, 0), most - 1);
  const x = within(box.left + box.width / 2, innerWidth);
  const shows = (y) => {
    const top = document.elementFromPoint(x, within(y, innerHeight));
    return !!top && (it.contains(top) || top.contains(it) || !!top.closest("label")?.contains(it));
  };
  return {
    what: `${it.tagName} ${(it.innerText || it.name || "").slice(0, 40)}`,
    frame: it.tagName === "IFRAME",
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    // A link of two lines is not hidden where one of them is seen.
    seen: box.width >= 1 && box.bottom > 0 && box.top < innerHeight
      && [box.top + 8, box.top + box.height / 2, box.bottom - 8].some(shows),
  };
}"""


def stops_of(page: Page) -> list[dict[str, Any]]:
    """Where Tab leads, from the link that skips to the content until it is there again."""
    # Some pages begin in a field of theirs.
    page.locator(".skip").focus()
    found: list[dict[str, Any]] = []
    while len(found) < _STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUSED)
        if stop is None or stop["what"].startswith("A Skip"):
            break
        found.append(stop)
    return found


def hidden_stops(window: OpenWindow, width: int, paths: tuple[str, ...]) -> list[str]:
    """Stops without a ring, or under something else (https://www.w3.org/TR/WCAG22/#focus-not-obscured-minimum)."""
    visitor, faults = window(width=width, height=740), list[str]()
    for path in paths:
        stops = stops_of(visitor.goes_to(path))
        assert len(stops) > 5, path
        faults += [
            f"{path}: {stop['what']}" for stop in stops if not stop["frame"] and not (stop["ring"] and stop["seen"])
        ]
    return faults


def test_the_focus_is_never_hidden_by_the_bars_of_a_phone(window: OpenWindow) -> None:
    assert hidden_stops(window, 360, ("/digests", "/sources/1", "/stories/1")) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 1280])
def test_the_focus_is_never_hidden_on_any_page(window: OpenWindow, width: int) -> None:
    assert hidden_stops(window, width, PATHS) == []


def test_the_first_stop_skips_to_the_content(window: OpenWindow) -> None:
    page = window().goes_to("/topics")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


def test_escape_closes_the_list_of_keys_and_gives_the_focus_back(window: OpenWindow) -> None:
    page = window().goes_to("/topics")
    opener = page.locator("[data-open=keys]")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_sheet_of_a_phone_closes_as_a_menu_does(window: OpenWindow) -> None:
    page = window(width=360, height=740).goes_to("/topics")
    summary, sheet = page.locator(".more > summary"), page.locator(".sheet")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(sheet.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    expect(sheet).to_be_visible()
    page.locator("h1").click()
    expect(sheet).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_who_judges_a_list_goes_on_where_it_was(
    window: OpenWindow, month: Path, tmp_path: Path, serve: Serve, scripts: bool
) -> None:
    copytree(month / "room", tmp_path / "room")
    visitor = window(at=serve(tmp_path / "room"), scripts=scripts)
    page = visitor.goes_to("/topics/solara")
    story = page.locator("[data-story]").nth(12)
    story.get_by_role("button", name="Not relevant").focus()
    number, depth = story.get_attribute("id"), page.evaluate("scrollY")
    assert depth > 300
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Recorded")
    page.wait_for_load_state("load")
    assert abs(page.evaluate("scrollY") - depth) < 900
    expect(page.locator(f"#{number}")).to_be_in_viewport()
    if scripts:
        expect(page.locator(".flash.held")).to_be_in_viewport()
        assert page.evaluate("!!document.activeElement.closest('[data-story]')")
