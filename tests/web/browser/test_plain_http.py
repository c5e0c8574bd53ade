"""Pages in a house: plain HTTP, by the name of the machine. Browsers say less there of where a form comes from."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import expect

from monitor.core.model.settings import WebSettings
from tests.web.browser.conftest import ELSEWHERE, OpenWindow, Serve

pytestmark = pytest.mark.browser


def test_one_logs_in_and_changes_something_over_plain_http(
    window: OpenWindow, serve: Serve, month: Path, tmp_path: Path
) -> None:
    copytree(month / "room", tmp_path / "room")
    live = serve(tmp_path / "room", web=WebSettings(password="a long enough pass phrase"))
    live = replace(live, address=live.address.replace("127.0.0.1", ELSEWHERE))
    visitor = window(at=live, scripts=False)
    page = visitor.goes_to("/")
    page.get_by_label("Password").fill("a long enough pass phrase")
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{live.address}/")
    page.get_by_role("button", name="Log out").click()
    expect(page).to_have_url(f"{live.address}/login")
    # Chromium says on each page that this header is nothing over plain HTTP.
    visitor.wrong = [one for one in visitor.wrong if "Cross-Origin-Opener-Policy header has been ignored" not in one]
