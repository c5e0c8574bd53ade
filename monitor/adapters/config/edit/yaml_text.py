"""Where things stand in the text of a watchlist file, and writing it back only when it says what was meant."""

import fcntl
import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from monitor.adapters.config.schema.keys import plain_data
from monitor.adapters.config.schema.yaml_tree import plain_value, read_tree
from monitor.adapters.config.settings.load import read_bytes
from monitor.adapters.placing import give_to_owner, make_folder
from monitor.errors import UserError


def data_of(path: Path) -> dict[str, Any]:
    """The file as plain values; empty when it is not there. ConfigError when it cannot be read."""
    if not path.exists():
        return {}
    tree = read_tree(read_bytes(path), str(path))
    found = plain_data(tree) if tree is not None else {}
    if not isinstance(found, dict):
        raise UserError(f"{path} is not a watchlist: expected a mapping with topics and sources")
    return found


def root_of(text: str) -> MappingNode | None:
    """The mapping at the top of a document."""
    root = YAML(typ="safe", pure=True).compose(text)
    return root if isinstance(root, MappingNode) else None


def is_flow(text: str) -> bool:
    """Whether the whole document stands in braces."""
    root = root_of(text)
    return root is not None and bool(root.flow_style)


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


def offset_of(lines: Sequence[str], line: int, column: int) -> int:
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


def save_checked(path: Path, text: str, wanted: Mapping[str, object]) -> None:
    """Replace the file in one step, but only if it now says exactly what was wanted."""
    tree = read_tree(text.encode(), str(path))
    if tree is None or plain_data(tree) != dict(wanted):
        raise UserError(f"{path} is laid out in a way that cannot be edited safely; please edit it manually")
    try:
        write_text(path, text)
    except OSError as exc:
        raise UserError(f"{path} cannot be written: {exc.strerror}") from exc


def write_text(path: Path, text: str) -> None:
    """Replace a file's content in one step where its folder lets that, else in place; owner and mode are kept.

    Links are written through. A single file that a container mounts, and a file in a folder of somebody else, can be
    written but not replaced.
    """
    real = path.resolve()
    make_folder(real.parent)
    before = real.stat() if real.exists() else None
    draft = real.with_name(f".{real.name}.{os.getpid()}.new")
    try:
        draft.write_text(text, "utf-8")
        if before is not None:
            made = draft.stat()
            if (made.st_uid, made.st_gid) != (before.st_uid, before.st_gid):
                os.chown(draft, before.st_uid, before.st_gid)
            draft.chmod(stat.S_IMODE(before.st_mode))
        else:
            give_to_owner(draft)
        draft.replace(real)
    except OSError:
        draft.unlink(missing_ok=True)
        if before is None:
            raise
        _write_over(real, text)


def _write_over(path: Path, text: str) -> None:
    with path.open("r+b") as file:
        file.write(text.encode("utf-8"))
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def edit_alone(folder: Path) -> Iterator[None]:
    """Two commands that edit files of one folder do so one after the other; where no lock can be, they just edit."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
