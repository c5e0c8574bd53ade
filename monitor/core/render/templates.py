"""Templates by name: Jinja is loaded when the first of them is compiled."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from typing_extensions import override

from monitor.core.render.escape import HTML, PLAIN, Dialect
from monitor.errors import TemplateFault
from monitor.values import dataclass

if TYPE_CHECKING:
    from jinja2 import Environment, Template

MAX_OUTPUT = 4 * 1024 * 1024
"""Characters one template may print."""


@dataclass(frozen=True, slots=True)
class Templates:
    """Compiled templates: nothing changes them afterwards."""

    found: "Mapping[str, Template]" = field(repr=False)

    def block(self, name: str, block: str, values: Mapping[str, object]) -> str:
        """One ``{% block %}`` of a template as text."""
        template = self._get(name)
        if block not in template.blocks:
            raise TemplateFault(f"there is no block “{block}”", template=name)
        context = template.new_context(dict(values))
        return _run_template(name, lambda: template.blocks[block](context))

    def whole(self, name: str, values: Mapping[str, object]) -> str:
        """A whole template as text."""
        template = self._get(name)
        context = template.new_context(dict(values))
        return _run_template(name, lambda: template.root_render_func(context))

    def _get(self, name: str) -> "Template":
        if name not in self.found:
            raise TemplateFault("there is no such template", template=name)
        return self.found[name]


def _run_template(name: str, run: Callable[[], Iterator[str]]) -> str:
    pieces: list[str] = []
    size = 0
    try:
        for piece in run():
            pieces.append(piece)
            size += len(piece)
            if size > MAX_OUTPUT:
                break
    except Exception as problem:  # whatever a template does wrong is the template's fault
        from monitor.core.render.template_faults import describe_fault

        raise describe_fault(name, problem) from problem
    if size > MAX_OUTPUT:
        raise TemplateFault(f"prints more than {MAX_OUTPUT:,} characters", template=name)
    return "".join(pieces)


def compile_templates(files: Mapping[str, str], dialects: Mapping[str, Dialect]) -> Templates:
    """Path ("slack/message.txt") → source text, compiled; TemplateFault names file, line and variable.

    ``dialects`` says by folder how values are escaped; other folders print plain text, and .html is HTML everywhere.
    """
    lazy = _CompiledAtUse(files, dialects)
    return Templates({name: lazy[name] for name in files})


def prepare_templates(files: Mapping[str, str], dialects: Mapping[str, Dialect], *, trusted: str = "") -> Templates:
    """As ``compile_templates``, each compiled when it is first used: for those of which it is known that they do.

    What stands under ``trusted`` ("web/") is the program's own and prints without the sandbox's checks, in half the
    time; values are escaped all the same.
    """
    return Templates(_CompiledAtUse(files, dialects, trusted=trusted))


class _CompiledAtUse(Mapping[str, "Template"]):
    """Templates by name, each compiled once."""

    def __init__(self, files: Mapping[str, str], dialects: Mapping[str, Dialect], *, trusted: str = "") -> None:
        self._files = files
        self._dialects = dialects
        self._trusted = trusted
        self._environments: dict[str, Environment] = {}

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    @override
    def __len__(self) -> int:
        return len(self._files)

    @override
    def __getitem__(self, name: str) -> "Template":
        if name not in self._files:
            raise KeyError(name)
        from monitor.core.render.template_sandbox import compile_template

        return compile_template(self._environment_of(name), name)

    def _environment_of(self, name: str) -> "Environment":
        is_trusted = bool(self._trusted) and name.startswith(self._trusted)
        folder = "html" if name.endswith(".html") else name.split("/", 1)[0]
        key = f"trusted {folder}" if is_trusted else folder
        if key not in self._environments:
            from monitor.core.render.template_sandbox import make_environment

            dialect = HTML if name.endswith(".html") else self._dialects.get(folder, PLAIN)
            self._environments[key] = make_environment(dialect, self._files, checks=not is_trusted)
        return self._environments[key]
