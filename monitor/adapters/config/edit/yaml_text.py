"""Where things stand in the text of a watchlist file, and writing it back only when it says what was meant."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from monitor.adapters.config.schema.keys import plain
from monitor.adapters.config.schema.yaml_tree import plain_value, read_tree
from monitor.adapters.config.settings.load import read_bytes
from monitor.errors import UserError


def data_of(path: Path) -> dict[str, Any]:
    """The file as plain values; empty when it is not there. ConfigError when it cannot be read."""
    if not path.exists():
        return {}
    tree = read_tree(read_bytes(path), str(path))
    found = plain(tree) if tree is not None else {}
    if not isinstance(found, dict):
        raise UserError(f"{path} is no watchlist: expected a mapping with topics and sources")
    return found


def root_of(text: str) -> MappingNode | None:
    """The mapping at the top of a document."""
    root = YAML(typ="safe", pure=True).compose(text)
    return root if isinstance(root, MappingNode) else None


def value_node(text: str, part: str) -> Node | None:
    """What stands behind a key of the top level."""
    root = root_of(text)
    return next((value for key, value in root.value if key.value == part), None) if root is not None else None


def key_line(text: str, part: str) -> int:
    """The line of a key of the top level."""
    root = root_of(text)
    return next((key.start_mark.line for key, _ in root.value if key.value == part), 0) if root is not None else 0


def list_node(text: str, part: str) -> SequenceNode | None:
    """The list behind a key of the top level."""
    node = value_node(text, part)
    return node if isinstance(node, SequenceNode) else None


def last_written(lines: Sequence[str], node: Node) -> int:
    """The last line on which something of the node stands; comments and blank lines after it do not count."""
    line = _last_line(node)
    while line > node.start_mark.line and not lines[line].strip():
        line -= 1
    return line


def _last_line(node: Node) -> int:
    if isinstance(node, MappingNode) and node.value and not node.flow_style:
        key, value = node.value[-1]
        # A key with nothing behind it: the empty value is "found" where the next key begins.
        return _last_line(key if value.value == "" and value.style is None else value)
    if isinstance(node, SequenceNode) and node.value and not node.flow_style:
        return _last_line(node.value[-1])
    mark = node.end_mark
    # A block of text (|) ends at the start of the line after it.
    ended = mark.column == 0 and mark.line > node.start_mark.line
    return int(mark.line) - 1 if ended else int(mark.line)


def dash_line(lines: Sequence[str], item: Node) -> int:
    """The line of the dash before a list's item."""
    line = int(item.start_mark.line)
    while line > 0 and not lines[line].lstrip().startswith("-"):
        line -= 1
    return line


def offset(lines: Sequence[str], line: int, column: int) -> int:
    """Characters before this place."""
    return sum(len(text) for text in lines[:line]) + column


def in_one_line(value: object) -> str:
    """A value in one line: words as they are where YAML takes them so, else in quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_one_line(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(in_one_line(inner) for inner in value) + "]"
    text = str(value)
    safe = text.replace(" ", "").replace("-", "").replace(".", "").isalnum() and text == text.strip()
    if safe and not text.startswith(("-", ".")) and isinstance(plain_value(text), str):
        return text
    return json.dumps(text, ensure_ascii=False)


def save(path: Path, text: str, wanted: Mapping[str, object]) -> None:
    """Replace the file in one step, but only if it now says exactly what was wanted."""
    tree = read_tree(text.encode(), str(path))
    if tree is None or plain(tree) != dict(wanted):
        raise UserError(f"{path} is laid out in a way that cannot be edited safely; please edit it by hand")
    draft = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, "utf-8")
        if path.exists():
            draft.chmod(path.stat().st_mode)
        draft.replace(path)
    except OSError as exc:
        draft.unlink(missing_ok=True)
        raise UserError(f"{path} cannot be written: {exc.strerror}") from exc
