"""Whoever types something wrong is told so beside it, and finds it still in its field, with the focus there."""

from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import expect

from monitor.core.model.settings import WebSettings
from tests.web.browser.conftest import OpenWindow, Serve
from tests.web.browser.live import Live
from tests.web.browser.month import OUTLETS, Month

pytestmark = pytest.mark.browser
Case = tuple[str, str, dict[str, str], str]
"""The page, the form, what is typed, and what is said to that."""

FORMS: list[Case] = [
    ("/start", "/start/channel", {"kind": "ntfy", "address": "https://ntfy.example"}, "must end with the topic"),
    ("/start", "/start/channel", {"kind": "slack", "address": "  "}, "Type the address"),
    ("/watchlists/machines", "/topic", {"name": "Ampersand", "names": "a"}, "one character is in too many texts"),
    ("/watch?name=a", "/watch/save", {"called": "Ampersand"}, "got a; expected a name"),
    ("/settings", "/settings/tokens", {"name": "x/y!", "scope": "admin"}, "a token's name has up to 60 letters"),
    ("/sources", "/sources/import", {"opml": "<opml><body>"}, "the OPML file is broken at line 1, column 13"),
]


@pytest.fixture
def own(month: Path, tmp_path: Path, serve: Serve) -> Live:
    """A newsroom of the test's own."""
    copytree(month / "room", tmp_path / "room")
    return serve(tmp_path / "room")


def break_the_file(own: Live) -> None:
    """Somebody edits the watchlist by hand meanwhile: nothing can be added to it."""
    file = own.room.folder / "watchlists" / "machines.yaml"
    file.write_text(f"{file.read_text('utf-8')}\nnot: [closed\n", "utf-8")


def field(action: str, name: str) -> str:
    """The field of a form."""
    return f"form[action$='{action}'] [name='{name}']"


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("case", FORMS, ids=[told for *_, told in FORMS])
def test_a_refused_form_keeps_what_was_typed(window: OpenWindow, own: Live, scripts: bool, case: Case) -> None:
    path, action, typed, told = case
    visitor = window(at=own, scripts=scripts)
    visitor.expected.append(400)
    page = visitor.goes_to(path)
    for summary in page.locator("main details:not([open]) > summary").all():
        summary.click()
    for name, value in typed.items():
        found = page.locator(field(action, name)).first
        if found.evaluate("one => one.tagName") == "SELECT":
            found.select_option(value)
        else:
            found.fill(value)
    page.locator(f"form[action$='{action}'] button:not([name])").first.click()
    expect(page.locator("#problem")).to_contain_text(told)
    for name, value in typed.items():
        kept = page.locator(field(action, name)).first.input_value()
        assert kept.strip() == value.strip()
    wrong = page.locator("[aria-invalid=true]")
    expect(wrong).to_have_attribute("aria-describedby", "problem")
    expect(wrong).to_be_focused()
    assert visitor.violations() == [] if scripts else True


def test_the_answers_about_hits_stay_when_the_topic_is_refused(window: OpenWindow, own: Live) -> None:
    visitor = window(at=own)
    visitor.expected.append(400)
    page = visitor.goes_to("/watch?name=Solara")
    asked = page.locator("article:has(fieldset)")
    for one in asked.all():
        one.get_by_label("No" if "recalls" in one.inner_text() else "Yes").check()
    page.get_by_role("button", name="Go on").first.click()
    break_the_file(own)
    page.locator("#save").get_by_role("button", name="Watch it").click()
    expect(page.locator("#problem")).to_contain_text("nothing was changed")
    expect(asked.filter(has_text="recalls").first.get_by_label("No")).to_be_checked()


def test_a_source_that_cannot_be_written_keeps_its_preview_and_its_name(window: OpenWindow, own: Live) -> None:
    own.room.documents["https://new.example/feed"] = Month(own.room.clock.now()).feed(OUTLETS[0])
    visitor = window(at=own)
    visitor.expected.append(400)
    page = visitor.goes_to("/sources/add")
    page.get_by_label("Address").fill("new.example/feed")
    page.get_by_role("button", name="Look").click()
    page.get_by_label("Its name").fill("The new one")
    break_the_file(own)
    page.get_by_role("button", name="Watch it").click()
    expect(page.locator("#problem")).to_contain_text("nothing was changed")
    expect(page.get_by_label("Its name")).to_have_value("The new one")
    expect(page.locator("main")).to_contain_text("What it gives")


def test_feeds_that_cannot_be_sources_are_named_and_the_others_taken(window: OpenWindow, own: Live) -> None:
    page = window(at=own).goes_to("/sources")
    page.locator("summary", has_text="Import OPML").click()
    lines = ("xmlUrl='ftp://a.example/f'", "type='rss' text='Nameless'", "xmlUrl='https://me:secret@b.example/f'")
    good = "<outline type='rss' text='Good' xmlUrl='https://good.example/feed'/>"
    outlines = "".join(f"<outline {line}/>" for line in lines)
    page.get_by_label("Paste the OPML file here").fill(f"<opml><body>{good}{outlines}</body></opml>")
    page.get_by_role("button", name="Import", exact=True).click()
    told = page.get_by_role("status")
    expect(told).to_contain_text("1 feed was added. 3 were left out:")
    expect(told).to_contain_text("ftp://a.example/f: ftp:// is not read")
    expect(told).to_contain_text("Nameless: it names no address of a feed")
    expect(told).to_contain_text("***@b.example/f: a user or password goes into")
    assert "secret" not in page.content()


def test_an_address_with_a_password_does_not_come_into_the_browsers_address(window: OpenWindow, own: Live) -> None:
    visitor = window(at=own)
    visitor.expected.append(400)
    page = visitor.goes_to("/sources/add")
    page.get_by_label("Address").fill("https://me:secret@new.example/feed")
    page.get_by_role("button", name="Look").click()
    expect(page.locator("#problem")).to_contain_text("a user or password goes into")
    assert "secret" not in page.url


def test_a_change_that_is_refused_leads_back_to_its_page(window: OpenWindow, own: Live) -> None:
    visitor = window(at=own)
    visitor.expected.append(400)
    page = visitor.goes_to("/stories/1")
    page.get_by_role("button", name="Split off").click()
    expect(page.locator("main")).to_contain_text("Choose the reports")
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page).to_have_url(f"{own.address}/stories/1")


def test_what_was_typed_after_the_session_ended_is_shown_and_not_lost(
    window: OpenWindow, month: Path, tmp_path: Path, serve: Serve
) -> None:
    copytree(month / "room", tmp_path / "locked")
    visitor = window(at=serve(tmp_path / "locked", web=WebSettings(password="a long secret")))
    visitor.expected.append(401)
    page = visitor.goes_to("/watchlists/machines")
    page.get_by_label("Password").fill("a long secret")
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("The file").fill("watchlist: machines # an hour's work")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("You are logged out here")
    expect(page.get_by_label("What you typed")).to_have_value("watchlist: machines # an hour's work")
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_label("Password")).to_be_focused()
    assert "next=%2Fwatchlists%2Fmachines" in page.url
