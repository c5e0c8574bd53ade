"""Adding and removing topics and sources in a watchlist file: whole items in or out, all else stays as it is."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from monitor.config.settings import read_bytes
from monitor.config.tables import plain
from monitor.config.tree import plain_value, read_tree
from monitor.errors import UserError
from monitor.text.urls import canonical_url

Item = Mapping[str, object]


def add_topic(path: Path, topic_id: str, name: str, aliases: Sequence[str]) -> None:
    """Append a topic; a file that is not there is made. UserError when the id is taken."""
    if any(item.get("id") == topic_id for item in _items(_data(path), "topics")):
        raise UserError(f"{path} already has a topic {topic_id}")
    _add(path, "topics", [{"id": topic_id, **({"name": name} if name else {}), "aliases": list(aliases)}])


def add_source(path: Path, url: str, *, title: str = "", lang: str = "", tier: str = "") -> None:
    """Append a source; a file that is not there is made. UserError when the address is there already."""
    if not add_sources(path, [{"url": url, "title": title, "lang": lang, "tier": tier}]):
        raise UserError(f"{path} already has the source {url}")


def add_sources(path: Path, sources: Sequence[Mapping[str, str]]) -> int:
    """Append many sources in one step, without those whose address is there; returns how many.

    Each has ``url`` and perhaps ``title``, ``lang``, ``tier``; empty ones are left out.
    """
    known = {_canonical(item) for item in _items(_data(path), "sources")}
    fresh: dict[str, Item] = {}
    for source in sources:
        if _canonical(source) not in known:
            fresh.setdefault(_canonical(source), {key: value for key, value in source.items() if value})
    if fresh:
        _add(path, "sources", list(fresh.values()))
    return len(fresh)


def remove_source(path: Path, url: str) -> bool:
    """Take a source out; False when the file does not have it. Comments stay, as they may belong to its neighbours."""
    before = _data(path)
    places = [number for number, item in enumerate(_items(before, "sources")) if _canonical(item) == canonical_url(url)]
    if not places:
        return False
    text = read_bytes(path).decode("utf-8")
    for number in reversed(places):
        text = _without(text, "sources", number)
    wanted = {
        **before,
        "sources": [item for item in _items(before, "sources") if _canonical(item) != canonical_url(url)],
    }
    _save(path, text, wanted)
    return True


def _data(path: Path) -> dict[str, Any]:
    """The file as plain values; empty when it is not there. ConfigError when it cannot be read."""
    if not path.exists():
        return {}
    tree = read_tree(read_bytes(path), str(path))
    found = plain(tree) if tree is not None else {}
    if not isinstance(found, dict):
        raise UserError(f"{path} is no watchlist: expected a mapping with topics and sources")
    return found


def _items(data: Mapping[str, Any], part: str) -> list[Item]:
    found = data.get(part)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _canonical(item: Item) -> str:
    return canonical_url(str(item.get("url", "")))


def _add(path: Path, part: str, items: Sequence[Item]) -> None:
    before = _data(path)
    if not path.exists():
        before = {"watchlist": path.stem}
    text = read_bytes(path).decode("utf-8") if path.exists() else f"watchlist: {_flow(path.stem)}\n"
    _save(
        path, _with(text, part, [_flow(item) for item in items]), {**before, part: [*(before.get(part) or []), *items]}
    )


def _with(text: str, part: str, items: Sequence[str]) -> str:
    """The text with further items at the end of a list of the top level."""
    if text and not text.endswith("\n"):
        text += "\n"
    node = _list_node(text, part)
    lines = text.splitlines(keepends=True)
    if node is None:
        rows = "".join(f"  - {item}\n" for item in items)
        if _value_node(text, part) is None:
            return f"{text}\n{part}:\n{rows}" if text.strip() else f"{part}:\n{rows}"
        # "topics:" with nothing behind it.
        lines.insert(_key_line(text, part) + 1, rows)
    elif node.flow_style:
        end = _offset(lines, node.end_mark.line, node.end_mark.column) - 1
        comma = ", " if node.value else ""
        return text[:end].rstrip().rstrip(",") + comma + ", ".join(items) + text[end:]
    else:
        indent = " " * node.start_mark.column
        lines.insert(_last_written(lines, node) + 1, "".join(f"{indent}- {item}\n" for item in items))
    return "".join(lines)


def _without(text: str, part: str, number: int) -> str:
    """The text without one item of a list of the top level."""
    node = _list_node(text, part)
    lines = text.splitlines(keepends=True)
    if node is None:
        return text
    item = node.value[number]
    if node.flow_style:
        start = _offset(lines, item.start_mark.line, item.start_mark.column)
        end = _offset(lines, item.end_mark.line, item.end_mark.column)
        before, after = text[:start].rstrip(), text[end:].lstrip()
        if after.startswith(","):
            return before + (" " if before.endswith(",") else "") + after[1:].lstrip()
        return before.removesuffix(",") + after
    first, last = _dash_line(lines, item), _last_written(lines, item)
    rest = lines[:first] + lines[last + 1 :]
    if len(node.value) == 1:
        # A key without items would be null; an empty list says what is meant.
        key_line = _key_line(text, part)
        rest[key_line] = rest[key_line].replace(f"{part}:", f"{part}: []", 1)
    return "".join(rest)


def _root(text: str) -> MappingNode | None:
    root = YAML(typ="safe", pure=True).compose(text)
    return root if isinstance(root, MappingNode) else None


def _value_node(text: str, part: str) -> Node | None:
    root = _root(text)
    return next((value for key, value in root.value if key.value == part), None) if root is not None else None


def _key_line(text: str, part: str) -> int:
    root = _root(text)
    return next((key.start_mark.line for key, _ in root.value if key.value == part), 0) if root is not None else 0


def _list_node(text: str, part: str) -> SequenceNode | None:
    node = _value_node(text, part)
    return node if isinstance(node, SequenceNode) else None


def _last_written(lines: Sequence[str], node: Node) -> int:
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


def _dash_line(lines: Sequence[str], item: Node) -> int:
    line = int(item.start_mark.line)
    while line > 0 and not lines[line].lstrip().startswith("-"):
        line -= 1
    return line


def _offset(lines: Sequence[str], line: int, column: int) -> int:
    return sum(len(text) for text in lines[:line]) + column


def _flow(value: object) -> str:
    """A value in one line: words as they are where YAML takes them so, else in quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    text = str(value)
    safe = text.replace(" ", "").replace("-", "").replace(".", "").isalnum() and text == text.strip()
    if safe and not text.startswith(("-", ".")) and isinstance(plain_value(text), str):
        return text
    return json.dumps(text, ensure_ascii=False)


def _save(path: Path, text: str, wanted: Mapping[str, object]) -> None:
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
