"""E-mail and files: HTML with its styles inlined, a plain-text twin, and a small picture for each topic."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import css_inline

from monitor.core.i18n.phrases import translator
from monitor.core.model.messages import InlineImage, Message, RenderContext, Rendered
from monitor.core.render.json_documents import hook_json
from monitor.core.render.limits import utf8_bytes
from monitor.core.render.message_view import PageView
from monitor.core.render.split import Item, Part, at_cuts, items_of, only, split
from monitor.core.render.templates import Templates
from monitor.core.render.trend_chart import trend_picture
from monitor.errors import TemplateFault

MAX_HTML = 96_000
"""Bytes of HTML: Gmail hides what lies beyond 102 kB behind a link."""

_INLINER = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False, keep_at_rules=False)


@dataclass(frozen=True, slots=True)
class _Mail:
    templates: Templates
    page: PageView
    wording: RenderContext
    items: tuple[Item, ...]

    def html(self, part: Part, pictures: Mapping[str, str]) -> str:
        printed = self.templates.whole(f"email/{self.page.kind}.html", self._values(part, pictures))
        try:
            return str(_INLINER.inline(printed))
        except css_inline.InlineError as problem:
            raise TemplateFault(
                f"its styles cannot be inlined: {problem}", template=f"email/{self.page.kind}.html"
            ) from None

    def text(self, part: Part) -> str:
        return self.templates.whole(f"email/{self.page.kind}.txt", self._values(part, {})).strip("\n") + "\n"

    def _values(self, part: Part, pictures: Mapping[str, str]) -> dict[str, object]:
        whole = part.end - part.start == len(self.items)
        return {
            "page": self.page if whole else only(self.page, self.items[part.start : part.end]),
            "say": translator(self.wording),
            "part": part.number,
            "parts": part.of,
            "pictures": pictures,
        }


def render_mail(
    templates: Templates, page: PageView, wording: RenderContext, cuts: Sequence[int] = ()
) -> tuple[Rendered, ...]:
    """The message as e-mail; a digest too long for one mail becomes several, numbered in the subject."""
    items = items_of(page)
    mail = _Mail(templates, page, wording, items)
    images = _pictures(page)
    named = {name: f"cid:{image.name}" for name, image in images.items()}
    parts = at_cuts(cuts) if cuts else split(len(items), lambda part: utf8_bytes(mail.html(part, named)) <= MAX_HTML)
    return tuple(
        Rendered(
            subject=page.subject if part.of == 1 else f"{page.subject} ({part.number}/{part.of})",
            html=mail.html(part, named),
            text=mail.text(part),
            images=tuple(
                image
                for name, image in images.items()
                if name in {page.topics[item.topic].id for item in items[part.start : part.end] if item.topic >= 0}
            ),
            upto=part.end,
        )
        for part in parts
    )


def render_file(templates: Templates, page: PageView, message: Message, wording: RenderContext) -> tuple[Rendered, ...]:
    """The message as one self-contained page, its text, and the data a web hook would get."""
    items = items_of(page)
    mail = _Mail(templates, page, wording, items)
    whole = Part(start=0, end=len(items), number=1, of=1)
    pictures = {
        name: f"data:image/png;base64,{base64.b64encode(image.png).decode()}" for name, image in _pictures(page).items()
    }
    return (
        Rendered(
            subject=page.subject,
            html=mail.html(whole, pictures),
            text=mail.text(whole),
            payload=hook_json(message, wording),
        ),
    )


def _pictures(page: PageView) -> dict[str, InlineImage]:
    return {
        topic.id: InlineImage(name=f"trend-{number}", png=trend_picture(topic.trend), alt=topic.trend_alt)
        for number, topic in enumerate(page.topics)
        if topic.trend and topic.total
    }
