"""Adding and removing topics and sources in a watchlist file: whole items in or out, all else stays as it is."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from monitor.adapters.config.edit.yaml_text import (
    dash_line,
    data_of,
    in_one_line,
    is_flow,
    key_line,
    last_written,
    list_node,
    offset_of,
    save_checked,
    value_node,
)
from monitor.adapters.config.settings.load import read_bytes
from monitor.core.text.urls import feed_address
from monitor.errors import UserError

Item = Mapping[str, object]


def add_topic(path: Path, topic_id: str, name: str, aliases: Sequence[str], *, query: str = "") -> None:
    """Append a topic; a file that is not there is made. UserError when the id is taken."""
    if any(item.get("id") == topic_id for item in _items_of(data_of(path), "topics")):
        raise UserError(f"{path} already has a topic {topic_id}")
    item: dict[str, object] = {"id": topic_id}
    if name:
        item["name"] = name
    if aliases:
        item["aliases"] = list(aliases)
    if query:
        item["query"] = query
    _add_items(path, "topics", [item])


def add_source(path: Path, url: str, *, title: str = "", lang: str = "", tier: str = "") -> None:
    """Append a source; a file that is not there is made. UserError when the address is there already."""
    if not add_sources(path, [{"url": url, "title": title, "lang": lang, "tier": tier}]):
        raise UserError(f"{path} already has the source {url}")


def add_sources(path: Path, sources: Sequence[Mapping[str, str]]) -> int:
    """Append many sources in one step, without those whose address is there; returns how many.

    Each has ``url`` and perhaps ``title``, ``lang``, ``tier``; empty ones are left out.
    """
    known = {_canonical_url(item) for item in _items_of(data_of(path), "sources")}
    fresh: dict[str, Item] = {}
    for source in sources:
        if _canonical_url(source) not in known:
            fresh.setdefault(_canonical_url(source), {key: value for key, value in source.items() if value})
    if fresh:
        _add_items(path, "sources", list(fresh.values()))
    return len(fresh)


def add_item(path: Path, item: Mapping[str, str]) -> None:
    """Append a source with whatever keys it has; UserError when its address is there already."""
    if not add_sources(path, [item]):
        raise UserError(f"{path} already has the source {item['url']}")


def remove_source(path: Path, url: str) -> bool:
    """Take a source out; False when the file does not have it. Comments stay, as they may belong to its neighbours."""
    before = data_of(path)
    places = [
        number for number, item in enumerate(_items_of(before, "sources")) if _canonical_url(item) == feed_address(url)
    ]
    if not places:
        return False
    text = read_bytes(path).decode("utf-8")
    for number in reversed(places):
        text = _without_item(text, "sources", number)
    wanted = {
        **before,
        "sources": [item for item in _items_of(before, "sources") if _canonical_url(item) != feed_address(url)],
    }
    save_checked(path, text, wanted)
    return True


def _items_of(data: Mapping[str, Any], part: str) -> list[Item]:
    found = data.get(part)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _canonical_url(item: Item) -> str:
    return feed_address(str(item.get("url", "")))


def _add_items(path: Path, part: str, items: Sequence[Item]) -> None:
    before = data_of(path)
    if not path.exists():
        before = {"watchlist": path.stem}
    text = read_bytes(path).decode("utf-8") if path.exists() else f"watchlist: {in_one_line(path.stem)}\n"
    written = _with_items(text, part, [in_one_line(item) for item in items])
    save_checked(path, written, {**before, part: [*(before.get(part) or []), *items]})


def _with_items(text: str, part: str, items: Sequence[str]) -> str:
    """The text with further items at the end of a list of the top level."""
    if text and not text.endswith("\n"):
        text += "\n"
    node = list_node(text, part)
    lines = text.splitlines(keepends=True)
    if node is None:
        rows = "".join(f"  - {item}\n" for item in items)
        if value_node(text, part) is None:
            return f"{text}\n{part}:\n{rows}" if text.strip() else f"{part}:\n{rows}"
        # "topics:" with nothing behind it.
        lines.insert(key_line(text, part) + 1, rows)
    elif node.flow_style and not node.value and not is_flow(text):
        # "sources: []" grows in block style, as files do that people write.
        start, end = node.start_mark, node.end_mark
        before, after = offset_of(lines, start.line, start.column), offset_of(lines, end.line, end.column)
        rest, line_end, below = text[after:].partition("\n")
        kept = text[:before].rstrip() + rest.rstrip()
        return f"{kept}\n{''.join(f'  - {item}{chr(10)}' for item in items)}{below if line_end else ''}"
    elif node.flow_style:
        end = offset_of(lines, node.end_mark.line, node.end_mark.column) - 1
        comma = ", " if node.value else ""
        return text[:end].rstrip().rstrip(",") + comma + ", ".join(items) + text[end:]
    else:
        indent = " " * node.start_mark.column
        lines.insert(last_written(lines, node) + 1, "".join(f"{indent}- {item}\n" for item in items))
    return "".join(lines)


def _without_item(text: str, part: str, number: int) -> str:
    """The text without one item of a list of the top level."""
    node = list_node(text, part)
    lines = text.splitlines(keepends=True)
    if node is None:
        return text
    item = node.value[number]
    if node.flow_style:
        start = offset_of(lines, item.start_mark.line, item.start_mark.column)
        end = offset_of(lines, item.end_mark.line, item.end_mark.column)
        before, after = text[:start].rstrip(), text[end:].lstrip()
        if after.startswith(","):
            return before + (" " if before.endswith(",") else "") + after[1:].lstrip()
        return before.removesuffix(",") + after
    first, last = dash_line(lines, item), last_written(lines, item)
    rest = lines[:first] + lines[last + 1 :]
    if len(node.value) == 1:
        # A key without items would be null; an empty list says what is meant.
        line = key_line(text, part)
        rest[line] = rest[line].replace(f"{part}:", f"{part}: []", 1)
    return "".join(rest)
