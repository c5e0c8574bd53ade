"""Messages into a channel's form: the program's own templates at once, a user's where they can be stopped."""

import asyncio
from collections.abc import Sequence
from dataclasses import field

from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.channels.rendering import count_compiled, print_page, render_parts, render_sources
from monitor.core.model.languages import Language
from monitor.core.model.messages import Message, RenderContext, Rendered
from monitor.core.render.plain_views import plain_view
from monitor.core.render.templates import Templates
from monitor.errors import SandboxError, TemplateFault
from monitor.ports import Sandbox
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTemplates:
    """Templates of the user: ``files`` are all sources, built-in ones included, ``names`` those that are the user's."""

    files: tuple[tuple[str, str], ...] = field(repr=False)
    names: frozenset[str]
    sandbox: Sandbox
    page_sandbox: Sandbox | None = None
    """Where pages print, so that none holds up a message; ``None``: no template of a page is the user's."""

    def of(self, kind: str) -> Sequence[str]:
        """The user's templates that a message of this kind is printed by."""
        folders = tuple(f"{folder}/" for folder in CHANNEL_KINDS[kind].format.template_folders)
        return sorted(name for name in self.names if name.startswith(folders))


async def try_compiling(own: OwnTemplates) -> None:
    """Compile the user's templates where that can be stopped; TemplateFault when one is wrong, or takes too much.

    Nothing is worked out by compiling, yet what is nested or long enough takes its time.
    """
    try:
        await own.sandbox.run(count_compiled, own.files)
    except (SandboxError, TimeoutError) as stopped:
        raise TemplateFault(str(stopped), template=", ".join(sorted(own.names))) from stopped


async def print_own(own: OwnTemplates, name: str, view: object, language: Language) -> str:
    """A page, or the style of all, by templates of the user's; TemplateFault when one is wrong, slow or too large."""
    sandbox = own.page_sandbox or own.sandbox
    try:
        return await sandbox.run(print_page, own.files, name, plain_view(view), language)
    except (SandboxError, TimeoutError) as stopped:
        theirs = ", ".join(sorted(one for one in own.names if one.startswith("web/")))
        raise TemplateFault(str(stopped), template=theirs) from stopped


async def faults_of(
    templates: Templates, own: OwnTemplates, wordings: Sequence[RenderContext]
) -> Sequence[TemplateFault]:
    """Every kind that the user's templates print, tried with made-up news: the first mistake of each."""
    # Made-up news are needed for templates of the user's only.
    from monitor.core.render.samples import SAMPLES, sample_message

    faults: dict[str, TemplateFault] = {}
    for kind in CHANNEL_KINDS:
        if not own.of(kind):
            continue
        for wording in wordings:
            try:
                for name in SAMPLES:
                    await render_message(templates, own, kind, sample_message(name, wording), wording)
            except TemplateFault as fault:
                faults.setdefault(str(fault), fault)
                break
    return list(faults.values())


async def render_message(
    templates: Templates,
    own: OwnTemplates | None,
    kind: str,
    message: Message,
    wording: RenderContext,
    *,
    keyword: str = "",
    cuts: Sequence[int] = (),
) -> Sequence[Rendered]:
    """The parts of a message, each with the ``keyword``; TemplateFault when a template is wrong, slow or too large."""
    theirs = own.of(kind) if own else ()
    if own is None or not theirs:
        return await asyncio.to_thread(render_parts, templates, kind, message, wording, keyword=keyword, cuts=cuts)
    try:
        return await own.sandbox.run(render_sources, own.files, kind, message, wording, keyword, tuple(cuts))
    except (SandboxError, TimeoutError) as stopped:
        raise TemplateFault(str(stopped), template=", ".join(theirs)) from stopped
