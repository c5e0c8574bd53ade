"""``summarise`` from the settings to the message, over a loopback endpoint that speaks as OpenAI documents it."""

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from tests.cli.harness import FakeSite, Monitor

TEXT = "快手今天发布可灵 3.0，单次生成时长从 10 秒延长到 20 秒，标准档价格下调 30%，即日起开放，海外版本随后上线。"
SENTENCE = "可灵 3.0 发布，单次生成时长延长到 20 秒，标准档价格下调 30%。"
KEY = "sk-made-up-0123456789"


@dataclass(slots=True)
class Model:
    """An endpoint and what it was asked."""

    base: str = ""
    says: str = f"{SENTENCE}[1]"
    status: int = 200
    keys: list[str] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.Response:
        """``POST /v1/chat/completions``"""
        self.keys.append(request.headers.get("Authorization", ""))
        body = {"choices": [{"message": {"role": "assistant", "content": self.says}, "finish_reason": "stop"}]}
        return web.Response(text=json.dumps(body), content_type="application/json", status=self.status)


@pytest.fixture
def model() -> Iterator[Model]:
    here, loop, up = Model(), asyncio.new_event_loop(), threading.Event()
    stop = asyncio.Event()

    async def serve() -> None:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", here.serve)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        here.base = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        up.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert up.wait(60)
    yield here
    loop.call_soon_threadsafe(stop.set)
    thread.join(60)
    loop.close()


@pytest.fixture
def summarising(harness: Path, model: Model, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder's settings with a model."""
    monkeypatch.setenv("MODEL_KEY", KEY)
    with (harness / "monitor.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f'summarise: {{url: "{model.base}", model: small-1, key: "env:MODEL_KEY"}}\n')
    return harness


def test_a_sentence_goes_from_the_model_into_alert_listing_and_render(
    monitor: Monitor, summarising: Path, fake_site: FakeSite, model: Model
) -> None:
    assert monitor("once").code == 0
    fake_site.items = [("可灵 3.0 发布", TEXT)]
    assert monitor("once", "--force").code == 0
    (alert,) = [hook for hook in fake_site.hooks if hook["type"] == "alert"]
    told = alert["data"].get("story") or alert["data"]["stories"][0]
    assert told["ai_summary"]["text"] == SENTENCE
    assert model.keys == [f"Bearer {KEY}"]
    listed = monitor("summaries", "--json")
    assert [(row["outcome"], row["text"]) for row in listed.json] == [("made", SENTENCE)]
    assert "199 of 200 questions" in listed.err
    assert "AI summary" not in monitor("render", "slack", "--story", told["id"], "--language", "en").out
    assert SENTENCE in monitor("render", "terminal", "--story", told["id"]).out
    assert KEY not in listed.out + listed.err
    assert len(model.keys) == 1


def test_a_refused_key_is_told_and_never_shown(
    monitor: Monitor, summarising: Path, fake_site: FakeSite, model: Model
) -> None:
    model.status = 401
    assert monitor("once").code == 0
    fake_site.items = [("可灵 3.0 发布", TEXT)]
    ran = monitor("--verbose", "once", "--force")
    assert ran.code == 0
    assert any("可灵 3.0 发布" in json.dumps(hook, ensure_ascii=False) for hook in fake_site.hooks)
    listed = monitor("summaries")
    assert "HTTP 401" in listed.out
    assert "paused until" in listed.err
    assert KEY not in ran.out + ran.err + listed.out + listed.err
    assert "failed" in str(monitor("digest", "daily", "--json").json["coverage"]["ai_summaries"])


def test_without_the_setting_nothing_is_asked_and_the_listing_says_so(
    monitor: Monitor, harness: Path, fake_site: FakeSite, model: Model
) -> None:
    fake_site.items = [("可灵 3.0 发布", TEXT)]
    assert monitor("once").code == 0
    listed = monitor("summaries")
    assert "No summaries." in listed.out
    assert "the settings have no summarise" in listed.err
    assert not model.keys


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{model: x}", "summarise.url is missing"),
        ('{url: "https://api.example.org/v1"}', "summarise.model is missing"),
        ('{url: "https://u:p@api.example.org", model: x}', "no user and no password may stand in an address"),
        ('{url: "https://api.example.org", model: x, key: sk-1}', "env:NAME or file:PATH"),
        ('{url: "https://api.example.org", model: x, budget_per_day: 0}', "a whole number from 1"),
        ('{url: "https://api.example.org", model: x, budget: 3}', "unknown key budget"),
    ],
)
def test_wrong_settings_are_named(monitor: Monitor, harness: Path, written: str, told: str) -> None:
    with (harness / "monitor.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"summarise: {written}\n")
    ran = monitor("check")
    assert ran.code == 2
    assert told in ran.err
    assert "sk-1" not in ran.err
    assert ":p@" not in ran.err
