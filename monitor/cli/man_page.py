"""The manual page, made from what ``--help`` says: ``python -m monitor.cli.man_page [FILE]``, or ``make man``."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from monitor.cli.main import cli
from monitor.cli.registry import COMMANDS, command_of
from monitor.version import VERSION

_EXIT_CODES = (
    ("0", "all is well"),
    ("1", "something was found wrong, or all of it failed"),
    ("2", "a mistake in the settings, a watchlist, a template or the command"),
    ("3", "another monitor uses this state folder"),
)
_FILES = (
    ("monitor.yaml", "the settings; another one by --config or MONITOR_CONFIG"),
    ("watchlists/*.yaml", "topics and sources"),
    ("templates/", "templates of your own"),
    ("state/", "database, lock, outbox and backups"),
)


def man_page() -> str:
    """The whole page as troff source; the same help gives the same bytes."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    root = get_command(cli)
    yield f'.TH MONITOR 1 "" "news-monitor {VERSION}" "User commands"'
    yield from (".SH NAME", "monitor \\- tells you, once and in time, when the things you watch are in the news")
    yield from (".SH SYNOPSIS", ".B monitor", "[options] command [arguments]")
    yield from (".SH DESCRIPTION", _escape(root.help or ""))
    yield ".SH OPTIONS"
    yield from _options(root)
    yield ".SH COMMANDS"
    for name in COMMANDS:
        yield from _command(f"monitor {name}", command_of(name))
    yield ".SH EXIT STATUS"
    for code, meaning in _EXIT_CODES:
        yield from (".TP", f".B {code}", _escape(meaning))
    yield ".SH FILES"
    for name, meaning in _FILES:
        yield from (".TP", f".I {_escape(name)}", _escape(meaning))


def _command(name: str, command: Any) -> Iterator[str]:
    below = getattr(command, "commands", {})
    usage = " ".join(part for part in (_arguments(command), "command …" if below else "") if part)
    yield from (f".SS {_escape(name)} {_escape(usage)}".rstrip(), _escape(command.help or ""))
    example = (command.epilog or "").replace("\b", "").strip()
    if example:
        yield from (".PP", _escape(example))
    yield from _options(command)
    for inner, found in below.items():
        yield from _command(f"{name} {inner}", found)


def _arguments(command: Any) -> str:
    context = command.context_class(command, info_name=command.name)
    asked = (param for param in command.params if param.param_type_name == "argument")
    return " ".join(piece for param in asked for piece in param.get_usage_pieces(context))


def _options(command: Any) -> Iterator[str]:
    context = command.context_class(command, info_name=command.name)
    for param in command.params:
        record = param.get_help_record(context) if param.param_type_name == "option" else None
        if record is not None:
            yield from (".TP", f".B {_escape(record[0])}", _escape(record[1]))


def _escape(text: str) -> str:
    """Text that troff takes for text: no request at a line's start, no hyphen that it may change."""
    one_line = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{one_line}" if one_line.startswith((".", "'")) else one_line


if __name__ == "__main__":
    page = man_page()
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page, "utf-8")
    else:
        sys.stdout.write(page)
