"""What goes over the wire is what each provider documents: schemas of our own, written from their pages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from monitor.adapters.channels.registry import open_channels
from monitor.adapters.clock import SteppedClock
from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.channels.rendering import render_parts
from monitor.core.model.deliveries import Envelope
from monitor.core.model.messages import AlertMessage, DigestMessage, Message, NoticeMessage, RenderContext, Rendered
from monitor.core.model.settings import ChannelSettings
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.forms.chat_parts import LEVELS, ChatPrinter
from monitor.core.render.message_format import Button, MessageDraft, RenderJob
from monitor.core.render.message_view import page_of
from monitor.core.render.sample_stories import AT
from monitor.core.render.samples import SAMPLES, sample_message, sample_wording
from monitor.core.render.split import Part, items_of
from monitor.core.render.templates import Templates
from tests.adapters.channels.conftest import ScriptedClient, answer
from tests.core.render.conftest import DigestMaker, StoryMaker

SCHEMAS: dict[str, Any] = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "schemas").glob("*.json"))
}
OPTIONS: dict[str, dict[str, object]] = {
    "feishu": {"url": "https://open.feishu.example/hook/x", "secret": "made-up", "keyword": "播报"},
    "dingtalk": {"url": "https://oapi.dingtalk.example/robot/send?access_token=x", "secret": "SECmade-up"},
    "wecom": {"url": "https://qyapi.example/cgi-bin/webhook/send?key=x"},
    "slack": {"url": "https://hooks.slack.example/services/T/B/x"},
    "mattermost": {"url": "https://chat.example/hooks/x"},
    "discord": {"url": "https://discord.example/api/webhooks/1/x"},
    "telegram": {"token": "1:made-up", "chat": "-100123"},
    "teams": {"url": "https://flow.example/workflows/x"},
    "bark": {"url": "https://bark.example/made-up"},
    "ntfy": {"url": "https://ntfy.example/mytopic"},
}
FORMATS = {
    kind.name: kind.format
    for kind in CHANNEL_KINDS.values()
    if kind.bot is not None and isinstance(kind.format, ChatFormat)
}
FAMILY = "👩\u200d👩\u200d👧\u200d👦"


async def posted(kind: str, parts: Sequence[Rendered], folder: Path) -> Sequence[dict[str, object]]:
    """The bodies of the requests, signed and addressed as the channel does it."""
    wire = ScriptedClient([answer(500)])
    channel = ChannelSettings(name=kind, kind=kind, options=OPTIONS[kind])
    (sender,) = open_channels(
        [channel], client=wire, clock=SteppedClock(AT), state_dir=folder, echo=lambda _: None
    ).values()
    for number, part in enumerate(parts, 1):
        await sender.send(
            Envelope(key="0" * 32, recipient="", rendered=part, kind="alert", part=number, parts=len(parts), at=AT)
        )
    bodies = [json.loads(one.body) for one in wire.posted]
    assert len(bodies) >= len(parts)
    return bodies


def conforms(kind: str, body: Mapping[str, object]) -> None:
    problems = [
        f"{error.json_path}: {error.message[:300]}" for error in Draft202012Validator(SCHEMAS[kind]).iter_errors(body)
    ]
    assert not problems


def test_every_chat_service_with_a_documented_form_has_a_schema_that_names_its_pages() -> None:
    assert set(SCHEMAS) == set(FORMATS) == set(OPTIONS)
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)
        assert "https://" in schema["$comment"]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_refuses_what_is_not_documented(kind: str) -> None:
    assert list(Draft202012Validator(SCHEMAS[kind]).iter_errors({"surprise": 1}))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", SCHEMAS)
async def test_every_sample_conforms(kind: str, language: Any, templates: Templates, tmp_path: Path) -> None:
    wording = sample_wording(language, AT.tzinfo)  # type: ignore[arg-type]  # AT is aware
    for name in SAMPLES:
        parts = render_parts(
            templates, kind, sample_message(name, wording), wording, keyword=str(OPTIONS[kind].get("keyword", ""))
        )
        for body in await posted(kind, parts, tmp_path):
            conforms(kind, body)


@pytest.mark.parametrize("kind", SCHEMAS)
async def test_the_smallest_and_the_largest_conform(  # noqa: PLR0917 - fixtures
    kind: str,
    templates: Templates,
    wording: RenderContext,
    alert: AlertMessage,
    make_story: StoryMaker,
    make_digest: DigestMaker,
    tmp_path: Path,
) -> None:
    tiny = replace(alert, stories=(make_story(title="可", snippet="", url="", outlets=1),))
    worst = make_story(
        title="<*[_`]>" * 500, snippet="*~`[]()#&<>" * 500, url="https://example.org/" + "*" * 900, source="[*]" * 200
    )
    messages: list[Message] = [
        tiny,
        make_digest(400),
        make_digest(0),
        AlertMessage(kind="first", stories=(worst,), at=alert.at),
        AlertMessage(kind="grouped", stories=(worst, worst), at=alert.at, reason="*" * 3_000),
        NoticeMessage(title="x", lines=tuple("可灵发布" * 60 for _ in range(40)), at=alert.at),
        NoticeMessage(title="", lines=(), at=alert.at),
    ]
    for message in messages:
        parts = render_parts(templates, kind, message, wording, keyword=str(OPTIONS[kind].get("keyword", "")))
        for body in await posted(kind, parts, tmp_path):
            conforms(kind, body)


@pytest.mark.parametrize("filler", ["可", FAMILY, "🇨🇳", "é", "𝒳"])
@pytest.mark.parametrize("kind", SCHEMAS)
async def test_every_level_of_shortening_conforms_with_long_characters_at_the_edge(  # noqa: PLR0917 - fixtures
    kind: str, filler: str, templates: Templates, wording: RenderContext, make_story: StoryMaker, tmp_path: Path
) -> None:
    stories = tuple(make_story(number, title=filler * 205, snippet=filler * 600) for number in range(1, 4))
    message = AlertMessage(kind="grouped", stories=stories, at=AT)
    page = page_of(message, wording)
    job = RenderJob(
        templates=templates, message=message, context=wording, keyword=str(OPTIONS[kind].get("keyword", ""))
    )
    chat = ChatPrinter(FORMATS[kind], job, page, items_of(page))
    for level in LEVELS:
        payload = chat.payload(Part(start=0, end=1, number=1, of=3), level)
        if FORMATS[kind].fits(payload):
            for body in await posted(kind, [Rendered(payload=payload)], tmp_path):
                conforms(kind, body)


@pytest.mark.parametrize("kind", SCHEMAS)
async def test_several_buttons_conform(kind: str, tmp_path: Path) -> None:
    buttons = tuple(Button(label=f"按钮 {n}", url=f"https://monitor.example.org/{n}") for n in range(1, 5))
    draft = MessageDraft(kind="alert", title="星绘 2.5 发布", blocks=("一段文字",), buttons=buttons, urgent=True)
    payload = FORMATS[kind].build(draft)
    for body in await posted(kind, [Rendered(payload=payload)], tmp_path):
        conforms(kind, body)


def test_a_digest_of_many_stories_is_what_the_largest_case_is_made_of(make_digest: DigestMaker) -> None:
    digest: DigestMessage = make_digest(400)
    assert sum(len(topic.stories) for topic in digest.topics) == 400
