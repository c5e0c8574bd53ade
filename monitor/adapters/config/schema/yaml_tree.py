"""YAML text → a tree of plain nodes that know their file, line and column."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from monitor.adapters.config.schema.odd_characters import UNSEEN, in_curly_quotes, name_of_odd, show_invisible
from monitor.adapters.config.schema.yaml_problems import decode_file, file_problem, on_one_line, problem_at
from monitor.adapters.config.schema.yaml_quick import compose_quickly
from monitor.core.model.sources import Place
from monitor.errors import ConfigError, Problem
from monitor.values import dataclass

RawNode = Any
"""A node of ruamel or of PyYAML: both have id, tag, value, style and start_mark."""
_MERGE = "tag:yaml.org,2002:merge"
_MOST_VALUES = 500_000
_DEEPEST = 60
# The scanner takes quadratic time over these before it gives up.
_NEST = re.compile(r"(?:[\[{]\s*){100}")
_ORDINARY_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp", "value")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One value; ``raw`` is its text. ``loose``: it came from a variable, so text need not be quoted."""

    value: bool | int | float | str | None
    raw: str
    place: Place
    loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A sequence."""

    items: Sequence["Node"]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A key of a mapping with its value; ``place`` is where the key stands."""

    place: Place
    value: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A mapping in file order."""

    members: Mapping[str, Member]
    place: Place


Node = Scalar | Listed | Mapped


def read_tree(data: bytes, file: str) -> Node | None:
    """Parse one YAML 1.2 document; ``None`` when it holds nothing. Raises ConfigError."""
    text = decode_file(data, file)
    if (nest := _NEST.search(text)) is not None:
        raise ConfigError([problem_at(nest.start(), text, file, "brackets are nested too deeply")])
    root = compose_quickly(text) or _compose_carefully(text, file)
    if root is None or (root.id == "scalar" and not root.style and root.value == ""):
        return None
    grower = _Grower(file)
    if (bomb := _too_large(root)) is not None:
        grower.report(bomb, "aliases (*name) or nesting make this value too large")
        raise ConfigError(grower.problems)
    node = grower.grow(root)
    if grower.problems:
        raise ConfigError(grower.problems)
    return node


def _compose_carefully(text: str, file: str) -> RawNode | None:
    """The root by ruamel; ConfigError in our words."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    from monitor.adapters.config.schema.yaml_problems import character_problem, syntax_problem

    try:
        yaml = YAML(typ="safe", pure=True)
        # An anchor may be given anew (YAML 1.2, 3.2.2.2): no warning on a stream that nobody reads.
        yaml.composer.warn_double_anchors = False
        return yaml.compose(text)
    except MarkedYAMLError as exc:
        raise ConfigError([character_problem(exc, text, file) or syntax_problem(exc, file)]) from exc
    except RecursionError as exc:
        raise ConfigError([file_problem(file, "brackets are nested too deeply")]) from exc
    except ReaderError as exc:
        got = f"U+{ord(text[exc.position]):04X}"
        problem = problem_at(exc.position, text, file, "a control character stands here", got=got, hint="remove it")
        raise ConfigError([problem]) from exc
    except (YAMLError, ValueError) as exc:
        raise ConfigError([file_problem(file, on_one_line(str(exc)))]) from exc


