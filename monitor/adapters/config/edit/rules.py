"""Writing a change of rules into a watchlist file: a word more in a topic's ``exclude``, or in an alias's own keys."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from monitor.adapters.config.edit.yaml_text import (
    data_of,
    in_one_line,
    last_written,
    list_node,
    offset_of,
    save_checked,
)
from monitor.adapters.config.settings.load import read_bytes
from monitor.core.model.feedback import Change
from monitor.errors import UserError


def change_rules(path: Path, change: Change) -> None:
    """Write it, keeping comments and everything else; UserError when the file does not have that topic or alias."""
    before = data_of(path)
    text = read_bytes(path).decode("utf-8") if path.exists() else ""
    topics = list_node(text, "topics")
    number = _place_of(before.get("topics"), "id", change.topic)
    if topics is None or number is None:
        raise UserError(f"{path} has no topic {change.topic}")
    topic, wanted = topics.value[number], _data_after(before, number, change, path)
    if change.kind == "exclude":
        text = _with_words(text, topic, "exclude", change.words)
    else:
        aliases = _value_of(topic, "aliases")
        place = _alias_place(before["topics"][number].get("aliases"), change.alias)
        if not isinstance(aliases, SequenceNode) or place is None:
            raise UserError(f"{path}: topic {change.topic} has no alias {change.alias}")
        text = _with_alias_words(text, aliases.value[place], change)
    save_checked(path, text, wanted)


def _data_after(before: Mapping[str, Any], number: int, change: Change, path: Path) -> dict[str, Any]:
    """The file's data after the change."""
    topics = list(before["topics"])
    topic = dict(topics[number])
    if change.kind == "exclude":
        topic["exclude"] = _with_more(topic.get("exclude"), change.words)
    else:
        aliases = list(topic.get("aliases") or [])
        place = _alias_place(aliases, change.alias)
        if place is None:
            raise UserError(f"{path}: topic {change.topic} has no alias {change.alias}")
        alias = aliases[place] if isinstance(aliases[place], dict) else {"text": aliases[place]}
        aliases[place] = {**alias, change.kind: _with_more(alias.get(change.kind), change.words)}
        topic["aliases"] = aliases
    topics[number] = topic
    return {**before, "topics": topics}


def _with_more(there: object, words: Sequence[str]) -> list[object]:
    before = list(there) if isinstance(there, list) else []
    return [*before, *(word for word in words if word not in before)]


def _place_of(items: object, key: str, value: str) -> int | None:
    found = enumerate(items) if isinstance(items, list) else ()
    return next((n for n, item in found if isinstance(item, dict) and item.get(key) == value), None)


def _alias_place(aliases: object, text: str) -> int | None:
    found = enumerate(aliases) if isinstance(aliases, list) else ()
    return next((n for n, place in found if text == (place.get("text") if isinstance(place, dict) else place)), None)


def _value_of(node: Node, key: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _with_alias_words(text: str, alias: Node, change: Change) -> str:
    if isinstance(alias, MappingNode):
        return _with_words(text, alias, change.kind, change.words)
    # A plain name becomes an alias with a policy of its own, on its line.
    start, end = _range_of(text, alias)
    return f"{text[:start]}{{text: {text[start:end]}, {change.kind}: {in_one_line(list(change.words))}}}{text[end:]}"


def _with_words(text: str, owner: Node, key: str, words: Sequence[str]) -> str:
    """The text with words at the end of a list of ``owner``, or with that list."""
    there = _value_of(owner, key)
    if isinstance(there, SequenceNode) and there.value:
        known = {item.value for item in there.value if isinstance(item, ScalarNode)}
        return _extend_list(text, there, [in_one_line(word) for word in words if word not in known])
    if isinstance(there, SequenceNode):
        start, end = _range_of(text, there)
        return text[:start] + in_one_line(list(words)) + text[end:]
    if there is not None or not isinstance(owner, MappingNode):
        raise UserError(f"“{key}” is laid out in a way that cannot be edited safely; please edit it manually")
    return _with_key(text, owner, f"{key}: {in_one_line(list(words))}")


def _extend_list(text: str, there: SequenceNode, written: Sequence[str]) -> str:
    lines = text.splitlines(keepends=True)
    if there.flow_style:
        _, end = _range_of(text, there.value[-1])
        return text[:end] + "".join(f", {word}" for word in written) + text[end:]
    indent = " " * there.start_mark.column
    lines.insert(last_written(lines, there) + 1, "".join(f"{indent}- {word}\n" for word in written))
    return "".join(lines)


def _with_key(text: str, owner: MappingNode, line: str) -> str:
    lines = text.splitlines(keepends=True)
    if owner.flow_style:
        _, end = _range_of(text, owner.value[-1][1])
        return f"{text[:end]}, {line}{text[end:]}"
    # Beside the names when there are some: examples and other long lists stay at the end.
    after = _value_of(owner, "aliases") or owner
    place = last_written(lines, after)
    if not lines[place].endswith("\n"):
        lines[place] += "\n"
    lines.insert(place + 1, f"{' ' * owner.start_mark.column}{line}\n")
    return "".join(lines)


def _range_of(text: str, node: Node) -> tuple[int, int]:
    lines = text.splitlines(keepends=True)
    start = offset_of(lines, node.start_mark.line, node.start_mark.column)
    return start, offset_of(lines, node.end_mark.line, node.end_mark.column)
