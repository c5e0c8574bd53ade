"""``monitor token``: tokens for programs that read the API, the feeds or the metrics."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.clock import SystemClock
from monitor.app.tokens import add_token, list_tokens, revoke_token
from monitor.cli.actor import typing_user
from monitor.cli.arguments.choices import known_name
from monitor.cli.arguments.options import AsJson
from monitor.cli.console.output import print_json, print_table, say, say_error
from monitor.cli.console.times import relative_time
from monitor.cli.context import in_store, load_for_command, load_for_reading
from monitor.core.model.operations.tokens import SCOPES
from monitor.core.render.json_documents import time_json

token_cli = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)

Name = Annotated[str, typer.Argument(help="What to call it.")]


@token_cli.callback()
def token() -> None:
    """Make, list and revoke tokens for programs. Example: monitor token add grafana --scope read"""


@token_cli.command("add")
def add(
    name: Name, scope: Annotated[str, typer.Option("--scope", help="feeds, read, write or admin.")] = "read"
) -> None:
    """Make a token; it is shown this once, alone on stdout. Example: monitor token add grafana --scope read"""
    known_name("scope", scope, SCOPES)
    wanted = next(known for known in SCOPES if known == scope)
    now = SystemClock().now()
    here = load_for_command()
    made = in_store(here, lambda tx: add_token(tx, name, wanted, who=typing_user(), now=now), write=True)
    say_error("Keep it: it is not shown again. Send it as `Authorization: Bearer TOKEN`.")
    say(made)


@token_cli.command("list")
def show(as_json: AsJson = False) -> None:
    """List the tokens, without what they are. Example: monitor token list"""
    here = load_for_reading()
    found = in_store(here, list_tokens)
    if as_json:
        print_json(
            [
                {
                    "name": token.name,
                    "scope": token.scope,
                    "created_at": time_json(token.created_at),
                    "created_by": token.created_by,
                }
                for token in found
            ]
        )
        return
    zone, at = ZoneInfo(here.settings.timezone), SystemClock().now()
    print_table(
        ("name", "scope", "made", "by"),
        [(token.name, token.scope, relative_time(token.created_at, zone, now=at), token.created_by) for token in found],
        empty="There are no tokens.",
    )


@token_cli.command("revoke")
def revoke(name: Name) -> None:
    """Take a token back; it opens nothing from now on. Example: monitor token revoke grafana"""
    now = SystemClock().now()
    found = in_store(load_for_command(), lambda tx: revoke_token(tx, name, who=typing_user(), now=now), write=True)
    say(f'token "{found.name}" opens nothing any more')
