"""Labelled rows from files of JSON Lines, plain or packed; whatever is wrong is named with its line."""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from monitor.errors import UserError


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file; UserError names the line that is none."""
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(_lines_of(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, parse_constant=_no_number)
        except RecursionError:
            raise UserError(f"{path}:{number}:1: nested too deep") from None
        except json.JSONDecodeError as error:
            where = f"{path}:{number}:{error.colno}"
            raise UserError(f"{where}: not valid JSON: {error.msg}; expected one object a line") from None
        if not isinstance(row, dict):
            raise UserError(f"{path}:{number}:1: expected an object; got {type(row).__name__}")
        rows.append(row)
    return rows


def _no_number(name: str) -> None:
    raise json.JSONDecodeError(f"{name} is not a number in JSON", name, 0)


def _lines_of(path: Path) -> list[str]:
    try:
        return read_unpacked(path).decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: cannot be read as JSON Lines: {error}") from None


def read_unpacked(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise UserError(f"{path}: cannot be read: {reason}") from None


def expect_rows(
    file: Path, rows: Sequence[Mapping[str, Any]], expected: str, fits: Callable[[Mapping[str, Any]], bool]
) -> None:
    """UserError names the first row that does not fit."""
    wrong = next((number for number, row in enumerate(rows, start=1) if not fits(row)), None)
    if wrong is not None:
        raise UserError(f"{file}: row {wrong}: expected {expected}")
