"""Writing the selectors of a page without a feed into a watchlist file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml.nodes import MappingNode, ScalarNode

from monitor.adapters.config.edit.items import add_item
from monitor.adapters.config.edit.yaml_text import (
    data_of,
    in_one_line,
    last_written,
    list_node,
    offset_of,
    save_checked,
)
from monitor.adapters.config.settings.load import read_bytes
from monitor.core.text.urls import feed_address
from monitor.errors import UserError

KEYS = ("item", "link", "title", "date", "text")


def add_page_source(path: Path, url: str, selectors: Mapping[str, str]) -> None:
    """Append a page as a source; UserError when the address is there already."""
    add_item(path, {"url": url, "kind": "page", **_filled(selectors)})


def set_selectors(path: Path, url: str, selectors: Mapping[str, str]) -> None:
    """Give a page of the file these selectors and no others, keeping comments and everything else."""
    before = data_of(path)
    items = before.get("sources") or []
    number = next((n for n, item in enumerate(items) if _is_page(item, url)), None)
    text = read_bytes(path).decode("utf-8") if path.exists() else ""
    node = list_node(text, "sources")
    if number is None or node is None or not isinstance(node.value[number], MappingNode):
        raise UserError(f"{path} has no page {url}")
    kept = {key: value for key, value in items[number].items() if key not in KEYS}
    wanted = {**before, "sources": [*items[:number], kept | _filled(selectors), *items[number + 1 :]]}
    save_checked(path, _with_selectors(text, node.value[number], selectors), wanted)


def _is_page(item: Any, url: str) -> bool:
    return (
        isinstance(item, dict)
        and item.get("kind") == "page"
        and feed_address(str(item.get("url"))) == feed_address(url)
    )


def _filled(selectors: Mapping[str, str]) -> dict[str, str]:
    return {key: selectors[key] for key in KEYS if selectors.get(key)}


def _with_selectors(text: str, item: MappingNode, selectors: Mapping[str, str]) -> str:
    there: dict[str, Any] = {key.value: (key, value) for key, value in item.value}
    if item.flow_style:
        return _rewritten_flow(text, item, selectors)
    lines = text.splitlines(keepends=True)
    added = [f"{key}: {in_one_line(value)}" for key, value in _filled(selectors).items() if key not in there]
    if added:
        last = last_written(lines, item)
        lines[last] = lines[last] if lines[last].endswith("\n") else f"{lines[last]}\n"
        lines.insert(last + 1, "".join(f"{' ' * item.start_mark.column}{line}\n" for line in added))
    for key in sorted(set(there) & set(KEYS), key=lambda name: -there[name][0].start_mark.line):
        name, value = there[key]
        line = name.start_mark.line
        if not isinstance(value, ScalarNode) or value.end_mark.line != line:
            raise UserError(f"“{key}” is laid out in a way that cannot be edited safely; please edit it manually")
        if chosen := selectors.get(key):
            start, end = value.start_mark.column, value.end_mark.column
            lines[line] = lines[line][:start] + in_one_line(chosen) + lines[line][end:]
        elif lines[line].lstrip().startswith("-"):
            raise UserError(f"“{key}” is laid out in a way that cannot be edited safely; please edit it manually")
        else:
            del lines[line]
    return "".join(lines)


def _rewritten_flow(text: str, item: MappingNode, selectors: Mapping[str, str]) -> str:
    """One in braces on one line: written again, its other values as they were."""
    if item.start_mark.line != item.end_mark.line:
        raise UserError("this source is laid out in a way that cannot be edited safely; please edit it manually")
    line = text.splitlines(keepends=True)[item.start_mark.line]
    parts = [
        f"{key.value}: {line[value.start_mark.column : value.end_mark.column]}"
        for key, value in item.value
        if key.value not in KEYS
    ]
    parts += [f"{key}: {in_one_line(value)}" for key, value in _filled(selectors).items()]
    start = offset_of(text.splitlines(keepends=True), item.start_mark.line, item.start_mark.column)
    end = start + item.end_mark.column - item.start_mark.column
    return f"{text[:start]}{{{', '.join(parts)}}}{text[end:]}"
