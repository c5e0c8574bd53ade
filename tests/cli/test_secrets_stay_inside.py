"""Channels whose providers repeat what they were sent: no secret reaches store, logs, listings or other channels."""

import asyncio
import base64
import html
import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from aiohttp import web

from tests.cli.harness import FakeSite, Monitor

FORMS = ("plain", "quoted", "json", "html", "base64", "hex", "headers")
KINDS = (
    "webhook",
    "feishu",
    "dingtalk",
    "wecom",
    "slack",
    "discord",
    "teams",
    "bark",
    "ntfy",
    "telegram",
    "mattermost",
)


def canary(number: int) -> str:
    return f"cAnary{number:02d}q7Z/w+x=9"


def spoken(form: str, secret: str, request: web.Request) -> str:
    """What a careless provider says."""
    match form:
        case "quoted":
            return f"no such token {quote(secret, safe='')}"
        case "json":
            return json.dumps({"errcode": 310000, "errmsg": f"bad {secret}", "ok": False})
        case "html":
            return f"<p>bad {html.escape(secret)}</p>"
        case "base64":
            return f"bad {base64.b64encode(f'u:{secret}'.encode()).decode()}"
        case "hex":
            return f"bad {secret.encode().hex()}"
        case "headers":
            return f"{dict(request.headers)} {request.path_qs} {request.url}"
        case _:
            return "x" * 150 + f" {secret} is revoked"


@pytest.fixture
def echo() -> Iterator[str]:
    """A server at which every address answers 4xx and repeats the secret that is meant for it."""
    ready, loop = threading.Event(), asyncio.new_event_loop()
    stop, base = asyncio.Event(), []

    async def answer(request: web.Request) -> web.Response:
        form, number = request.path.split("/")[1:3] if request.path.count("/") > 2 else ("plain", "0")
        return web.Response(status=403 if form != "json" else 200, text=spoken(form, canary(int(number)), request))

    async def serve() -> None:
        app = web.Application()
        app.router.add_route("*", "/{any:.*}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        base.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        ready.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    ready.wait(60)
    yield base[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(60)
    loop.close()


def test_no_secret_of_seventy_seven_failing_channels_gets_out(
    harness: Path, fake_site: FakeSite, monitor: Monitor, echo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, secrets = [], []
    for number, (kind, form) in enumerate((kind, form) for kind in KINDS for form in FORMS):
        name, secret = f"c{number:02d}", canary(number)
        secrets.append(secret)
        address = f"{echo}/{form}/{number}/{quote(secret, safe='')}"
        if kind == "telegram":
            monkeypatch.setenv(f"TOKEN_{number}", f"12345:{secret}")
            lines.append(
                f'  {name}: {{type: telegram, token: "env:TOKEN_{number}", chat: "@x", api: "{echo}/{form}/{number}"}}'
            )
            continue
        monkeypatch.setenv(f"URL_{number}", address)
        lines.append(f'  {name}: {{type: {kind}, url: "env:URL_{number}"}}')
    names = ", ".join(f"c{number:02d}" for number in range(len(secrets)))
    settings = [
        "timezone: Etc/UTC",
        'fetch: {allow_networks: ["127.0.0.0/8"], per_host_delay: 0s}',
        'web: {listen: "off"}',
        "channels:",
        "  out: {type: file, path: outbox}",
        *lines,
        f"alerts: {{routes: [{{match: {{}}, channels: [{names}]}}]}}",
        "digests: [{name: daily, at: '08:30', channels: [out]}]",
    ]
    (harness / "monitor.yaml").write_text("\n".join(settings), "utf-8")
    fake_site.items = [("城市天气", "多云")]
    monitor("once")
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。"), *fake_site.items]
    ran = [
        monitor("-v", "once", "--force"),
        monitor("-v", "once", "--json"),
        monitor("deliveries", "--json", "--limit", "500"),
        monitor("deliveries", "--limit", "500"),
        monitor("digest", "daily", "--send"),
        monitor("send-test", "c00"),
    ]
    outputs = "\n".join(one.out + one.err for one in ran)
    files = [path for path in (harness / "outbox").rglob("*") if path.is_file()]
    outputs += "\n".join(path.read_text("utf-8", "replace") for path in files)
    with sqlite3.connect(harness / "state" / "monitor.db") as store:
        rows = store.execute("select channel, answer from delivery where answer <> '' and kind = 'alert'").fetchall()
        outputs += "\n".join(store.iterdump())
    assert len({channel for channel, _ in rows}) > 70, "they failed, and it is known why"
    found = [secret for secret in secrets if any(form in outputs for form in _forms(secret))]
    where = [outputs[max(at - 60, 0) : at + 60] for one in found[:3] if (at := outputs.find(one[:10])) >= 0]
    assert found == [], where


def _forms(secret: str) -> Iterator[str]:
    core = secret[:10]
    yield core
    yield secret.encode().hex()[:20]
    yield quote(secret, safe="")
    yield base64.b64encode(secret.encode()).decode()[:16]
    yield base64.b64encode(f"u:{secret}".encode()).decode()[4:20]
