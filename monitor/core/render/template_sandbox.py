"""Templates in a sandbox: every printed value is made harmless for its channel, and every mistake names its place."""

from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.loaders import BaseLoader
from jinja2.runtime import Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from typing_extensions import override

from monitor.core.render.escape import HTML, PLAIN, Dialect
from monitor.core.render.sentence_pieces import Piece
from monitor.core.render.template_faults import ORIGIN, real_name
from monitor.core.render.templates import MAX_OUTPUT
from monitor.core.text.clip import clip_text
from monitor.core.text.lang_attribute import lang_attribute
from monitor.core.text.sanitize import safe_url
from monitor.errors import TemplateFault

_MAX_REPEATED = 10_000
# fmt: off
_FILTERS = frozenset({
    "abs", "batch", "default", "d", "count", "e", "escape", "first", "float", "groupby", "int", "items", "join",
    "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round",
    "select", "selectattr", "slice", "sort", "string", "striptags", "sum", "title", "tojson", "trim", "unique",
    "upper", "urlencode",
})
# fmt: on
_NAMES = frozenset({"say", "page", "story", "topic", "level", "line", "part", "parts", "pictures"})
"""What a template may name; anything else is an error when templates are compiled."""
_OF_JINJA = frozenset({"self", "super", "caller", "varargs", "kwargs"})
RENAMED = {"gist": "ai_summary", "gists": "ai_summaries"}
"""What templates of users may still call a field or macro, until the next release."""


class _NothingWorkedOut(CodeGenerator):
    """Compiles without working out what is constant: a filter may need hours, and compiling has no limits."""

    @override
    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which a template can neither reach Python nor fill the memory by one operator."""

    code_generator_class = _NothingWorkedOut
    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._safe: dict[tuple[type, str], bool] = {}

    @override
    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        # What is safe depends on the type and the name alone: a digest asks the same some hundred thousand times.
        key = (type(obj), attr)
        known = self._safe.get(key)
        if known is None:
            # Methods of plain values ("x".ljust(10**9)) can fill the memory, and the filters do their work.
            plain = isinstance(obj, str | bytes | int | float | list | tuple)
            known = self._safe[key] = not plain and super().is_safe_attribute(obj, attr, value)
        return known

    @override
    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or (operator in "*%" and not numbers) or (operator == "+" and _text_length(left, right)):
            raise SecurityError(f"the operator {operator} is not allowed here")
        if operator == "*" and abs(float(str(left)) * float(str(right))) > 1e15:
            raise SecurityError("the product is too large")
        return super().call_binop(context, operator, left, right)  # type: ignore[arg-type]  # jinja2 wants its Context


def _text_length(left: object, right: object) -> bool:
    return sum(len(side) for side in (left, right) if isinstance(side, str | list | tuple)) > _MAX_REPEATED


def _replace_text(text: str, old: str, new: str) -> str:
    # Jinja's own filter multiplies without bound.
    if not old or len(new) > _MAX_REPEATED or text.count(old) * len(new) > MAX_OUTPUT:
        raise SecurityError("replace would grow without bound")
    return str(text).replace(old, new)


def _lang_of(text: str | Iterable[Piece], around: str = "", stated: str = "") -> Markup:
    """See ``lang_attribute``; a sentence comes in pieces."""
    whole = text if isinstance(text, str) else "".join(piece.text for piece in text)
    return lang_attribute(whole, around, stated)


def compile_template(environment: Environment, name: str) -> Template:
    """Compiled, or as the environment remembers it; TemplateFault."""
    try:
        return environment.get_template(name)
    except TemplateSyntaxError as problem:
        raise TemplateFault(
            str(problem.message), template=real_name(problem.name, name), line=problem.lineno
        ) from problem
    except TemplateNotFound as problem:
        raise TemplateFault(f"there is no template “{problem.name}”", template=name) from problem
    except TemplateError as problem:
        raise TemplateFault(str(problem), template=name) from problem
    except (RecursionError, SyntaxError) as problem:  # of the code that Jinja makes of it
        raise TemplateFault("its tags or brackets are nested too deeply", template=name) from problem


class _Loader(BaseLoader):
    """Parses a template once, both to check its names and to compile it."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    @override
    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        if name not in self._files:
            raise TemplateNotFound(name)
        tree = environment.parse(self._files[name], name)
        _check_names(name, tree)
        code = environment.compile(tree, name, f"{ORIGIN}{name}")
        return Template.from_code(environment, code, {} if globals is None else globals)


def make_environment(dialect: Dialect, files: Mapping[str, str], *, checks: bool = True) -> Environment:
    """Where the templates of one dialect are compiled; ``checks``: in the sandbox."""

    def neutralised(value: object) -> object:
        if isinstance(value, Undefined):
            str(value)  # StrictUndefined raises here, with the name of the variable
        if value is None:
            return ""
        # HTML is escaped by autoescape itself; other dialects escape here, and autoescape leaves Markup alone.
        return value if dialect is HTML or isinstance(value, Markup) else Markup(dialect.escape(str(value)))  # noqa: S704 — escaped for its channel by the call itself

    environment = (_Environment if checks else Environment)(
        loader=_Loader(files),
        autoescape=True,
        undefined=StrictUndefined,
        optimized=False,
        finalize=neutralised,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.clear()
    for filter_name in set(environment.filters) - _FILTERS:
        del environment.filters[filter_name]
    environment.filters["replace"] = _replace_text
    # Addresses are checked when views are made; a channel's escaping would break them inside a link's markup.
    environment.filters["link"] = lambda url: Markup(  # noqa: S704 — safe_url lets no mark through
        safe_url(str(url)).replace("&", "&amp;" if dialect.entities_in_links else "&")
    )
    environment.filters["lang_of"] = _lang_of
    environment.filters["clip"] = lambda text, limit: clip_text(str(text), min(int(limit), _MAX_REPEATED))
    return environment


def find_former_names(name: str, source: str) -> list[str]:
    """A warning for each line of a template that calls something by its former name; the template compiles."""
    tree = make_environment(PLAIN, {}).parse(source, name)
    fields = ((node.attr, node.lineno) for node in tree.find_all(nodes.Getattr))
    macros = (
        (item if isinstance(item, str) else item[0], node.lineno)
        for node in tree.find_all(nodes.FromImport)
        for item in node.names
    )
    return [
        f"{name}:{line}: “{former}” is now called “{RENAMED[former]}”; the old name ends with the next release"
        for former, line in sorted({*fields, *macros}, key=lambda found: (found[1], found[0]))
        if former in RENAMED
    ]


def _check_names(name: str, tree: nodes.Template) -> None:
    # Blocks see what their template imports, sets or defines at its top; Jinja's analysis does not know that.
    own = {node.name for node in tree.find_all(nodes.Macro)}
    own |= {
        name if isinstance(name, str) else name[1] for node in tree.find_all(nodes.FromImport) for name in node.names
    }
    own |= {node.name for node in tree.find_all(nodes.Name) if node.ctx in {"store", "param"}}
    # What a macro was called with.
    own.add("caller")
    if tree.find(nodes.For) is not None:
        own.add("loop")
    known = own | _NAMES | _OF_JINJA
    # ``meta.find_undeclared_variables`` would work out what is constant on its way.
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in known:
            raise TemplateFault(
                f"“{node.name}” is not known here; known are {', '.join(sorted(_NAMES))}",
                template=name,
                line=node.lineno,
            )
