"""Every button of every page, pressed once: none breaks, and all pages stand without scripts, with Back and Reload."""

import re
from contextlib import suppress
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Error, Page, Response, expect

from tests.web.browser.conftest import OpenWindow, Serve, Visitor
from tests.web.browser.live import Live
from tests.web.browser.test_every_page import PATHS, newest_story

pytestmark = pytest.mark.browser
_NUMBER = re.compile(r"\d+")
_KINDS = """() => [...document.querySelectorAll('button, summary, [role=button]')].map(one =>
  [one.closest('form')?.getAttribute('action') ?? '', one.name, one.value, one.innerText, one.tagName].join('|'))"""
BUTTONS = "button, summary, [role=button]"


@pytest.fixture
def spare(month: Path, tmp_path: Path, serve: Serve) -> Live:
    """A newsroom that is pressed to pieces."""
    copytree(month / "room", tmp_path / "room")
    return serve(tmp_path / "room")


def press_all(visitor: Visitor, path: str, pressed: set[str], answers: list[Response]) -> list[str]:
    """Press what no page before had; returns what broke."""
    faults = []
    page = visitor.goes_to(path)
    for place, kind in enumerate(page.evaluate(_KINDS)):
        sort = _NUMBER.sub("N", kind)
        if sort in pressed:
            continue
        pressed.add(sort)
        if page.url != f"{visitor.live.address}{path}" or page.locator(BUTTONS).count() <= place:
            page.goto(f"{visitor.live.address}{path}")
        button = page.locator(BUTTONS).nth(place)
        if not button.count() or not button.is_visible() or not button.is_enabled():
            continue
        before = len(answers)
        button.click()
        page.wait_for_load_state("load")
        broken = [answer for answer in answers[before:] if answer.status >= 500]
        faults += [f"{path}: {sort}: {answer.status} {answer.url}" for answer in broken]
        _goes_back(page, f"{visitor.live.address}{path}")
    return faults


def _goes_back(page: Page, address: str) -> None:
    # What the press led to may still be on its way, and takes the place of the first attempt.
    with suppress(Error):
        page.goto(address)
    page.wait_for_timeout(200)
    page.goto(address)


@pytest.mark.slow
def test_every_button_is_pressed_and_none_breaks(window: OpenWindow, spare: Live) -> None:
    visitor = window(at=spare)
    answers: list[Response] = []
    visitor.page.on("response", lambda answer: answers.append(answer))
    pressed: set[str] = set()
    faults = []
    for path in (*PATHS, f"/stories/{newest_story(visitor)}"):
        faults += press_all(visitor, path, pressed, answers)
    assert faults == []
    assert len(pressed) >= 40
    # A form that was left empty is refused in words, which Chromium notes.
    visitor.wrong[:] = [one for one in visitor.wrong if "status of 4" not in one]


def test_every_page_stands_without_scripts(window: OpenWindow) -> None:
    visitor = window(scripts=False)
    for path in PATHS:
        page = visitor.goes_to(path)
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("main")).not_to_be_empty()
        assert page.locator("[hidden]:not(button)").count() == 0, path


def _reads_the_same(page: Page) -> tuple[str, str]:
    return page.url, page.locator("main").inner_text()


def test_back_and_reload_keep_the_place(window: OpenWindow) -> None:
    visitor = window()
    for path in ("/?topic=solara", "/search?q=solara&days=30", "/topics/solara?days=90", "/sources?state=failing"):
        page = visitor.goes_to(path)
        here = _reads_the_same(page)
        page.reload()
        assert _reads_the_same(page) == here
        link = page.locator("main a[href^='/']").last
        link.scroll_into_view_if_needed()
        depth = page.evaluate("scrollY")
        link.click()
        page.wait_for_load_state("load")
        page.go_back()
        expect(page).to_have_url(here[0])
        assert _reads_the_same(page) == here
        assert abs(page.evaluate("scrollY") - depth) <= 2
