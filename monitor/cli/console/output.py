"""How results are shown: one JSON document on stdout, or a table for people; never both."""

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from monitor.core.redaction import Redactor

# What draws is loaded when something is drawn: most commands say a sentence or print one document.
if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress
    from rich.table import Table

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Bidirectional marks, overrides, embeddings and isolates: they make a line read as what it is not."""
# Controls but tab and line feed.
_CONTROLS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}]")
_BIDI_MARKS = re.compile(f"[{_BIDI}]")
_UNFOLDED = 10_000
"""Columns of a table that goes into a file or a pipe: rows stay whole for grep."""


_known_secrets = Redactor.of(())


def know_secrets(redactor: Redactor) -> None:
    """From now on nothing that is printed shows them."""
    global _known_secrets
    _known_secrets = redactor


def redact_text(text: str) -> str:
    """``text`` without the secrets of the configuration."""
    return _known_secrets(text)


def print_json(document: object) -> None:
    """One document, UTF-8, nothing else on stdout; bidirectional marks are escaped."""
    text = json.dumps(_without_secrets(document), ensure_ascii=False, default=_plain_data)
    sys.stdout.write(_BIDI_MARKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def _without_secrets(value: object) -> object:
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, Mapping):
        return {key: _without_secrets(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_secrets(inner) for inner in value]
    return value


def print_lines(rows: Sequence[object]) -> None:
    """JSON Lines."""
    for row in rows:
        print_json(row)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, empty: str) -> None:
    """A table; ``empty`` is the sentence shown when there is nothing."""
    if not rows:
        say(empty)
        return
    console, table = _drawing(), plain_table(*columns)
    for row in rows:
        table.add_row(*("" if cell is None else harmless_text(" ".join(str(cell).splitlines())) for cell in row))
    console.print(table)


def plain_table(*columns: str, title: str | None = None) -> "Table":
    """A table without lines. Cells fold: where rich cuts them it takes wide characters for narrow, and loses one."""
    from rich.table import Column, Table

    folding = (Column(name, overflow="fold") for name in columns)
    return Table(*folding, title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")


def _drawing() -> "Console":
    """Cells hold foreign text: no markup in it, no controls that a terminal would obey."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _UNFOLDED
    return console


def print_labelled(rows: Sequence[tuple[str, str]]) -> None:
    """A name and its value a line; a long value folds under itself."""
    from rich.table import Column, Table
    from rich.text import Text

    console, table = _drawing(), Table.grid(Column(), Column(overflow="fold"), padding=(0, 2))
    for name, value in rows:
        table.add_row(Text(name, style="bold"), harmless_text(value))
    console.print(table)


def say(sentence: str) -> None:
    """A sentence, or lines of them, for a person on stdout; foreign text in it does nothing to the terminal."""
    _write_line(sys.stdout, sentence)


def say_error(sentence: str) -> None:
    """The same on stderr."""
    _write_line(sys.stderr, sentence)


def _write_line(stream: TextIO, sentence: str) -> None:
    """Written at once; SystemExit(1) when nobody reads any more."""
    try:
        stream.write(harmless_text(sentence) + "\n")
        stream.flush()
    except BrokenPipeError:
        # It would be tried, and complained about, once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise SystemExit(1) from None


def say_patiently(sentence: str) -> None:
    """The same from a daemon: NotReadError when nobody takes it for some seconds. Call it off the event loop."""
    from monitor.cli.console.patient_stream import PatientStream

    if isinstance(sys.stdout, PatientStream):
        sys.stdout.deliver(harmless_text(sentence) + "\n")
    else:
        say(sentence)


def progress_bar() -> "Progress":
    """On a terminal only; it goes to stderr and leaves nothing behind."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    errors = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    )


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "1 topic", "2 topics"; ``plural`` where that is not the noun with an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or f'{noun}s'}"


def harmless_text(text: str) -> str:
    """``text`` without what a terminal would obey and without secrets."""
    return _CONTROLS.sub("", redact_text(text))


def _plain_data(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
