"""The kinds of value that a key can have: each reads a node, says what it expected, and knows its JSON Schema."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any, Final, Protocol

from monitor.adapters.config.schema.formats import Malformed, suggest_word
from monitor.adapters.config.schema.odd_characters import odd_in, show_invisible
from monitor.adapters.config.schema.urls import mask_password
from monitor.adapters.config.schema.yaml_tree import Listed, Mapped, Member, Node, Scalar, plain_value
from monitor.core.model.sources import Place
from monitor.core.text.clip import clip_text
from monitor.errors import Problem
from monitor.values import dataclass

Schema = dict[str, Any]
# Values of many types come out of one table; the builders that take them apart name each type again.
Values = dict[str, Any]


class _Wrong:
    """The result of a value that was reported as wrong."""


WRONG: Final = _Wrong()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where reading happens: the folder that relative paths start from, the variables, and the problems so far."""

    folder: Path
    env: Mapping[str, str] = field(repr=False)
    problems: list[Problem] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list, repr=False)
    """Every secret that was looked up: nothing that goes out may show one."""
    secret_files: list[str] = field(default_factory=list)
    """Where ``file:`` led to."""
    needs_secrets: bool = True
    """False: whoever only reads the store goes on without those that are not there; they are read as empty."""

    def report(self, place: Place, what: str, *, got: str = "", expected: str = "", hint: str = "") -> _Wrong:
        """Note a mistake; returns ``WRONG`` for the caller to return. Characters that mislead the eye are named."""
        if odd := odd_in(got or what):
            what, got = show_invisible(what), show_invisible(got)
            hint = f"{odd}{f'; {hint}' if hint else ''}"
        self.problems.append(
            Problem(
                file=place.file, line=place.line, column=place.column, what=what, got=got, expected=expected, hint=hint
            )
        )
        return WRONG


class Kind(Protocol):
    """What a key may hold."""

    @property
    def expected(self) -> str: ...

    def read(self, node: Node, name: str, site: Site) -> object:
        """The value, or ``WRONG`` after reporting; ``name`` is the dotted path shown to the user."""
        ...

    def schema(self) -> Schema: ...


