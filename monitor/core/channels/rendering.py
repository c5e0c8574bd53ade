"""Messages into the form of a channel kind that is named: what wiring, the sender and the sandbox call."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.i18n.phrases import section_translator
from monitor.core.model.languages import Language
from monitor.core.model.messages import Message, RenderContext, Rendered
from monitor.core.render import templates as compiler
from monitor.core.render.message_format import RenderJob
from monitor.core.render.templates import Templates

_DIALECTS = {kind.name: kind.dialect for kind in CHANNEL_KINDS.values()}


def compile_templates(files: Mapping[str, str]) -> Templates:
    """Path ("slack/message.txt") → source text, compiled, each folder in its channel's dialect; or TemplateFault."""
    return _compile_cached(tuple(sorted(files.items())))


def prepare_templates(files: Mapping[str, str], *, trusts_pages: bool = False) -> Templates:
    """As ``compile_templates``, each compiled at its first use: for what ships, or was compiled in a sandbox before.

    ``trusts_pages``: the templates of pages are those that ship, and print without the sandbox's checks.
    """
    return compiler.prepare_templates(dict(files), _DIALECTS, trusted="web/" if trusts_pages else "")


def render_parts(
    templates: Templates,
    kind: str,
    message: Message,
    context: RenderContext,
    *,
    keyword: str = "",
    cuts: Sequence[int] = (),
) -> tuple[Rendered, ...]:
    """One or more parts, numbered "2/3" when several; every one has the ``keyword`` in it.

    Split only between items, each part within the size that the provider counts, or at ``cuts`` (items sent so far,
    from 0 to all). TemplateFault when a template is wrong. KeyError for a kind that is not in ``CHANNEL_KINDS``.
    """
    job = RenderJob(templates=templates, message=message, context=context, keyword=keyword, cuts=cuts)
    return CHANNEL_KINDS[kind].format.render(job)


def render_sources(  # noqa: PLR0917 — what a sandbox worker is asked comes by place
    files: tuple[tuple[str, str], ...],
    kind: str,
    message: Message,
    context: RenderContext,
    keyword: str = "",
    cuts: Sequence[int] = (),
) -> tuple[Rendered, ...]:
    """As ``render_parts``, from template sources: a sandbox worker can be asked this, all arguments being plain."""
    return render_parts(_compile_cached(tuple(sorted(files))), kind, message, context, keyword=keyword, cuts=cuts)


def count_compiled(files: tuple[tuple[str, str], ...]) -> int:
    """How many templates the sources make; TemplateFault when one does not compile. What a sandbox is asked first."""
    return len(_compile_cached(tuple(sorted(files))).found)


def print_page(files: tuple[tuple[str, str], ...], name: str, view: object, language: Language) -> str:
    """A page from template sources, for a sandbox worker: ``view`` is what ``plain_view`` makes of the page's view."""
    say = section_translator(language, "page")
    return _compile_cached(tuple(sorted(files))).whole(name, {"page": view, "say": say})


@lru_cache(maxsize=8)
def _compile_cached(files: tuple[tuple[str, str], ...]) -> Templates:
    """Compiling takes most of a second, and nothing changes what comes of it: same sources, same templates."""
    return compiler.compile_templates(dict(files), _DIALECTS)
