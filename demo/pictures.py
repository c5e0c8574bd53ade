"""``make pictures``: the README's pictures of a digest and of the dashboard, from a day of the demo. Needs Chromium."""

import asyncio
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from PIL import Image

from demo.__main__ import play
from monitor.app.context import AppContext
from monitor.app.runtime.watches.heartbeat import Heartbeat
from monitor.web.context import Context
from monitor.web.site import make_site

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
LARGEST = 150_000
_COLOURS = 128


async def read_dashboard(app: AppContext) -> str:
    """The overview as the browser gets it, with its style sheet inside."""
    site = make_site(Context(app=app, heartbeat=Heartbeat(app.clock), reload=lambda: None))
    transport = httpx.ASGITransport(app=site)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as browser:
        page = await browser.get("/", headers={"Accept-Language": "zh"})
        page.raise_for_status()
        link = re.search(r'<link[^>]*rel="?stylesheet"?[^>]*href="([^"]+)"[^>]*>', page.text)
        if link is None:
            sys.exit("the overview names no style sheet")
        style = await browser.get(link[1])
    return page.text.replace(link[0], f"<style>{style.text}</style>")


def take_picture(html: Path, picture: Path, *, width: int, height: int) -> None:
    """What Chromium shows of a file, in few colours; ends the program when it is too large."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("make pictures needs Chromium: sudo apt install chromium fonts-noto-cjk")
    subprocess.run(  # noqa: S603 — the browser of this machine on a file that we wrote
        [chromium, "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu", f"--screenshot={picture}",
         f"--window-size={width},{height}", "--virtual-time-budget=2000", html.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    with Image.open(picture) as shown:
        shown.convert("RGB").quantize(_COLOURS).save(picture, optimize=True)
    if picture.stat().st_size > LARGEST:
        sys.exit(f"{picture} has {picture.stat().st_size:,} bytes, more than {LARGEST:,}")


async def _draw(folder: Path) -> None:
    pages: list[str] = []

    async def keep(app: AppContext) -> None:
        pages.append(await read_dashboard(app))

    await play(folder, at_the_end=keep)
    (folder / "dashboard.html").write_text(pages[0], encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    take_picture(folder / "digest-2.html", PICTURES / "digest.png", width=680, height=900)
    take_picture(folder / "dashboard.html", PICTURES / "dashboard.png", width=900, height=900)


def main() -> None:
    """Play the day in a folder that goes away."""
    with TemporaryDirectory() as folder:
        asyncio.run(_draw(Path(folder).resolve()))


if __name__ == "__main__":
    main()
