"""An OpenAI-compatible endpoint on loopback that behaves well, badly and worse."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web

from monitor.adapters.clock import SteppedClock
from monitor.adapters.llm.openai_compatible import CompatibleModel, endpoint_of
from monitor.adapters.net.client import open_client
from monitor.core.model.settings import FetchSettings
from monitor.core.model.summaries import Answered, ModelAnswer, Prompt, SummariseSettings, Unanswered

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PROMPT = Prompt(system="Write one sentence.", user='{"reports": []}')
KEY = "sk-made-up-0123456789"

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Endpoint:
    """What it answers next, and what it was asked."""

    base: str = ""
    answer: Answer | None = None
    asked: list[tuple[dict[str, str], dict[str, object]]] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """``POST /v1/chat/completions``"""
        self.asked.append((dict(request.headers), json.loads(await request.text())))
        assert self.answer is not None
        return await self.answer(request)


@pytest.fixture
async def endpoint_here() -> AsyncIterator[Endpoint]:
    here = Endpoint()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", here.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    here.base = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    yield here
    await runner.cleanup()


async def ask(here: Endpoint, answer: Answer, *, allow: bool = True, **changed: object) -> ModelAnswer:
    here.answer = answer
    settings = SummariseSettings(url=here.base, model="small-1", key=KEY, timeout=timedelta(minutes=1))
    fetch = FetchSettings(allow_networks=("127.0.0.0/8",) if allow else ())
    async with open_client(fetch, user_agent="test") as client:
        wish = replace(settings, **changed)  # type: ignore[arg-type]  # a test names what it changes
        return await CompatibleModel(settings=wish, client=client, clock=SteppedClock(NOW)).ask(PROMPT)


def says(text: str, *, status: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(text=text, status=status, content_type=kind, headers=headers)

    return answer


def completion(content: object, finish: str = "stop") -> Answer:
    return says(
        json.dumps({"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": finish}]})
    )


async def test_one_question_goes_out_as_documented_and_its_text_comes_back(endpoint_here: Endpoint) -> None:
    assert await ask(endpoint_here, completion("星绘发布。[1]")) == Answered(text="星绘发布。[1]")
    ((headers, body),) = endpoint_here.asked
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body["model"] == "small-1"
    assert body["stream"] is False
    assert body["temperature"] == 0
    assert body["messages"] == [
        {"role": "system", "content": PROMPT.system},
        {"role": "user", "content": PROMPT.user},
    ]


async def test_without_a_key_nothing_is_said_of_one_and_parts_are_joined(endpoint_here: Endpoint) -> None:
    parts = [{"type": "text", "text": "星绘"}, {"type": "text", "text": "发布[1]"}]
    assert await ask(endpoint_here, completion(parts), key="") == Answered(text="星绘发布[1]")
    assert "Authorization" not in endpoint_here.asked[0][0]


@pytest.mark.parametrize(
    ("answer", "told", "stop"),
    [
        (says('{"error": {"message": "Incorrect API key"}}', status=401), "HTTP 401: ", True),
        (says('{"error": {"message": "no such model"}}', status=404), "HTTP 404: ", True),
        (says('{"error": {"message": "only stream mode is supported"}}', status=400), "only stream mode", False),
        (says("upstream died", status=500), "HTTP 500: upstream died", False),
        (says("", status=503), "HTTP 503", False),
        (says("<html>login</html>", kind="text/html"), "its answer is not valid JSON: <html>login", False),
        (says("[[[[" * 50_000), "its answer is not valid JSON", False),
        (says("{}"), "its answer holds no text", False),
        (says('{"choices": []}'), "its answer holds no text", False),
        (says('{"choices": [{"message": {"content": null}}]}'), "its answer holds no text", False),
        (says('{"choices": [{"message": "x"}]}'), "its answer holds no text", False),
        (says("null"), "its answer holds no text", False),
        (completion("星绘发布了", finish="length"), "cut off at 400 tokens", False),
        (says("data: {}\n\n", kind="text/event-stream"), "as a stream only", True),
        (says("", status=307, Location="http://127.0.0.1:1/elsewhere"), "redirects are not followed", True),
    ],
)
async def test_everything_else_is_a_reason(endpoint_here: Endpoint, answer: Answer, told: str, stop: bool) -> None:
    found = await ask(endpoint_here, answer)
    assert isinstance(found, Unanswered)
    assert told in found.reason
    assert found.stop is stop
    assert len(endpoint_here.asked) == 1


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("30", timedelta(seconds=30)),
        ("1.5", timedelta(seconds=1.5)),
        (format_datetime(NOW + timedelta(minutes=2)), timedelta(minutes=2)),
        ("99999999", timedelta(hours=24)),
        ("-5", timedelta(seconds=1)),
        ("soon", None),
        ("nan", None),
    ],
)
async def test_a_waiting_time_is_heard(endpoint_here: Endpoint, header: str, wait: timedelta | None) -> None:
    answer = says('{"error": "slow down"}', status=429, **{"Retry-After": header})
    found = await ask(endpoint_here, answer)
    assert isinstance(found, Unanswered)
    assert (found.retry_after, found.stop) == (wait, False)


async def test_a_slow_answer_and_a_trickle_end_at_the_time_limit(endpoint_here: Endpoint) -> None:
    async def slow(_request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(5)
        return web.Response()

    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(50):
            await response.write(b" ")
            await asyncio.sleep(0.1)
        return response

    for answer in (slow, trickle):
        found = await ask(endpoint_here, answer, timeout=timedelta(seconds=1))
        assert isinstance(found, Unanswered)
        assert not found.stop


async def test_a_huge_answer_is_not_read_to_its_end(endpoint_here: Endpoint) -> None:
    found = await ask(endpoint_here, completion("x" * 2_000_000))
    assert isinstance(found, Unanswered)
    assert "larger than" in found.reason


async def test_a_private_address_is_refused_unless_the_settings_allow_it(endpoint_here: Endpoint) -> None:
    found = await ask(endpoint_here, completion("x"), allow=False)
    assert isinstance(found, Unanswered)
    assert found.stop
    assert "refused" in found.reason
    assert not endpoint_here.asked


async def test_nobody_listens(endpoint_here: Endpoint) -> None:
    found = await ask(endpoint_here, completion("x"), url="http://127.0.0.1:9/v1")
    assert isinstance(found, Unanswered)
    assert not found.stop


async def test_the_key_is_never_told(endpoint_here: Endpoint) -> None:
    found = await ask(endpoint_here, says(f'{{"error": "wrong key {KEY}"}}', status=401))
    assert isinstance(found, Unanswered)
    assert KEY not in found.reason
    assert "wrong key ***" in found.reason
    settings = SummariseSettings(url=endpoint_here.base, model="m", key=KEY)
    assert KEY not in repr(settings)


def test_the_base_address_or_the_whole_one() -> None:
    whole = "https://api.example.org/v1/chat/completions"
    assert {
        endpoint_of(url) for url in (whole, f"{whole}/", "https://api.example.org/v1", "https://api.example.org/v1/")
    } == {whole}
