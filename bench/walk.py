"""Walks with one entry from its bytes to the message that was sent: ``python -m bench.walk [--list]``.

Two rounds of ``monitor once`` over a feed and a web hook on loopback; the second brings one entry that names a topic.
The calls of that round are traced (``sys.setprofile``): every first entry of a function of a use case, and of whatever
a use case calls directly. A *stay* is a run of them within one module; a *return* is a stay in a module that was left
before. Values and clocks do not count; what goes deeper (helpers of a parser, SQL) is not followed: who reads the use
cases does not have to open it.

The script needs nothing of the project but the command, so it also walks through older checkouts.
"""

import argparse
import contextlib
import io
import json
import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType

from typing_extensions import override

_USE_CASES = "monitor.app."
_BESIDES = ("monitor.app.runtime", "monitor.app.context", "monitor.app.parts", "monitor.app.store_thread",
            "monitor.app.scheduler", "monitor.app.once", "monitor.app.storing", "monitor.app.pulse")  # fmt: skip
"""Who starts the use cases and what hands them their parts: no step of the way."""
_SETTINGS = """\
channels: {{hook: {{type: webhook, url: "{base}/hook", secret: "env:HOOK_SECRET"}}}}
alerts: {{routes: [{{channels: [hook]}}]}}
digests: []
fetch: {{allow_networks: ["127.0.0.0/8"], per_host_delay: 0s}}
web: {{listen: "off"}}
"""
_WATCHLIST = """\
topics: [{{id: lumen, name: Lumen, aliases: [{{text: Lumen Video, sure: true}}]}}]
sources: [{{url: "{base}/feed.xml"}}]
"""
_VALUES = ("monitor.adapters.clock", "monitor.adapters.redacting", "monitor.clock", "monitor.core.model",
           "monitor.core.i18n", "monitor.types", "monitor.app.redacting")  # fmt: skip
"""Plain values, the time, and what masks secrets: nobody opens these on the way."""
_FIRST = frozenset({"poll", "poll_source"})
_CLAIMS = frozenset({"next_step"})
"""Where the two halves of the walk begin, by names of today and of earlier; the second ends where it begins anew."""
_SCHEDULING = frozenset({"rank", "rank_due", "put_off"})
"""Asked by the scheduler beside the poll."""
Step = tuple[str, str]
"""Module and function."""


class _Site(BaseHTTPRequestHandler):
    """A feed of the titles so far, and a hook that takes everything."""

    titles: list[str]
    told: list[str]

    def do_GET(self) -> None:
        items = "".join(
            f"<item><guid>{title}</guid><title>{title}</title><link>https://e.example/{number}</link>"
            f"<pubDate>{format_datetime(datetime.now(UTC))}</pubDate></item>"  # noqa: TID251 - a publisher's clock
            for number, title in enumerate(self.titles)
        )
        self._answer(f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>".encode(), "text/xml")

    def do_POST(self) -> None:
        self.told.append(self.rfile.read(int(self.headers["content-length"])).decode())
        self._answer(b"ok", "text/plain")

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


@contextlib.contextmanager
def _serve(titles: list[str], told: list[str]) -> Iterator[str]:
    site = type("Site", (_Site,), {"titles": titles, "told": told})
    server = ThreadingHTTPServer(("127.0.0.1", 0), site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


class Tracer:
    """Notes the first entry of every call that a reader of the use cases follows."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._seen: dict[int, FrameType] = {}

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event != "call" or frame.f_code.co_name.startswith(("<", "__")) or id(frame) in self._seen:
            return
        module, caller = _module_of(frame), _module_of(frame.f_back)
        from_use_case = caller.startswith(_USE_CASES) and not caller.startswith(_BESIDES)
        follows = module.startswith(_USE_CASES) or (module.startswith("monitor.") and from_use_case)
        follows = follows and frame.f_code.co_name not in _SCHEDULING
        if follows and not module.startswith((*_BESIDES, *_VALUES)):
            # A coroutine is entered again whenever it goes on; its frame is kept, so that no other takes its place.
            self._seen[id(frame)] = frame
            self.steps.append((module.removeprefix("monitor."), frame.f_code.co_name))


def _module_of(frame: FrameType | None) -> str:
    return str(frame.f_globals.get("__name__", "")) if frame is not None else ""


def stays_in(steps: Sequence[Step]) -> list[tuple[str, list[str]]]:
    """Runs of steps within one module, with the functions entered."""
    stays: list[tuple[str, list[str]]] = []
    for module, function in steps:
        if not stays or stays[-1][0] != module:
            stays.append((module, []))
        if function not in stays[-1][1]:
            stays[-1][1].append(function)
    return stays


def walk() -> list[Step]:
    """The steps of a round that brings one entry and tells it."""
    from monitor.__main__ import main as monitor

    titles, told = ["Nothing much happened"], list[str]()

    def run(*words: str) -> None:
        sys.argv = ["monitor", *words]
        with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):
            monitor()

    home = Path.cwd()
    with _serve(titles, told) as base, tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        os.environ["HOOK_SECRET"] = "whsec_bWFkZS11cC1mb3ItdGVzdHMtb25seQ=="  # noqa: S105 - made up
        Path("watchlists").mkdir()
        Path("monitor.yaml").write_text(_SETTINGS.format(base=base), "utf-8")
        Path("watchlists/all.yaml").write_text(_WATCHLIST.format(base=base), "utf-8")
        run("once")
        titles.append("Lumen Video opens its API to everyone")
        tracer = Tracer()
        threading.setprofile(tracer)
        sys.setprofile(tracer)
        run("once", "--force")
        sys.setprofile(None)
        threading.setprofile(None)
        os.chdir(home)
    if [json.loads(message)["type"] for message in told] != ["alert"]:
        raise SystemExit(f"the entry was not told once: {told}")
    return tracer.steps


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="print every stay")
    wanted = parser.parse_args()
    steps = walk()
    begun = next(number for number, (_, function) in enumerate(steps) if function in _FIRST)
    sending = next(number for number, (_, function) in enumerate(steps) if number > begun and function in _CLAIMS)
    noted = next(number for number, (_, function) in enumerate(steps) if number > sending and function in _CLAIMS)
    halves = (("from bytes to what is owed", steps[begun:sending]), ("from due to noted", steps[sending:noted]))
    for name, part in halves:
        stays = stays_in(part)
        modules = list(dict.fromkeys(module for module, _ in stays))
        app = [stay for stay in stays if stay[0].startswith("app.")]
        print(f"{name}: {len(stays)} stays in {len(modules)} modules, {len(stays) - len(modules)} returns;", end=" ")
        print(f"of these in use cases {len(app)} stays, {len(app) - len({stay[0] for stay in app})} returns")
        if wanted.list:
            for module, functions in stays:
                print(f"  {module}: {', '.join(functions)}")


if __name__ == "__main__":
    main()
