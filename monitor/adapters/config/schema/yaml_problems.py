"""What is wrong with a file that is no YAML, in words that say what to do."""

from typing import TYPE_CHECKING

from monitor.adapters.config.schema.odd_characters import find_culprit
from monitor.errors import ConfigError, Problem

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

_LARGEST_FILE = 4 * 1024 * 1024


def decode_file(data: bytes, file: str) -> str:
    if len(data) > _LARGEST_FILE:
        raise ConfigError(
            [file_problem(file, "the file is too large", got=f"{len(data)} bytes", expected="at most 4 MiB")]
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ConfigError(
            [file_problem(file, "the file is UTF-16", expected="UTF-8", hint="save it as UTF-8 without BOM")]
        )
    if data.startswith(b"\xef\xbb\xbf"):
        raise ConfigError(
            [file_problem(file, "the file begins with a byte order mark", hint="save it as UTF-8 without BOM")]
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as exc:
        before = data[: exc.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        wrong = f"byte 0x{data[exc.start]:02x}"
        hint = "save the file as UTF-8"
        raise ConfigError(
            [
                Problem(
                    file=file,
                    line=before.count(b"\n") + 1,
                    column=column,
                    what="the file is not UTF-8",
                    got=wrong,
                    hint=hint,
                )
            ]
        ) from exc


def file_problem(file: str, what: str, *, got: str = "", expected: str = "", hint: str = "") -> Problem:
    return Problem(file=file, line=1, column=1, what=what, got=got, expected=expected, hint=hint)


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def problem_at(position: int, text: str, file: str, what: str, *, got: str = "", hint: str = "") -> Problem:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return Problem(file=file, line=line, column=column, what=what, got=got, hint=hint)


def character_problem(exc: "MarkedYAMLError", text: str, file: str) -> Problem | None:
    """A full-width or unseen character that made YAML give up."""
    mark = exc.problem_mark or exc.context_mark
    found = find_culprit(text.splitlines(), mark.line) if mark is not None else None
    if found is None:
        return None
    line, column, called = found
    what = f"not valid YAML: {called} stands here"
    return Problem(
        file=file, line=line + 1, column=column + 1, what=what, hint="write the ASCII character, or remove it"
    )


def syntax_problem(exc: "MarkedYAMLError", file: str) -> Problem:
    """ruamel's words, or better ones for the mistakes that people make most."""
    said = on_one_line(str(exc.problem or exc))
    mark = exc.problem_mark or exc.context_mark
    what, expected, hint = f"not valid YAML: {said}", "", ""
    if "'\\t'" in said:
        what, expected, hint = "a tab is used for indentation", "spaces", "replace the tab by two spaces"
    elif "quoted scalar" in (exc.context or "") and "end of stream" in said:
        # The end of the file is where it was noticed; the opening quote is what the reader needs.
        mark = exc.context_mark or mark
        what, hint = "a quote is opened and never closed", "add the closing quote"
    elif "flow" in (exc.context or "") and "<stream end>" in said:
        mark = exc.context_mark or mark
        what = "not valid YAML: a bracket is opened and never closed"
        hint = 'add the closing one; " #" begins a comment, also inside'
    elif said.startswith("found character '") and "cannot start" in said:
        hint = "put the value in quotes"
    elif said.startswith("expected <block end>"):
        hint = "check the indentation of this line and those above"
    elif said == "mapping values are not allowed here":
        hint = 'a value that holds ": " needs quotes'
    elif "single document" in str(exc.context):
        what, hint = "a second YAML document begins here", "one document a file: remove the line ---"
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    return Problem(file=file, line=line, column=column, what=what, expected=expected, hint=hint)
