"""What ``monitor check --json`` prints of a mistake: where it is, which rule says so, and the sentence."""

import re
from collections.abc import Mapping
from typing import Any

from monitor.core.match.findings import Finding
from monitor.errors import Problem, TemplateFault

_PLACE = re.compile(r"(\S+?):([1-9]\d*)(?::([1-9]\d*))?: ")


def problem_row(found: object) -> Mapping[str, object]:
    """ "file", "line" and "column" are null where it has no place, "code" where no rule of a name says it."""
    row: dict[str, Any] = {"file": None, "line": None, "column": None, "code": None, "message": str(found)}
    match found:
        case Problem():
            row |= {"file": found.file, "line": found.line, "column": found.column, "code": "configuration"}
        case Finding():
            row |= {"code": found.rule, "topic": found.topic}
            if found.place is not None:
                row |= {"file": found.place.file, "line": found.place.line, "column": found.place.column}
        case TemplateFault():
            row |= {"file": found.template, "line": found.line or None, "code": "template"}
        case _:
            placed = _PLACE.match(row["message"])
            if placed is not None:
                row |= {"file": placed[1], "line": int(placed[2]), "column": int(placed[3]) if placed[3] else None}
    return row
