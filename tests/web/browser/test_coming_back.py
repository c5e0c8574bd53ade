"""What was only looked at has an address: Back and Reload show it again, and no form is sent a second time."""

from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser.conftest import OpenWindow, Serve
from tests.web.browser.live import Live
from tests.web.browser.month import OUTLETS, Month

pytestmark = pytest.mark.browser
LIST = "".join(f"<li class=row><a href=/n/{n}>Solara opens harbour number {n} this week</a></li>" for n in range(5))


@pytest.fixture
def own(month: Path, tmp_path: Path, serve: Serve) -> Live:
    """A newsroom of the test's own, with a feed and a page that are not watched yet."""
    copytree(month / "room", tmp_path / "room")
    live = serve(tmp_path / "room")
    live.room.documents["https://new.example/feed"] = Month(live.room.clock.now()).feed(OUTLETS[0])
    live.room.documents["https://town.example/news"] = f"<html><body><ul>{LIST}</ul></body></html>".encode()
    return live


def looks_at(page: Page, address: str) -> None:
    """Ask what an address gives."""
    page.get_by_label("Address").fill(address)
    page.get_by_role("button", name="Look").click()


def comes_back(page: Page, own: Live, words: str) -> None:
    """Away by a link and back, then a reload: the words still stand there, and nothing was sent but questions."""
    expect(page.locator("main")).to_contain_text(words)
    methods: list[str] = []
    page.on("request", lambda asked: methods.append(asked.method))
    page.goto(f"{own.address}/topics")
    page.go_back()
    expect(page.locator("main")).to_contain_text(words)
    page.reload()
    expect(page.locator("main")).to_contain_text(words)
    assert set(methods) == {"GET"}


@pytest.mark.parametrize("scripts", [True, False])
def test_the_preview_of_a_source_is_there_again(window: OpenWindow, own: Live, scripts: bool) -> None:
    page = window(at=own, scripts=scripts).goes_to("/sources/add")
    looks_at(page, "new.example/feed")
    comes_back(page, own, "What it gives")
    expect(page.get_by_label("Address")).to_have_value("https://new.example/feed")


def test_so_is_why_a_source_cannot_be_read(window: OpenWindow, own: Live) -> None:
    page = window(at=own).goes_to("/sources/add")
    looks_at(page, "nowhere.example/feed")
    comes_back(page, own, "https://nowhere.example/feed is not there")


def test_so_is_an_address_that_is_none(window: OpenWindow, own: Live) -> None:
    visitor = window(at=own)
    visitor.expected.append(400)
    page = visitor.goes_to("/sources/add")
    looks_at(page, "htp://town.example")
    comes_back(page, own, "did you mean http://town.example")
    expect(page.get_by_label("Address")).to_have_value("htp://town.example")


@pytest.mark.parametrize("scripts", [True, False])
def test_so_are_selectors(window: OpenWindow, own: Live, scripts: bool) -> None:
    page = window(at=own, scripts=scripts).goes_to("/sources/selectors")
    page.get_by_label("Address").fill("town.example/news")
    page.get_by_role("button", name="Try").click()
    comes_back(page, own, "Solara opens harbour number 0")


@pytest.mark.parametrize("scripts", [True, False])
def test_so_are_rules_from_answers(window: OpenWindow, own: Live, scripts: bool) -> None:
    page = window(at=own, scripts=scripts).goes_to("/watch?name=Beacon+inverter")
    answers = page.locator("fieldset")
    for number in range(answers.count()):
        answers.nth(number).get_by_label("Yes" if number else "No").check()
    page.get_by_role("button", name="Go on").first.click()
    comes_back(page, own, "Rules and their effect")
    expect(answers.first.get_by_label("No")).to_be_checked()
