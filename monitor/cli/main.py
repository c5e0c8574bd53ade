"""``monitor`` itself: its options, and where its logs go."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.arguments.config_option import take_config
from monitor.cli.arguments.global_options import take_log_level, take_verbose
from monitor.cli.arguments.remote_option import refuse_elsewhere, take_server, take_token
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
    context_settings={"help_option_names": ["-h", "--help"]},
)

register_commands(cli)


def _say_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"news-monitor {VERSION}\n")
        raise typer.Exit


@cli.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option("--config", "-c", help="Settings file; default monitor.yaml here, or MONITOR_CONFIG.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log every decision, to stderr.")] = False,
    log_level: Annotated[
        str, typer.Option("--log-level", help="debug, info, warning or error; parts as info,polling=debug.")
    ] = "",
    server: Annotated[str, typer.Option("--server", help="Ask another monitor, by the address of its pages.")] = "",
    token: Annotated[str, typer.Option("--token", help="With --server: its token, as env:NAME or file:PATH.")] = "",
    version: Annotated[  # noqa: ARG001 its callback has answered by then
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and exit.")
    ] = False,
) -> None:
    """Watches feeds and pages for the names you care about, and tells you once and in time."""
    take_config(config)
    refuse_elsewhere(context.invoked_subcommand, server, token)
    take_server(server)
    take_token(token)
    # Not at the top: help and completion log nothing.
    from monitor.cli.console.logs import ask_levels, log_to_stderr

    ask_levels({})
    log_to_stderr()
    take_verbose(verbose)
    take_log_level(log_level)
