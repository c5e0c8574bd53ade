"""The commands by name, each imported only when it is run: listing mentions needs no mail, no parser, no templates."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command
from typing_extensions import override

from monitor.cli.arguments.plain_values import make_values_plain, pass_plain_values
from monitor.cli.arguments.remote_option import REMOTE_COMMANDS
from monitor.cli.arguments.usage_errors import in_plain_words
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a command is: ``name`` in ``monitor.cli.commands.module``, a function or a group of commands."""

    module: str
    name: str
    does: str
    """What ``monitor --help`` says of it."""


# In the order in which a new user meets them.
COMMANDS = {
    "init": Place(module="init", name="init", does="Set up a monitor: three questions, or options in scripts."),
    "check": Place(module="check", name="check", does="Check settings, watchlists, templates and examples."),
    "run": Place(module="run", name="run", does="Run the daemon: schedule, fetch, alert, digest."),
    "once": Place(module="once", name="once", does="Poll what is due, send due messages, then exit."),
    "status": Place(module="status", name="status", does="Say whether all is well; exit 0, 1 or 2."),
    "reload": Place(module="reload", name="reload", does="Let the running daemon read its files again."),
    "fetch": Place(module="fetch", name="fetch", does="Fetch one source and show what it gives; store nothing."),
    "parse": Place(module="parse", name="parse", does="Parse feed documents on disk."),
    "explain": Place(module="explain", name="explain", does="Say why each topic matched or did not, step by step."),
    "match": Place(module="match", name="match", does="Match rows of JSON Lines against the watchlists."),
    "backtest": Place(module="backtest", name="backtest", does="Backtest changed rules on stored history."),
    "mentions": Place(module="mentions", name="mentions", does="List mentions, newest first."),
    "stories": Place(module="stories", name="stories_cli", does="List the stories; show, merge or split one."),
    "search": Place(module="search", name="search", does="Search every stored entry."),
    "summaries": Place(module="summaries", name="summaries", does="List AI summary requests."),
    "deliveries": Place(module="deliveries", name="deliveries_cli", does="List what was sent or waits; pause, resume."),
    "sources": Place(module="sources", name="sources_cli", does="List the sources, or change one."),
    "topics": Place(module="topics", name="topics_cli", does="List the topics, or add one."),
    "mute": Place(module="mute", name="mute", does="Send no alerts of a topic for a while."),
    "feedback": Place(module="feedback", name="feedback_cli", does="List what readers said; accept or reject a rule."),
    "digest": Place(module="digest", name="digest", does="Render a digest now, and send it if you like."),
    "render": Place(module="render", name="render", does="Show what a channel would be sent, with made-up news."),
    "routes": Place(module="routes", name="routes_cli", does="Say where a story would be told, when and why."),
    "send-test": Place(module="send_test", name="send_test", does="Send a real test message, show the answer."),
    "import": Place(module="import_export", name="import_file", does="Add the feeds of an OPML file to a watchlist."),
    "export": Place(module="import_export", name="export", does="Write all feeds as OPML."),
    "audit": Place(module="audit", name="audit", does="List who changed what, when and from where."),
    "token": Place(module="token", name="token_cli", does="Make, list and revoke tokens for programs."),
    "password": Place(module="password", name="password", does="Make the hash of a password for the pages."),
    "mcp": Place(module="mcp", name="mcp", does="Serve read-only tools to a language model (MCP)."),
    "doctor": Place(module="doctor", name="doctor", does="Check this installation; say what to do about faults."),
    "worker": Place(module="worker", name="worker", does="Poll and send what the leader of a fleet offers."),
    "migrate": Place(module="migrate", name="migrate", does="Move the store to another database, or back."),
    "sizing": Place(module="sizing", name="sizing", does="Say how many machines so many sources need."),
    "backup": Place(module="backup", name="backup", does="Back up store and configuration into one file."),
    "restore": Place(module="backup", name="restore", does="Put a backup back in place."),
    "service": Place(module="service", name="service_cli", does="Run as a hardened service of systemd."),
    "completion": Place(module="completion", name="completion", does="Print the completion script of a shell."),
    "version": Place(module="version", name="version", does="Say the version."),
    "eval": Place(module="eval", name="cli", does="Measure matching, stories and polling on labelled data."),
}


class Commands(TyperGroup):
    """Knows names and sentences from the start; the command itself comes when it is called."""

    @override
    def get_params(self, ctx: Any) -> list[Any]:
        return list(pass_plain_values(super().get_params(ctx)))

    @override
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        # Where something runs, the question is how it is; a newcomer gets the list of commands.
        is_asked = bool(args) or ctx.resilient_parsing
        return super().parse_args(ctx, args if is_asked or not _has_store() else ["status"])

    @override
    def make_context(self, *given: Any, **extra: Any) -> Any:
        with in_plain_words():
            return super().make_context(*given, **extra)

    @override
    def invoke(self, ctx: Any) -> Any:
        # The options of the command itself are read in here.
        with in_plain_words():
            return super().invoke(ctx)

    @override
    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        if args and args[0] == "help":
            if not args[1:]:
                sys.stdout.write(f"{self.get_help(ctx)}\n")
                ctx.exit()
            args = [*args[1:], "--help"]
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            # Not at the top: every command begins here.
            from monitor.cli.arguments.other_names import unknown_command

            ctx.fail(unknown_command(args[0], COMMANDS))
        name, command, rest = super().resolve_command(ctx, args)
        return name, command_of(name) if name in COMMANDS else command, rest


def _has_store() -> bool:
    """Whether a store lies where this folder's settings say."""
    if not Path("monitor.yaml").is_file() and not Path("state/monitor.db").is_file():
        return False
    from monitor.cli.context import settings_of
    from monitor.core.model.database_address import file_in
    from monitor.errors import MonitorError

    try:
        address = settings_of(needs_secrets=False).database
    except MonitorError:
        return False
    path = file_in(address)
    return path is None or Path(path).is_file()


def register_commands(cli: typer.Typer) -> None:
    """Tell ``cli`` every name and sentence; ``Commands`` puts the real command in when it is called."""
    for name, place in COMMANDS.items():
        cli.command(name, help=place.does)(_never_called)


def _never_called() -> None:
    """Holds a command's place until it is called."""


def command_of(name: str) -> Any:
    """The real command of that name: a click command, imported now."""
    place = COMMANDS[name]
    found = getattr(import_module(f"monitor.cli.commands.{place.module}"), place.name)
    if isinstance(found, typer.Typer):
        group = get_command(found)
        group.name = name
        return _with_globals(_with_example(group), remote=name in REMOTE_COMMANDS)
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    single.command(name)(found)
    return _with_globals(_with_example(get_command(single)), remote=name in REMOTE_COMMANDS)


def _with_globals(command: Any, *, remote: bool) -> Any:
    """The options of ``monitor`` itself may stand behind the command, too; its help does not repeat them."""
    from monitor.cli.arguments.global_options import global_options

    known = {name for param in command.params for name in param.opts}
    command.params += [option for option in global_options(remote=remote) if not known.intersection(option.opts)]
    for below in getattr(command, "commands", {}).values():
        _with_globals(below, remote=remote)
    return make_values_plain(command)


def _with_example(command: Any) -> Any:
    """The example of the docstring on a line of its own, which is never folded (``\\b``)."""
    text, found, example = (command.help or "").partition("Example: ")
    if found:
        command.help, command.epilog = text.strip(), f"\b\nExample: {example}"
    for below in getattr(command, "commands", {}).values():
        _with_example(below)
    return command
