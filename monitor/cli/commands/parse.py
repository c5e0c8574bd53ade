"""``monitor parse``: feed documents on disk."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from monitor.adapters.clock import SystemClock
from monitor.cli.commands.parse_rows import error_row, parse_row
from monitor.cli.console.output import print_json, say
from monitor.core.parse.document import parse_document
from monitor.errors import ParseError


def parse(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders (recursive).", exists=True)],
    url: Annotated[str, typer.Option("--url", help="Address the documents count as fetched from.")] = "",
    content_type: Annotated[str, typer.Option("--content-type", help="Content-Type they count as served with.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document a line and file.")] = False,
) -> None:
    """Parse feed documents on disk. Example: monitor parse feed.xml --json"""
    now = SystemClock().now()
    failed = 0
    for file in _files_below(paths):
        try:
            document = parse_document(_read_file(file), url=url, content_type=content_type, now=now)
        except ParseError as error:
            failed += 1
            print_json(error_row(str(file), error)) if as_json else say(f"{file}: {error}")
            continue
        if as_json:
            print_json(parse_row(str(file), document))
        else:
            say(f"{file}: {document.format} ({document.path}), {len(document.entries)} entries, {document.title}")
    raise typer.Exit(1 if failed else 0)


def _files_below(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        else:
            yield path


def _read_file(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ParseError(f"it cannot be read: {error.strerror}") from error
