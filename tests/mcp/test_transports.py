"""The same tools over stdin and stdout and over HTTP, asked by the SDK's own client."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import TextContent

from monitor.app.tokens import add_token
from monitor.core.model.operations.tokens import Scope
from monitor.core.model.settings import WebSettings
from monitor.mcp.catalog import TOOLS
from tests.app.harness import rss
from tests.cli.conftest import fake_site as fake_site
from tests.cli.conftest import harness as harness
from tests.cli.conftest import monitor as monitor
from tests.cli.harness import FakeSite, Monitor
from tests.web.conftest import OpenPages, Pages
from tests.web.conftest import open_pages as open_pages
from tests.web.harness import FEED, OLD, WEB, feed

ROOT = Path(__file__).resolve().parents[2]
CALLS: dict[str, dict[str, object]] = {
    "search": {"query": "可灵"},
    "list_stories": {"since": "7d"},
    "get_story": {"story": 1},
    "explain": {"text": "快手可灵发布2.0"},
    "list_topics": {},
    "topic_trend": {"topics": ["kling"]},
    "coverage": {"all": True},
    "get_digest": {"upcoming": True},
}


async def every_tool(client: Client) -> dict[str, Any]:
    """List the tools and call each; what each answered."""
    listed = await client.list_tools()
    assert [tool.name for tool in listed.tools] == list(CALLS) == [tool.name for tool in TOOLS]
    answers: dict[str, Any] = {}
    for name, arguments in CALLS.items():
        answer = await client.call_tool(name, arguments)
        assert not answer.is_error, answer
        last = answer.content[-1]
        assert isinstance(last, TextContent)
        assert last.text.startswith("Coverage: ")
        answers[name] = answer.structured_content
        assert answers[name]["items"], name
    return answers


def stdio(folder: Path) -> StdioServerParameters:
    """``monitor mcp`` as a client starts it."""
    env = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "HOME": str(folder)}
    return StdioServerParameters(command=sys.executable, args=["-m", "monitor", "mcp"], cwd=folder, env=env)


def test_every_tool_answers_on_stdin_and_stdout(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    monitor("once")
    fake_site.items = [("快手可灵发布2.0", "快手可灵今天发布了新的视频模型。")]
    monitor("once", "--force")
    asyncio.run(_ask_on_stdin_and_stdout(harness))


async def _ask_on_stdin_and_stdout(folder: Path) -> None:
    async with Client(stdio(folder)) as client:
        answers = await every_tool(client)
        assert answers["list_stories"]["items"][0]["title"] == "快手可灵发布2.0"
        # Files that change under it are read again, and wrong ones are not.
        watchlist = folder / "watchlists" / "first.yaml"
        before = watchlist.read_text("utf-8")
        watchlist.write_text(before.replace("id: kling", "id: kuaishou"), "utf-8")
        listed = await client.call_tool("list_topics", {})
        assert [row["topic"] for row in listed.structured_content["items"]] == ["kuaishou"]
        watchlist.write_text("watchlist: [", "utf-8")
        listed = await client.call_tool("list_topics", {})
        assert [row["topic"] for row in listed.structured_content["items"]] == ["kuaishou"]


def test_nothing_but_the_protocol_is_on_stdout(harness: Path) -> None:
    """Also while it logs everything, before anything is stored, and with lines that are no protocol."""
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/list"},
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {
            "name": "search", "arguments": {"query": "可灵"}}},
        {"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {"name": "nothing", "arguments": {}}},
    ]  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "monitor", "--log-level", "debug", "mcp"], cwd=harness, stdin=subprocess.PIPE, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        process.stdin.write("this is no protocol\n" + "".join(f"{json.dumps(line)}\n" for line in lines))
        process.stdin.flush()
        told: list[str] = []
        while not {3, 4} <= {json.loads(line).get("id") for line in told}:
            told.append(process.stdout.readline())
        process.stdin.close()
        told += process.stdout.readlines()
    assert process.returncode == 0
    answers = [json.loads(line) for line in told]
    assert all(answer["jsonrpc"] == "2.0" for answer in answers)
    by_id = {answer.get("id"): answer for answer in answers}
    assert {1, 2, 3, 4} <= by_id.keys()
    tools = by_id[2]["result"]["tools"]
    assert len(json.dumps(tools, ensure_ascii=False).encode()) <= 6_000
    assert "nothing is stored yet" in by_id[3]["result"]["content"][-1]["text"]
    assert by_id[4]["result"]["isError"]


def test_a_client_that_goes_away_or_interrupts_ends_it(harness: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        with subprocess.Popen(
            [sys.executable, "-m", "monitor", "mcp"], cwd=harness, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as process:  # fmt: skip
            assert process.stdin
            assert process.stdout
            process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
            process.stdin.flush()
            process.stdout.readline()
            process.send_signal(number)
            process.wait(60)
            errors = process.stderr.read() if process.stderr else b""
        assert b"Traceback" not in errors


@asynccontextmanager
async def at_mcp(pages: Pages, headers: dict[str, str]) -> AsyncIterator[Client]:
    """The SDK's client at ``/mcp`` of these pages."""
    site: Any = pages.http._transport
    transport = httpx2.ASGITransport(app=site.app)
    async with (
        httpx2.AsyncClient(transport=transport, headers=headers) as http,
        Client(streamable_http_client("http://127.0.0.1:8765/mcp", http_client=http)) as client,
    ):
        yield client


