"""When a reader first sees something: python -m bench.first_paint [ROUNDS]

Serves the replayed month of the browser tests on loopback, opens every page in headless Chromium with an empty cache
ROUNDS times (default 5) at 1,280 and 360 px, and prints the first contentful paint of each, ms, median and highest.
"""

import shutil
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.web.browser.live import prepare, served
from tests.web.browser.test_every_page import PATHS

_PAINT = "performance.getEntriesByName('first-contentful-paint').map(paint => paint.startTime)[0] ?? null"
WIDTHS = (1280, 360)


def first_paint(browser: Browser, address: str, width: int) -> float:
    """Milliseconds from the navigation's begin to the first contentful paint, in a window without a cache."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto(address)
    # The pages' policy forbids the evaluation that waiting for a function needs.
    while (found := page.evaluate(_PAINT)) is None:
        page.wait_for_timeout(10)
    context.close()
    return float(found)


def main(rounds: int) -> None:
    """Measure every page at both widths and print a line for each."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium here: sudo apt install chromium")
    highest = []
    with TemporaryDirectory() as folder:
        prepare(Path(folder) / "room")
        with served(Path(folder) / "room") as live, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            first_paint(browser, live.address, WIDTHS[0])
            for path in PATHS:
                found = [first_paint(browser, live.address + path, width) for width in WIDTHS for _ in range(rounds)]
                highest.append(max(found))
                print(f"{path}: {statistics.median(found):.0f} / {max(found):.0f} ms")
            browser.close()
    print(f"all {len(highest)} pages: highest {max(highest):.0f} ms, aim 400")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
