"""The parts of a chat message: items put into blocks, in the longest form that the service takes."""

from collections.abc import Mapping
from dataclasses import field, replace

from monitor.core.i18n.phrases import translator
from monitor.core.model.messages import RenderContext, Rendered
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload
from monitor.core.render.message_format import TWIN_FOLDER, Button, MessageDraft, RenderJob
from monitor.core.render.message_view import PageView, page_of
from monitor.core.render.split import Item, Part, at_cuts, items_of, split_parts, story_of
from monitor.core.render.story_view import StoryView
from monitor.core.text.clip import clip_text
from monitor.values import dataclass

LEVELS = (0, 1, 2, 3)
"""0 = in full; then without the sentence, with a short title, and at last the title alone."""
_TITLE_AT = {0: 480, 1: 480, 2: 80, 3: 40}
_BLOCK = 1_200
"""Characters up to which lines are put together into one block."""


def render_chat(wanted: ChatFormat, job: RenderJob) -> tuple[Rendered, ...]:
    """The message as payloads of one service, split between items where it must be, numbered "2/3"."""
    page = page_of(job.message, job.context)
    chat = ChatPrinter(wanted, job, page, items_of(page))
    parts = at_cuts(job.cuts) if job.cuts else split_parts(len(chat.items), chat.fits)
    return tuple(chat.rendered(part) for part in parts)


@dataclass(frozen=True, slots=True)
class ChatPrinter:
    """One message on its way into the form of a service."""

    format: ChatFormat
    job: RenderJob
    page: PageView
    items: tuple[Item, ...]
    printed: dict[tuple[str, int, int, int, int], str] = field(default_factory=dict, compare=False)
    """Items by template, place, level and the part's numbers: looking for where a part ends asks for them again."""

    @property
    def context(self) -> RenderContext:
        return self.job.context

    def fits(self, part: Part) -> bool:
        return self.format.fits(self.payload(part, 0))

    def payload(self, part: Part, level: int) -> Payload:
        return self.format.build(self.draft(part, level))

    def rendered(self, part: Part) -> Rendered:
        """The part in the longest form that fits."""
        payload = self.payload(part, LEVELS[-1])
        for level in LEVELS:
            tried = self.payload(part, level)
            if self.format.fits(tried):
                payload = tried
                break
        text = "\n\n".join(self._blocks(part, 0, TWIN_FOLDER))
        return Rendered(subject=self._title(part), text=text, payload=payload, items_sent=part.end)

    def draft(self, part: Part, level: int) -> MessageDraft:
        return MessageDraft(
            kind=self.page.kind,
            title=self._title(part),
            blocks=self._blocks(part, level, self.format.folder),
            buttons=self._buttons(part),
            urgent=self.page.kind != "digest",
            keyword=self.job.keyword,
        )

    def _title(self, part: Part) -> str:
        return self.page.title if part.of == 1 else f"{self.page.title} ({part.number}/{part.of})"

    def _buttons(self, part: Part) -> tuple[Button, ...]:
        say = translator(self.context)
        stories = self.page.stories
        if len(stories) == 1:
            links = [
                (say("open_article"), stories[0].url),
                (say("open_story"), stories[0].page),
                (say("not_relevant"), stories[0].dismiss),
                (say("mute_day"), stories[0].mute),
            ]
        else:
            links = [(say("open_digest"), self.page.home if part.number == part.of else "")]
        return tuple(Button(label=label, url=url) for label, url in links if url)

    def _blocks(self, part: Part, level: int, folder: str) -> tuple[str, ...]:
        name = f"{folder}/message.txt"
        values: dict[str, object] = {
            "page": self.page,
            "say": translator(self.context),
            "part": part.number,
            "parts": part.of,
            "level": level,
        }
        blocks = [self.job.templates.block(name, "head", values)]
        topic, line_before = -1, False
        for place, item in enumerate(self.items[part.start : part.end], part.start):
            key = (name, place, level, part.number, part.of)
            text = self.printed.get(key)
            if text is None:
                text = self.printed[key] = self._item(name, item, level, values)
            line = item.field != "stories"
            if item.topic >= 0 and item.topic != topic:
                # Every part names the topic it goes on with: no story stands without its heading.
                topic, line_before = item.topic, False
                heading = self.job.templates.block(name, "topic", {**values, "topic": self.page.topics[topic]})
                text = f"{heading.strip()}{self.format.line_break}{text}" if heading.strip() else text
            if line and line_before and len(blocks[-1]) + len(text) <= _BLOCK:
                blocks[-1] += f"{self.format.line_break}{text}"
            else:
                blocks.append(text)
            line_before = line
        blocks.append(self.job.templates.block(name, "foot", values))
        stripped = (block.strip("\n") for block in blocks)
        return tuple(block for block in stripped if block.strip()) or (self.page.title,)

    def _item(self, name: str, item: Item, level: int, values: Mapping[str, object]) -> str:
        if item.field == "lines":
            line = clip_text(self.page.lines[item.place], {0: 1_000, 1: 400}.get(level, 100))
            return self.job.templates.block(name, "line", {**values, "line": line}).strip("\n")
        story = _shorten_story(story_of(self.page, item), level)
        if item.field == "stories":
            return self.job.templates.block(name, "story", {**values, "story": story}).strip("\n")
        note = self._note(item, story)
        return self.job.templates.block(name, "brief", {**values, "story": story, "line": note}).strip("\n")

    def _note(self, item: Item, story: StoryView) -> str:
        """Why a story is told in one line only, or whose it is."""
        say = translator(self.context)
        match item.field:
            case "elsewhere":
                return say("also_in", topic=self.page.topics[item.topic].elsewhere[item.place][1])
            case "continued" | "late" | "earlier":
                return say(item.field)
            case _:
                return f"{story.first.source} · {story.when}" if story.first else story.when


def _shorten_story(story: StoryView, level: int) -> StoryView:
    if level == 0:
        return story
    return replace(
        story,
        title=clip_text(story.title, _TITLE_AT[level]),
        snippet=(),
        facts=story.facts[:3] if level == 1 else (),
        ai_summary=None,
        foreign=story.foreign[:1] if level == 1 else (),
        url=story.url if level < LEVELS[-1] or len(story.url) <= 300 else "",
        # A long address of ours must not be why a story does not fit.
        dismiss=story.dismiss if level < LEVELS[-1] else "",
        mute=story.mute if level < LEVELS[-1] else "",
    )
