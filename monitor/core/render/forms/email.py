"""E-mail and files: HTML with its styles inlined, and a plain-text twin."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING

from monitor.core.i18n.phrases import translator
from monitor.core.model.messages import RenderContext, Rendered
from monitor.core.render.forms.hook_document import hook_json
from monitor.core.render.limits import Size, SizeLimit
from monitor.core.render.message_format import RenderJob
from monitor.core.render.message_view import PageView, page_of
from monitor.core.render.split import Item, Part, at_cuts, items_of, only_items, split_parts
from monitor.core.render.templates import Templates
from monitor.core.text.clip import utf8_bytes
from monitor.errors import TemplateFault
from monitor.lazy import lazy_module
from monitor.values import dataclass

if TYPE_CHECKING:
    import css_inline
else:
    css_inline = lazy_module("css_inline")


def _html_size(mail: Mapping[str, object]) -> int:
    return utf8_bytes(str(mail["html"]))


HTML_LIMIT = SizeLimit(limit=96_000, unit="bytes of HTML", measure=_html_size)
"""Gmail hides what lies beyond 102 kB behind a link."""


@cache
def _make_inliner() -> "css_inline.CSSInliner":
    return css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False, keep_at_rules=False)


@dataclass(frozen=True, slots=True)
class _Mail:
    templates: Templates
    page: PageView
    context: RenderContext
    items: tuple[Item, ...]

    @classmethod
    def of(cls, job: RenderJob) -> "_Mail":
        page = page_of(job.message, job.context)
        return cls(job.templates, page, job.context, items_of(page))

    def html(self, part: Part) -> str:
        printed = self.templates.whole(f"email/{self.page.kind}.html", self._values(part))
        try:
            return str(_make_inliner().inline(printed))
        except css_inline.InlineError as problem:
            raise TemplateFault(
                f"its styles cannot be inlined: {problem}", template=f"email/{self.page.kind}.html"
            ) from None

    def text(self, part: Part) -> str:
        return self.templates.whole(f"email/{self.page.kind}.txt", self._values(part)).strip("\n") + "\n"

    def _values(self, part: Part) -> dict[str, object]:
        whole = part.end - part.start == len(self.items)
        return {
            "page": self.page if whole else only_items(self.page, self.items[part.start : part.end]),
            "say": translator(self.context),
            "part": part.number,
            "parts": part.of,
            # Trends are drawn by the template itself; templates of others may still ask for their pictures.
            "pictures": {},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFormat:
    """The message as e-mail; a digest too long for one mail becomes several, numbered in the subject."""

    template_folders: tuple[str, ...] = field(default=("email",), init=False)
    limits: tuple[SizeLimit, ...] = field(default=(HTML_LIMIT,), init=False)
    is_page: bool = field(default=True, init=False)

    def render(self, job: RenderJob) -> tuple[Rendered, ...]:
        """See ``MessageFormat``."""
        return _render_mail(_Mail.of(job), job.cuts)

    def sizes(self, part: Rendered) -> Sequence[Size]:
        """See ``MessageFormat``."""
        return (HTML_LIMIT.size_of({"html": part.html}),)

    def preview(self, part: Rendered) -> str:
        """See ``MessageFormat``."""
        return part.text


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """The message as one self-contained page, its text, and the data a web hook would get."""

    template_folders: tuple[str, ...] = field(default=("email",), init=False)
    limits: tuple[SizeLimit, ...] = field(default=(), init=False)
    is_page: bool = field(default=True, init=False)

    def render(self, job: RenderJob) -> tuple[Rendered, ...]:
        """See ``MessageFormat``; never more than one part."""
        mail = _Mail.of(job)
        whole = Part(start=0, end=len(mail.items), number=1, of=1)
        return (
            Rendered(
                subject=mail.page.subject,
                html=mail.html(whole),
                text=mail.text(whole),
                payload=hook_json(job.message, job.context),
            ),
        )

    def sizes(self, part: Rendered) -> Sequence[Size]:
        """See ``MessageFormat``: a file may have any length."""
        del part
        return ()

    def preview(self, part: Rendered) -> str:
        """See ``MessageFormat``."""
        return part.text


def _render_mail(mail: _Mail, cuts: Sequence[int]) -> tuple[Rendered, ...]:
    page, items = mail.page, mail.items
    parts = (
        at_cuts(cuts) if cuts else split_parts(len(items), lambda part: utf8_bytes(mail.html(part)) <= HTML_LIMIT.limit)
    )
    return tuple(
        Rendered(
            subject=page.subject if part.of == 1 else f"{page.subject} ({part.number}/{part.of})",
            html=mail.html(part),
            text=mail.text(part),
            items_sent=part.end,
        )
        for part in parts
    )