def show_node(node: Node, mask: Callable[[str], str] = str) -> str:
    """A value as an error message shows it: short, on one line, after ``mask`` hid what is secret in it."""
    if isinstance(node, Listed):
        return "a list"
    if isinstance(node, Mapped):
        return "a mapping" if node.members else "{}"
    # A text in the wrong place may be an address, whatever was expected there.
    text = " ".join(mask_password(mask(node.raw)).split())
    text = text if len(text) <= 60 else clip_text(text, 58)
    return text if node.value is not None and text else ("null" if node.value is None else "nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Text that ``parse`` accepts; ``parse`` raises Malformed with a hint. ``mask`` hides what must not be shown."""

    expected: str
    parse: Callable[[str], object] = str
    pattern: str = ""
    mask: Callable[[str], str] = str

    def read(self, node: Node, name: str, site: Site) -> object:
        if not isinstance(node, Scalar) or node.value is None:
            return site.report(node.place, f"{name} is wrong", got=show_node(node), expected=self.expected)
        if not isinstance(node.value, str) and not node.loose:
            quoted = f'"{node.raw}"'
            try:
                self.parse(node.raw)
                hint = f"put it in quotes: {quoted}"
            except Malformed as exc:
                hint = str(exc)
            got = f"{node.raw} ({'true or false' if isinstance(node.value, bool) else 'a number'})"
            return site.report(node.place, f"{name} is wrong", got=got, expected=self.expected, hint=hint)
        if not node.raw.strip():
            return site.report(node.place, f"{name} is empty", expected=self.expected)
        try:
            return self.parse(node.raw.strip() if node.loose else node.raw)
        except Malformed as exc:
            got = show_node(node, self.mask)
            return site.report(node.place, f"{name} is wrong", got=got, expected=self.expected, hint=str(exc))

    def schema(self) -> Schema:
        return {"type": "string", **({"pattern": self.pattern} if self.pattern else {"minLength": 1})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def expected(self) -> str:
        return f"one of {', '.join(self.options)}"

    def read(self, node: Node, name: str, site: Site) -> object:
        if isinstance(node, Scalar) and node.value in self.options:
            return node.value
        hint = suggest_word(node.raw, self.options) if isinstance(node, Scalar) else ""
        return site.report(node.place, f"{name} is wrong", got=show_node(node), expected=self.expected, hint=hint)

    def schema(self) -> Schema:
        return {"enum": list(self.options)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """true or false; YAML 1.1's yes, no, on and off are text in YAML 1.2."""

    expected: str = "true or false"

    def read(self, node: Node, name: str, site: Site) -> object:
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        meant = {"yes": "true", "on": "true", "y": "true", "1": "true"}
        meant |= {"no": "false", "off": "false", "n": "false", "0": "false"}
        word = meant.get(node.raw.lower(), "") if isinstance(node, Scalar) else ""
        hint = f"did you mean {word}" if word else ""
        return site.report(node.place, f"{name} is wrong", got=show_node(node), expected=self.expected, hint=hint)

    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number within [low, high]; ``whole`` = an integer."""

    low: float
    high: float
    whole: bool = True

    @property
    def expected(self) -> str:
        return f"a {'whole ' if self.whole else ''}number from {self.low:g} to {self.high:g}"

    def read(self, node: Node, name: str, site: Site) -> object:
        value = node.value if isinstance(node, Scalar) else None
        fits = isinstance(value, int if self.whole else (int, float)) and not isinstance(value, bool)
        if isinstance(value, (int, float)) and fits and self.low <= value <= self.high:
            return value if self.whole else float(value)
        quoted = isinstance(value, str) and isinstance(plain_value(value), (int, float))
        hint = "without quotes" if quoted else ""
        return site.report(node.place, f"{name} is wrong", got=show_node(node), expected=self.expected, hint=hint)

    def schema(self) -> Schema:
        return {"type": "integer" if self.whole else "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """A list. ``least`` = fewest items; ``commas``: one text "a,b" is a list too.

    Each item may stand once, and one that stands twice is shown; ``repeats`` lifts that, for secrets.
    """

    item: Kind
    least: int = 0
    commas: bool = False
    repeats: bool = False

    @property
    def expected(self) -> str:
        return f"a list of: {self.item.expected}"

    def nodes(self, node: Node, name: str, site: Site) -> Sequence[Node] | None:
        """The nodes of the items; ``None`` after reporting that this is no list."""
        if isinstance(node, Scalar) and isinstance(node.raw, str) and node.raw and (node.loose or self.commas):
            parts = [part.strip() for part in node.raw.split(",")]
            return [Scalar(value=plain_value(part), raw=part, place=node.place, loose=True) for part in parts]
        if not isinstance(node, Listed):
            hint = f"did you mean [{show_node(node)}]" if isinstance(node, Scalar) and node.raw else ""
            site.report(node.place, f"{name} is wrong", got=show_node(node), expected=self.expected, hint=hint)
            return None
        if len(node.items) < self.least:
            site.report(node.place, f"{name} is empty", expected=self.expected)
            return None
        return node.items

    def read(self, node: Node, name: str, site: Site) -> object:
        nodes = self.nodes(node, name, site)
        if nodes is None:
            return WRONG
        found: list[object] = []
        seen: set[str | int] = set()
        for number, item in enumerate(nodes):
            value = self.item.read(item, f"{name}[{number}]", site)
            if isinstance(value, (str, int)) and not self.repeats:
                if value in seen:
                    site.report(item.place, f"{name} holds {value} twice", hint="remove one")
                seen.add(value)
            found.append(value)
        return WRONG if any(value is WRONG for value in found) else tuple(found)

    def schema(self) -> Schema:
        listed: Schema = {"type": "array", "items": self.item.schema()}
        if self.least:
            listed["minItems"] = self.least
        return {"anyOf": [listed, {"type": "string"}]} if self.commas else listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mapping from names of the user's own to values of one kind."""

    name: Text
    value: Kind

    @property
    def expected(self) -> str:
        return f"a mapping from {self.name.expected} to {self.value.expected}"

    def read(self, node: Node, name: str, site: Site) -> object:
        members = members_of(node, name, self.expected, site)
        if members is None:
            return WRONG
        found: dict[str, object] = {}
        for word, member in members.items():
            key = Scalar(value=word, raw=word, place=member.place)
            if self.name.read(key, f"the name {word} in {name}", site) is not WRONG:
                found[word] = self.value.read(member.value, f"{name}.{word}", site)
        return WRONG if any(value is WRONG for value in found.values()) else found

    def schema(self) -> Schema:
        named: Schema = {"type": "object", "additionalProperties": self.value.schema()}
        if self.name.pattern:
            named["propertyNames"] = {"pattern": self.name.pattern}
        return named


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    """``short`` when the value is a single one, else ``long``."""

    short: Kind
    long: Kind

    @property
    def expected(self) -> str:
        return f"{self.short.expected}, or {self.long.expected}"

    def read(self, node: Node, name: str, site: Site) -> object:
        return (self.short if isinstance(node, Scalar) else self.long).read(node, name, site)

    def schema(self) -> Schema:
        return {"anyOf": [self.short.schema(), self.long.schema()]}


def members_of(node: Node, name: str, expected: str, site: Site, *, hint: str = "") -> Mapping[str, Member] | None:
    """The members of a mapping; ``None`` after reporting that this is none, with what may be meant."""
    if isinstance(node, Mapped):
        return node.members
    if not hint and isinstance(node, Scalar) and re.match(r"[\w.-]+:(?!//)\S", node.raw):
        hint = 'a space is missing after ":"'
    site.report(node.place, f"{name} is wrong", got=show_node(node), expected=expected, hint=hint)
    return None
