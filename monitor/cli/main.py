"""``monitor`` itself: its options, and where its logs go."""

import io
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.registry import Commands, register_commands
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
    version: Annotated[  # noqa: ARG001 its callback has answered by then
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and exit.")
    ] = False,
) -> None:
    """Watches feeds and pages for the names you care about, and tells you once and in time."""
    if config is not None:
        from monitor.cli.context import CONFIG_VARIABLE

        os.environ[CONFIG_VARIABLE] = str(config)
    _mind_encodings()
    # Not at the top: help and completion log nothing.
    from monitor.cli.logs import log_to_stderr

    log_to_stderr(verbose=verbose)


def _mind_encodings() -> None:
    """A console that cannot show a character gets a stand-in for it, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
