"""The generic web hook: the documented JSON, in several parts only when it is very long."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.render.packing import Part, split
from monitor.render.pages import page_of
from monitor.render.plain import hook_json
from monitor.render.sizes import json_bytes
from monitor.types.messages import AlertMessage, DigestMessage, Message, Rendered, StoryNews, Wording

LIMIT = 256 * 1024
"""Bytes of one body: far above an ordinary digest, below what receivers commonly cap."""


def render_hook(message: Message, wording: Wording) -> tuple[Rendered, ...]:
    """``{"type","timestamp","data"}``; with more than one part ``data.part`` says which of how many."""
    title = page_of(message, wording).title
    stories = _stories(message)
    bodies: list[Rendered] = []
    parts = split(
        len(stories),
        lambda part: len(json_bytes(hook_json(_only(message, stories[part.start : part.end]), wording))) <= LIMIT,
    )
    for part in parts:
        payload = (
            hook_json(_only(message, stories[part.start : part.end]), wording)
            if stories
            else hook_json(message, wording)
        )
        bodies.append(Rendered(subject=title, text=title, payload=_numbered(payload, part)))
    return tuple(bodies)


def _numbered(payload: dict[str, object], part: Part) -> dict[str, object]:
    data = payload["data"]
    if part.of == 1 or not isinstance(data, dict):
        return payload
    return {**payload, "data": {**data, "part": {"number": part.number, "of": part.of}}}


def _stories(message: Message) -> Sequence[tuple[int, StoryNews]]:
    if isinstance(message, AlertMessage):
        return [(0, news) for news in message.stories]
    if isinstance(message, DigestMessage):
        return [(number, news) for number, topic in enumerate(message.topics) for news in topic.stories]
    return []


def _only(message: Message, stories: Sequence[tuple[int, StoryNews]]) -> Message:
    if isinstance(message, AlertMessage):
        return replace(message, stories=tuple(news for _, news in stories))
    if isinstance(message, DigestMessage):
        topics = [
            replace(topic, stories=tuple(news for place, news in stories if place == number))
            for number, topic in enumerate(message.topics)
        ]
        return replace(message, topics=tuple(topics))
    return message
