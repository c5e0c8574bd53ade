"""What ``monitor check --json`` prints of a mistake: where it is, which rule says so, and the sentence."""

from collections.abc import Mapping

from monitor.core.match.lint import Finding
from monitor.errors import Problem, TemplateFault


def problem_row(found: object) -> Mapping[str, object]:
    """ "file", "line" and "column" are null where it has no place, "code" where no rule of a name says it."""
    row: dict[str, object] = {"file": None, "line": None, "column": None, "code": None, "message": str(found)}
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
            pass
    return row
