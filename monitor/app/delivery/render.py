"""Messages into a channel's form: the program's own templates at once, a user's where they can be stopped."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from monitor.core.model.messages import Message, RenderContext, Rendered
from monitor.core.render.renderer import KINDS, render, render_sources
from monitor.core.render.samples import SAMPLES, sample
from monitor.core.render.templates import Templates
from monitor.errors import SandboxError, TemplateFault
from monitor.ports import Sandbox

_MAILS = ("email", "file")
_TWIN = "terminal"
"""Every chat message has a plain-text twin, printed by these templates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTemplates:
    """Templates of the user: ``files`` are all sources, built-in ones included, ``names`` those that are the user's."""

    files: tuple[tuple[str, str], ...] = field(repr=False)
    names: frozenset[str]
    sandbox: Sandbox

    def of(self, kind: str) -> Sequence[str]:
        """The user's templates that a message of this kind is printed by."""
        folders = ("email/",) if kind in _MAILS else (f"{kind}/", f"{_TWIN}/")
        return sorted(name for name in self.names if name.startswith(folders)) if kind != "webhook" else ()


async def faults_of(
    templates: Templates, own: OwnTemplates, wordings: Sequence[RenderContext]
) -> Sequence[TemplateFault]:
    """Every kind that the user's templates print, tried with made-up news: the first mistake of each."""
    faults: dict[str, TemplateFault] = {}
    for kind in KINDS:
        if not own.of(kind):
            continue
        for wording in wordings:
            try:
                for name in SAMPLES:
                    await render_message(templates, own, kind, sample(name, wording), wording)
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
    options: Mapping[str, object] | None = None,
    cuts: Sequence[int] = (),
) -> Sequence[Rendered]:
    """The parts of a message; TemplateFault when a template is wrong, too slow or too large."""
    options = options or {}
    theirs = own.of(kind) if own else ()
    if own is None or not theirs:
        return await asyncio.to_thread(render, templates, kind, message, wording, options=options, cuts=cuts)
    # The other options are addresses and secrets: no template needs them, and no child process gets them.
    shown = {"keyword": options["keyword"]} if "keyword" in options else {}
    try:
        return await own.sandbox.run(render_sources, own.files, kind, message, wording, shown, tuple(cuts))
    except (SandboxError, TimeoutError) as stopped:
        raise TemplateFault(str(stopped), template=", ".join(theirs)) from stopped
