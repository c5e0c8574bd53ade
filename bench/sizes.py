"""The smallest and the largest message of every chat kind, in the provider's unit against the limit that is held.

``python -m bench.sizes`` prints the table of ``docs/development/measurements/delivery.md``.
"""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from monitor.adapters.config.bundled import bundled_folder, read_templates
from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.channels.rendering import compile_templates, render_parts
from monitor.core.model.messages import AlertMessage, DigestMessage, Message, RenderContext, StoryNews
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.sample_stories import AT
from monitor.core.render.samples import sample_message, sample_wording

STORIES = 400
WORDING = sample_wording("zh", ZoneInfo("Asia/Shanghai"))


def _told_stories(digest: DigestMessage, count: int) -> Iterator[StoryNews]:
    """So many, of those of a sample digest."""
    stories = [story for topic in digest.topics for story in topic.stories]
    for number in range(count):
        news = stories[number % len(stories)]
        title = f"第 {number} 条：{news.story.title} 👩\u200d👩\u200d👧\u200d👦"
        yield replace(news, story=replace(news.story, id=1_000 + number, title=title))


def digest_of(stories: int, wording: RenderContext) -> DigestMessage:
    """A digest of one topic with so many stories."""
    digest = sample_message("digest", wording)
    assert isinstance(digest, DigestMessage)
    first, *_ = digest.topics
    return replace(digest, topics=(replace(first, stories=tuple(_told_stories(digest, stories))),))


def smallest(wording: RenderContext) -> AlertMessage:
    """An alert of one character."""
    alert = sample_message("alert", wording)
    assert isinstance(alert, AlertMessage)
    (news,) = alert.stories
    story = replace(news.story, title="可", snippet="", url="", outlets=news.story.outlets[:1], facts=(), signals=())
    outlet = replace(story.outlets[0], title="可", url="", source="报", published_at=AT)
    bare = replace(news, story=replace(story, outlets=(outlet,)), mentions=(), new_facts=(), ai_summary=None)
    return replace(alert, stories=(bare,))


def main() -> None:
    """Print the table."""
    templates = compile_templates(read_templates(bundled_folder("templates")))
    messages: tuple[Message, Message] = (smallest(WORDING), digest_of(STORIES, WORDING))
    print("| kind | unit | limit held | smallest | largest part | parts |")
    print("|---|---|---|---|---|---|")
    for kind, channel in CHANNEL_KINDS.items():
        if not isinstance(channel.format, ChatFormat) or not channel.format.limits:
            continue
        tiny, huge = (render_parts(templates, kind, message, WORDING) for message in messages)
        measure = [channel.format.sizes(part) for part in (*tiny, *huge)]
        for place, size in enumerate(measure[0]):
            used = [sizes[place].used for sizes in measure]
            print(f"| {kind} | {size.unit} | {size.limit:,} | {used[0]:,} | {max(used):,} | {len(huge)} |")


if __name__ == "__main__":
    main()
