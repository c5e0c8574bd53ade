"""Adding a channel to ``monitor.yaml``: one block in, all else stays as it is; what is secret goes to a file beside."""

import os
from collections.abc import Mapping
from pathlib import Path

from monitor.adapters.config.edit.yaml_text import (
    data_of,
    in_one_line,
    key_line,
    last_written,
    save_checked,
    value_node,
)
from monitor.adapters.config.settings.load import read_bytes
from monitor.adapters.placing import give_to_owner, make_folder
from monitor.errors import UserError


def add_channel(path: Path, name: str, values: Mapping[str, object]) -> None:
    """Append a channel; UserError when the name is taken or the file cannot be edited safely."""
    before = data_of(path)
    channels = before.get("channels") or {}
    if name in channels:
        raise UserError(f"{path} already has a channel {name}")
    block = [f"  {name}:\n", *(f"    {key}: {in_one_line(value)}\n" for key, value in values.items())]
    text = read_bytes(path).decode("utf-8")
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if "channels" not in before:
        lines += ["channels:\n", *block]
    elif not channels:
        line = key_line(text, "channels")
        lines[line : line + 1] = ["channels:\n", *block]
    else:
        node = value_node(text, "channels")
        if node is None or getattr(node, "flow_style", False):
            raise UserError(f"{path} is laid out in a way that cannot be edited safely; please edit it yourself")
        place = last_written(lines, node) + 1
        lines[place:place] = block
    save_checked(path, "".join(lines), {**before, "channels": {**channels, name: dict(values)}})


def keep_secret(state_dir: Path, name: str, secret: str) -> str:
    """Write a secret into a file that only its owner can read; returns how the settings name it."""
    folder = state_dir / "secrets"
    make_folder(folder, mode=0o700)
    file = folder / name
    handle = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(f"{secret}\n")
    give_to_owner(file)
    return f"file:{file}"
