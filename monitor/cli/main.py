"""The commands of ``monitor``, in the order a new user meets them."""

import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer

from monitor.cli import evaluating, listing, looking, managing, running, sending, setup
from monitor.cli.context import CONFIG_VARIABLE
from monitor.version import VERSION

cli = typer.Typer(
    name="monitor",
    help="Watches feeds and pages for the names you care about, and tells you once and in time.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)

cli.command("init")(setup.init)
cli.command("check")(setup.check)
cli.command("run")(running.run)
cli.command("once")(running.once)
cli.command("fetch")(looking.fetch)
cli.command("parse")(looking.parse)
cli.command("explain")(looking.explain)
cli.command("match")(looking.match)
cli.command("backtest")(looking.backtest)
cli.command("mentions")(listing.mentions)
cli.command("stories")(listing.stories)
cli.command("deliveries")(listing.deliveries)
cli.add_typer(managing.sources_cli, name="sources")
cli.add_typer(managing.topics_cli, name="topics")
cli.command("mute")(managing.mute)
cli.command("digest")(sending.digest)
cli.command("send-test")(sending.send_test)
cli.command("import")(managing.import_file)
cli.command("export")(managing.export)
cli.add_typer(evaluating.cli, name="eval")


@cli.callback()
def options(
    config: Annotated[
        Path | None, typer.Option("--config", "-c", help="Settings file; default monitor.yaml here, or MONITOR_CONFIG.")
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log every decision, to stderr.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Say the version and exit.")] = False,
) -> None:
    """Watches feeds and pages for the names you care about, and tells you once and in time."""
    if config is not None:
        os.environ[CONFIG_VARIABLE] = str(config)
    if version:
        sys.stdout.write(f"news-monitor {VERSION}\n")
        raise typer.Exit
    _log_to_stderr(verbose=verbose)


def _log_to_stderr(*, verbose: bool) -> None:
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if verbose else logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