async def token(pages: Pages, scope: Scope) -> dict[str, str]:
    """A new token, as a header."""
    app = pages.harness.app
    made = await app.in_store.write(lambda tx: add_token(tx, scope, scope, who="test", now=app.clock.now()))
    return {"Authorization": f"Bearer {made}"}


async def test_every_tool_answers_over_http_with_a_token(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await pages.harness.round()
        now = pages.harness.clock.now()
        pages.harness.documents[FEED] = rss(("可灵开源新模型", "可灵开源了新模型。", now), OLD)
        await pages.harness.round()
        await pages.harness.app.in_store.write(lambda tx: tx.search_index.index_more(limit=100))
        pages.harness.clock.jump_to(pages.harness.clock.now() + (pages.harness.clock.now() - now) / 60)
        async with at_mcp(pages, await token(pages, "read")) as client:
            await every_tool(client)


PING = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


async def test_the_scope_read_is_needed_and_enough(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        expected: dict[Scope, int] = {"feeds": 403, "read": 200, "write": 200, "admin": 200}
        for scope, status in expected.items():
            headers = await token(pages, scope) | ACCEPT
            answer = await pages.http.post("/mcp", json=PING, headers=headers)
            assert answer.status_code == status, answer.text
        assert (await pages.http.post("/mcp", json=PING, headers=ACCEPT)).status_code == 401
        made_up = {"Authorization": "Bearer nm_none"} | ACCEPT
        assert (await pages.http.post("/mcp", json=PING, headers=made_up)).status_code == 401
        assert (await pages.http.get("/mcp", headers=await token_again(pages))).status_code == 405


async def token_again(pages: Pages) -> dict[str, str]:
    """One more."""
    app = pages.harness.app
    made = await app.in_store.write(lambda tx: add_token(tx, "more", "read", who="test", now=app.clock.now()))
    return {"Authorization": f"Bearer {made}"}


@pytest.mark.parametrize("named", [{"Host": "rebound.example"}, {"Origin": "https://evil.example"}])
async def test_other_sites_reach_nothing_without_a_password(open_pages: OpenPages, named: dict[str, str]) -> None:
    async with open_pages(feed(), web=WebSettings()) as pages:
        assert (await pages.http.post("/mcp", json=PING, headers=ACCEPT)).status_code == 200
        assert (await pages.http.post("/mcp", json=PING, headers=ACCEPT | named)).status_code == 403


async def test_bodies_are_bounded_and_what_is_no_protocol_is_refused(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WebSettings()) as pages:
        large = {**PING, "params": {"cursor": "x" * 300_000}}
        assert (await pages.http.post("/mcp", json=large, headers=ACCEPT)).status_code == 413
        broken = await pages.http.post("/mcp", content=b"{", headers=ACCEPT | {"Content-Type": "application/json"})
        assert broken.status_code == 400


async def test_without_the_extra_it_says_what_to_install(
    open_pages: OpenPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "monitor.mcp.server", None)
    async with open_pages(feed(), web=WebSettings()) as pages:
        answer = await pages.http.post("/mcp", json=PING, headers=ACCEPT)
    assert answer.status_code == 501
    assert "news-monitor[mcp]" in answer.json()["error"]


def test_without_the_extra_the_command_says_what_to_install(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert harness
    monkeypatch.setitem(sys.modules, "monitor.mcp.server", None)
    ended = monitor("mcp")
    assert ended.code == 2
    assert "news-monitor[mcp]" in ended.err
