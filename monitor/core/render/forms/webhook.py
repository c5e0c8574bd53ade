"""The generic web hook: the documented JSON, in several parts only when it is very long."""

from collections.abc import Sequence
from dataclasses import field, replace
from itertools import accumulate

from monitor.core.model.messages import AlertMessage, DigestMessage, Message, RenderContext, Rendered, StoryNews
from monitor.core.render.forms.chat import payload_as_json
from monitor.core.render.forms.hook_document import hook_json, told_json
from monitor.core.render.json_documents import fact_json, mention_json
from monitor.core.render.limits import Size, SizeLimit, json_bytes, json_size
from monitor.core.render.message_format import RenderJob
from monitor.core.render.message_view import page_of
from monitor.core.render.split import Part, at_cuts, split_parts
from monitor.values import dataclass

LIMIT = SizeLimit(limit=256 * 1024, unit="bytes of the body", measure=json_size)
"""Far above an ordinary digest, below what receivers commonly cap."""
_PART_ROOM = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookFormat:
    """``{"type","timestamp","data"}``; with more than one part ``data.part`` says which of how many."""

    template_folders: tuple[str, ...] = field(default=(), init=False)
    limits: tuple[SizeLimit, ...] = field(default=(LIMIT,), init=False)
    is_page: bool = field(default=False, init=False)

    def render(self, job: RenderJob) -> tuple[Rendered, ...]:
        """See ``MessageFormat``."""
        return _render_hook(job.message, job.context, job.cuts)

    def sizes(self, part: Rendered) -> Sequence[Size]:
        """See ``MessageFormat``."""
        return (LIMIT.size_of(part.payload),)

    def preview(self, part: Rendered) -> str:
        """See ``MessageFormat``."""
        return payload_as_json(part)


def _render_hook(message: Message, context: RenderContext, cuts: Sequence[int]) -> tuple[Rendered, ...]:
    title = page_of(message, context).title
    stories = _stories_of(message)
    frame = len(json_bytes(hook_json(_only_stories(message, ()), context))) + _PART_ROOM
    weights = [0, *accumulate(_story_weight(news, context) for _, news in stories)]
    cut = split_parts(len(stories), lambda part: frame + weights[part.end] - weights[part.start] <= LIMIT.limit)
    return tuple(
        Rendered(
            subject=title,
            text=title,
            payload=_number_part(hook_json(_message_part(message, stories, part), context), part),
            items_sent=part.end,
        )
        for part in (at_cuts(cuts) if cuts else cut)
    )


def _message_part(message: Message, stories: Sequence[tuple[int, StoryNews]], part: Part) -> Message:
    return message if part.of == 1 else _only_stories(message, stories[part.start : part.end])


def _story_weight(news: StoryNews, context: RenderContext) -> int:
    """No less than the bytes that a story adds: itself, its mentions and facts, and the marks between them."""
    longest = max(news.story.topics, key=len, default="")
    told = [told_json(news, context, longest), *map(fact_json, news.new_facts), *map(mention_json, news.mentions)]
    return sum(len(json_bytes(document)) + 1 for document in told) + 80


def _number_part(payload: dict[str, object], part: Part) -> dict[str, object]:
    data = payload["data"]
    if part.of == 1 or not isinstance(data, dict):
        return payload
    return {**payload, "data": {**data, "part": {"number": part.number, "of": part.of}}}


def _stories_of(message: Message) -> Sequence[tuple[int, StoryNews]]:
    if isinstance(message, AlertMessage):
        return [(0, news) for news in message.stories]
    if isinstance(message, DigestMessage):
        return [(number, news) for number, topic in enumerate(message.topics) for news in topic.stories]
    return []


def _only_stories(message: Message, stories: Sequence[tuple[int, StoryNews]]) -> Message:
    if isinstance(message, AlertMessage):
        return replace(message, stories=tuple(news for _, news in stories))
    if isinstance(message, DigestMessage):
        topics = [
            replace(topic, stories=tuple(news for place, news in stories if place == number))
            for number, topic in enumerate(message.topics)
        ]
        return replace(message, topics=tuple(topics))
    return message
