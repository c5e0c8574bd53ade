"""Message + wording + channel kind → the message in that channel's form, in as many parts as it needs."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from monitor.core.channels.registry import SHAPES
from monitor.core.model.messages import Message, RenderContext, Rendered
from monitor.core.render.chat import render_chat
from monitor.core.render.email import render_file, render_mail
from monitor.core.render.message_view import page_of
from monitor.core.render.templates import Templates
from monitor.core.render.templates import compile_templates as compile_templates  # the pair that wiring needs
from monitor.core.render.webhook import render_hook

KINDS = ("email", "file", "webhook", *SHAPES)
"""Every channel kind that can be rendered."""


def render(
    templates: Templates,
    channel_kind: str,
    message: Message,
    wording: RenderContext,
    *,
    options: Mapping[str, object] | None = None,
    cuts: Sequence[int] = (),
) -> tuple[Rendered, ...]:
    """One or more parts, numbered "2/3" when several; ``options`` are the channel's (``keyword`` matters here).

    Split only between items, each part within the size that the provider counts, or at ``cuts`` (items told so far,
    from 0 to all). TemplateFault when a template is wrong. KeyError for a kind that is not in ``KINDS``.
    """
    match channel_kind:
        case "email":
            return render_mail(templates, page_of(message, wording), wording, cuts)
        case "file":
            return render_file(templates, page_of(message, wording), message, wording)
        case "webhook":
            return render_hook(message, wording, cuts)
        case _:
            shape = SHAPES[channel_kind]
            page = page_of(message, wording)
            return render_chat(templates, channel_kind, shape, page, wording, options or {}, cuts)


def render_sources(  # noqa: PLR0917 — what a sandbox worker is asked comes by place
    files: tuple[tuple[str, str], ...],
    channel_kind: str,
    message: Message,
    wording: RenderContext,
    options: Mapping[str, object] | None = None,
    cuts: Sequence[int] = (),
) -> tuple[Rendered, ...]:
    """As ``render``, from template sources: what a sandbox worker can be asked, its arguments being plain values."""
    return render(_compiled(files), channel_kind, message, wording, options=options, cuts=cuts)


@lru_cache(maxsize=4)
def _compiled(files: tuple[tuple[str, str], ...]) -> Templates:
    return compile_templates(dict(files))
