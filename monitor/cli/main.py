"""``monitor`` itself: its options, and where its logs go."""

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.registry import Commands, register_commands
from monitor.errors import UserError
from monitor.version import VERSION

cli = typer.Typer(
    name="monitor",
    cls=Commands,
    help="Watches feeds and pages for the names you care about, and tells you once and in time.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)

register_commands(cli)


def _say_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"news-monitor {VERSION}\n")
        raise typer.Exit


@cli.callback()
def options(
    config: Annotated[
        Path | None, typer.Option("--config", "-c", help="Settings file; default monitor.yaml here, or MONITOR_CONFIG.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log every decision, to stderr.")] = False,
    log_level: Annotated[
        str, typer.Option("--log-level", help="debug, info, warning or error; parts as info,polling=debug.")
    ] = "",
    version: Annotated[  # noqa: ARG001 its callback has answered by then
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and exit.")
    ] = False,
) -> None:
    """Watches feeds and pages for the names you care about, and tells you once and in time."""
    if config is not None:
        from monitor.cli.context import CONFIG_VARIABLE

        os.environ[CONFIG_VARIABLE] = str(config)
    _mind_encodings()
    set_log_levels(log_level, verbose=verbose)


def set_log_levels(written: str, *, verbose: bool) -> None:
    """What ``--log-level`` and ``--verbose`` ask for."""
    # Not at the top: help and completion log nothing.
    from monitor.adapters.config.schema.formats import Malformed
    from monitor.adapters.config.settings.daemon_keys import parse_levels
    from monitor.cli.logs import ask_levels, log_to_stderr

    try:
        asked = parse_levels(written)
    except Malformed as error:
        raise UserError(f'--log-level "{written}": {error}') from None
    ask_levels({**({"": "info"} if verbose else {}), **asked})
    log_to_stderr()


def _mind_encodings() -> None:
    """A console that cannot show a character gets a stand-in for it, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