def plain_value(raw: str) -> bool | int | float | str | None:
    """What an unquoted scalar means in YAML 1.2's core schema: ``no``, ``on`` and ``12:30`` are text."""
    if raw in {"", "~", "null", "Null", "NULL"}:
        return None
    if raw in {"true", "True", "TRUE"}:
        return True
    if raw in {"false", "False", "FALSE"}:
        return False
    if re.fullmatch(r"[-+]?[0-9]{1,300}", raw):
        return int(raw)
    if re.fullmatch(r"0o[0-7]{1,300}", raw):
        return int(raw, 0)
    if re.fullmatch(r"0x[0-9a-fA-F]{1,300}", raw):
        return int(raw, 0)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", raw):
        return float(raw)
    if re.fullmatch(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", raw):
        return float(raw.replace(".", "", 1))
    return raw


def _too_large(root: RawNode) -> RawNode | None:
    """The innermost value that is too large once aliases are followed: ten lines can stand for billions of values."""
    sizes: dict[int, int] = {}

    def size(node: RawNode, depth: int) -> int:
        if id(node) in sizes:
            return sizes[id(node)]
        # Until it is known: an alias of itself has no end.
        sizes[id(node)] = _MOST_VALUES
        inside = node.value if node.id == "sequence" else ()
        if node.id == "mapping":
            inside = [part for pair in node.value for part in pair]
        total = 1 + sum(size(part, depth + 1) for part in inside)
        if depth > _DEEPEST or total > _MOST_VALUES:
            raise _TooLargeError(node)
        sizes[id(node)] = total
        return total

    try:
        size(root, 0)
    except _TooLargeError as exc:
        return exc.node
    return None


class _TooLargeError(Exception):
    """Carries the value out of the recursion of ``_too_large``."""

    def __init__(self, node: RawNode) -> None:
        super().__init__()
        self.node = node


@dataclass(slots=True)
class _Grower:
    """Turns the library's nodes into ours; refuses tags and repeated keys."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def place(self, node: RawNode) -> Place:
        mark = node.start_mark
        return Place(file=self.file, line=mark.line + 1, column=mark.column + 1)

    def report(self, node: RawNode, what: str, *, got: str = "", hint: str = "") -> None:
        place = self.place(node)
        self.problems.append(
            Problem(file=self.file, line=place.line, column=place.column, what=what, got=got, hint=hint)
        )

    def text(self, node: RawNode) -> str:
        """A scalar's text, without halves of characters: they could not even be printed."""
        raw = str(node.value)
        whole = raw.encode("utf-8", "replace").decode("utf-8")
        if raw != whole:
            self.report(node, "half a character stands here", got="a surrogate", hint="write the character itself")
        return whole

    def grow(self, node: RawNode) -> Node:
        tag = str(node.tag)
        if tag not in _ORDINARY_TAGS:
            got = tag.replace("tag:yaml.org,2002:", "!!")
            self.report(node, "YAML tags are not allowed here", got=got, hint="remove it")
        if node.id == "mapping":
            return self._mapping(node)
        if node.id == "sequence":
            return Listed(items=tuple(self.grow(item) for item in node.value), place=self.place(node))
        raw = self.text(node)
        plain = node.id == "scalar" and not node.style
        if plain:
            self._judge_plain(node, raw)
        return Scalar(value=plain_value(raw) if plain else raw, raw=raw, place=self.place(node))

    def _judge_plain(self, node: RawNode, raw: str) -> None:
        """What was typed without quotes and cannot be meant: unseen characters, quotes that are none."""
        unseen = next((char for char in raw if char in UNSEEN), "")
        if unseen:
            hint = "remove it; a value that is to hold it needs quotes"
            self.report(node, f"{name_of_odd(unseen)} stands here", got=show_invisible(raw)[:80], hint=hint)
        elif in_curly_quotes(raw):
            hint = "write ASCII quotes; around these if they belong to the value"
            self.report(node, f"{name_of_odd(raw[0])} is a letter to YAML", got=raw, hint=hint)

    def _mapping(self, node: RawNode) -> Mapped:
        members: dict[str, Member] = {}
        merged: dict[str, Member] = {}
        for key, value in node.value:
            if str(key.tag) == _MERGE:
                for name, member in self._merged(value).items():
                    merged.setdefault(name, member)
                continue
            if key.id != "scalar":
                self.report(key, "a key must be a word", hint="put a value with { or [ in quotes")
                continue
            name, place = self.text(key), self.place(key)
            if (first := members.get(name)) is not None:
                self.report(key, f"{name} stands here twice", hint=f"the first is in line {first.place.line}")
                continue
            if any(char in UNSEEN for char in name):
                self._judge_plain(key, name)
            members[name] = Member(place=place, value=self.grow(value))
        return Mapped(
            members={**members, **{k: v for k, v in merged.items() if k not in members}}, place=self.place(node)
        )

    def _merged(self, value: RawNode) -> Mapping[str, Member]:
        """What ``<<: *name`` or ``<<: [*one, *two]`` brings in; the earlier one wins, and the mapping's own keys do."""
        found: dict[str, Member] = {}
        for item in value.value if value.id == "sequence" else [value]:
            if item.id != "mapping":
                self.report(item, "<< takes a mapping", hint="write <<: *name of a mapping with &name")
                continue
            for name, member in self._mapping(item).members.items():
                found.setdefault(name, member)
        return found
