"""Where a setting stands that the world refuses: a port that is taken, a database that cannot be written."""

import os
from collections.abc import Sequence

from monitor.adapters.config.schema.paths import found_at
from monitor.adapters.config.schema.yaml_tree import read_tree
from monitor.cli.context import settings_file
from monitor.errors import MonitorError


def with_place(sentence: str, keys: Sequence[str]) -> str:
    """``sentence`` behind "file:line:column: ", or the variable, of the first of these keys that is set; else as it is.

    A key is written as in messages: "web.listen".
    """
    try:
        path = settings_file()
        tree = read_tree(path.read_bytes(), str(path)) if path is not None else None
    except (MonitorError, OSError):
        return f"monitor: {sentence}"
    for key in keys:
        variable = f"MONITOR_{key.replace('.', '__').upper()}"
        if os.environ.get(variable):
            return f"{variable}: {sentence}"
        for scalar in found_at(tree, *key.split(".")):
            return f"{scalar.place.file}:{scalar.place.line}:{scalar.place.column}: {sentence}"
    return f"monitor: {sentence}"
