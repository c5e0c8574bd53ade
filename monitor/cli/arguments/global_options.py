"""The options of ``monitor`` itself: before the command, or behind it."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command

from monitor.cli.arguments.config_option import take_config
from monitor.cli.arguments.remote_option import take_server, take_token


def take_log_level(written: str) -> str:
    """``--log-level``."""
    if written:
        # Not at the top: help and completion log nothing.
        from monitor.cli.console.logs import parse_and_ask_levels

        parse_and_ask_levels(written)
    return written


def take_verbose(value: bool) -> bool:
    """``--verbose``."""
    if value:
        take_log_level("info")
    return value


def global_options(*, remote: bool = False) -> list[Any]:
    """These options as they stand behind a command: hidden, and handed to nobody but the callbacks above.

    ``remote``: with those for another monitor, which the help does show: not every command has them.
    """
    holder = typer.Typer(add_completion=False, rich_markup_mode=None)
    holder.command("any")(_behind_a_command)
    wanted = ("config", "verbose", "log_level", *(("server", "token") if remote else ()))
    found = [option for option in get_command(holder).params if option.name in wanted]
    for option in found:
        option.expose_value = False
    return found


def _behind_a_command(
    config: Annotated[Path | None, typer.Option("--config", "-c", hidden=True, callback=take_config)] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", hidden=True, callback=take_verbose)] = False,
    log_level: Annotated[str, typer.Option("--log-level", hidden=True, callback=take_log_level)] = "",
    server: Annotated[
        str, typer.Option("--server", help="Ask the monitor whose pages are there.", callback=take_server)
    ] = "",
    token: Annotated[str, typer.Option("--token", help="Its token: env:NAME or file:PATH.", callback=take_token)] = "",
) -> None:
    """Holds the options."""
