"""Tables of keys: one declaration that the loader, the JSON Schemas and the reference in ``docs/`` are made from."""

from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cache

from monitor.adapters.config.schema.formats import suggest_word
from monitor.adapters.config.schema.values import WRONG, Kind, Schema, Site, Values, members_of
from monitor.adapters.config.schema.yaml_tree import Mapped, Member, Node, Scalar, read_tree
from monitor.core.model.sources import Place
from monitor.values import dataclass

_EXTENSION = "x-"
"""Keys of the user's own, for parts that are named with & and used with << or *: they mean nothing by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: what it holds, its default as YAML text (empty = none), what it means, and an example."""

    name: str
    kind: Kind
    meaning: str
    default: str = ""
    required: bool = False
    example: str = ""
    stands_for: str = ""
    """What is meant when the key is absent and there is no plain default: "the machine's"."""


Check = Callable[[Values, Mapping[str, Member], str, Site], None]
"""Values, where they stand, their path, and where to report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A mapping with known keys. Reads into ``Values``: given keys, defaults of the others, and ``""`` = its place."""

    title: str
    keys: tuple[Key, ...]
    check: Check | None = None
    """Looks at values that are right one by one, but may not go together."""
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Keys of another file, and what that file is called."""
    meant_by: Callable[[str], str] | None = None
    """What is probably meant by a plain text in the mapping's place, as it is written; empty = nothing."""

    @property
    def expected(self) -> str:
        return f"a mapping with the keys {', '.join(key.name for key in self.keys)}"

    def read(self, node: Node, name: str, site: Site) -> object:
        meant = self.meant_by(node.raw) if self.meant_by is not None and isinstance(node, Scalar) else ""
        hint = f"did you mean {meant}" if meant else ""
        members = members_of(node, name or self.title, self.expected, site, hint=hint)
        if members is None:
            return WRONG
        before = len(site.problems)
        values = self._members(members, node.place, name, site)
        if self.check is not None and len(site.problems) == before:
            self.check(values, members, name, site)
        return values if len(site.problems) == before else WRONG

    def _members(self, members: Mapping[str, Member], place: Place, name: str, site: Site) -> Values:
        known = {key.name: key for key in self.keys}
        for word, member in members.items():
            if word not in known and not word.startswith(_EXTENSION):
                place_of_it = "" if name else self.elsewhere.get(word, "")
                report_unknown(word, member.place, name or self.title, tuple(known), site, belongs=place_of_it)
        values: Values = {"": place}
        for key in self.keys:
            value = self._value(key, members.get(key.name), place, name, site)
            if value is not WRONG:
                values[key.name] = value
        return values

    def _value(self, key: Key, member: Member | None, place: Place, name: str, site: Site) -> object:
        path = f"{name}.{key.name}" if name else key.name
        if member is not None and not is_null(member.value):
            return key.kind.read(member.value, path, site)
        if key.required:
            where = member.place if member is not None else place
            return site.report(where, f"{path} is missing", expected=key.kind.expected)
        return key.kind.read(default_node(key), path, site) if key.default not in {"", "null"} else None

    def schema(self) -> Schema:
        required = [key.name for key in self.keys if key.required]
        found: Schema = {
            "type": "object",
            "additionalProperties": False,
            "patternProperties": {"^x-": {}},
            "properties": {key.name: key_schema(key) for key in self.keys},
        }
        return {**found, "required": required} if required else found


def is_null(node: Node) -> bool:
    """A key with nothing behind it counts as not given; a variable that is empty too."""
    return isinstance(node, Scalar) and (node.value is None or (node.loose and not node.raw.strip()))


def default_node(key: Key) -> Node:
    """The default as if the user had written it."""
    return _parse_default(key.default)


@cache
def _parse_default(text: str) -> Node:
    node = read_tree(text.encode(), "default")
    return node if node is not None else Mapped(members={}, place=Place(file="default", line=1, column=1))


def key_schema(key: Key) -> Schema:
    """The schema of a key's value, with what editors show beside it."""
    found = key.kind.schema()
    if key.default == "null" and isinstance(found.get("type"), str):
        found["type"] = [found["type"], "null"]
    found["description"] = key.meaning
    if key.default not in {"", "null"}:
        found["default"] = plain_data(default_node(key))
    if key.example:
        found["examples"] = [plain_data(_parse_default(key.example))]
    return found


def plain_data(node: Node) -> object:
    """A node as lists, mappings and single values."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapped):
        return {word: plain_data(member.value) for word, member in node.members.items()}
    return [plain_data(item) for item in node.items]


def report_unknown(
    word: str, place: Place, where: str, known: tuple[str, ...], site: Site, *, belongs: str = ""
) -> None:
    """An unknown key, with the file it ``belongs`` to, the one that was probably meant, or all there are."""
    hint = f"it belongs into {belongs}" if belongs else suggest_word(word, known)
    expected = "" if hint else f"one of {', '.join(known)}"
    site.report(place, f"unknown key {word} in {where}", expected=expected, hint=hint)
