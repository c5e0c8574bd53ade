"""``monitor deliveries [pause | resume | retry]``: what goes out, and a hand on the switch."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.clock import SystemClock
from monitor.app.delivery.channel_state import switch_sending
from monitor.app.delivery.recovery import retry_delivery as retry_delivery
from monitor.cli.actor import typing_user
from monitor.cli.arguments.options import (
    DELIVERY_STATES,
    AsJson,
    Limit,
    Since,
    Topic,
    Wide,
    current_time,
    one_of_states,
)
from monitor.cli.arguments.values import moment_ago
from monitor.cli.console.json_forms import documented_rows
from monitor.cli.console.output import print_json, print_table, say, say_error
from monitor.cli.console.times import minute_of, relative_time
from monitor.cli.context import Loaded, in_store, load_for_command, settings_of, with_app
from monitor.cli.readers import (
    Listing,
    LocalReader,
    Reader,
    document_in,
    make_change,
    open_client,
    open_reader,
    parse_time,
)
from monitor.core.render.json_documents import Json
from monitor.ports import Transaction

if TYPE_CHECKING:
    from monitor.adapters.remote.api_client import ApiClient

deliveries_cli = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@deliveries_cli.callback()
def deliveries(
    context: typer.Context,
    topic: Topic = "",
    state: Annotated[str, typer.Option("--state", help="pending, sending, sent, deferred, held or dead.")] = "",
    since: Since = "",
    limit: Limit = 50,
    wide: Wide = False,
    as_json: AsJson = False,
) -> None:
    """List what was sent, waits or was given up, and the answers. Example: monitor deliveries --state dead"""
    if context.invoked_subcommand is None:
        list_deliveries(topic=topic, state=state, since=since, limit=limit, wide=wide, as_json=as_json)


@deliveries_cli.command("pause")
def pause() -> None:
    """Send nothing at all until resumed; what is due waits. Example: monitor deliveries pause"""
    _switch_sending(on=False)
    say("sending is paused; `monitor deliveries resume` goes on")


@deliveries_cli.command("resume")
def resume() -> None:
    """Send again what waits. Example: monitor deliveries resume"""
    _switch_sending(on=True)
    say("sending goes on")


@deliveries_cli.command("retry")
def retry(number: Annotated[int, typer.Argument(help="Id of a dead, held or waiting delivery.")]) -> None:
    """Make a delivery due now; a running monitor sends it at its next tick. Example: monitor deliveries retry 17"""
    settings = settings_of(needs_secrets=False)
    if settings.remote.server:
        with open_client(settings) as client:
            client.post(f"/deliveries/{number}/retry")
    else:
        here = load_for_command()
        with_app(here, lambda app: app.in_store.write(lambda tx: retry_delivery(app, tx, number, who=typing_user())))
    say(f"delivery {number} is due now")


def _switch_sending(*, on: bool) -> None:
    def locally(_here: Loaded, tx: Transaction, who: str) -> None:
        switch_sending(tx, on=on, who=who, now=SystemClock().now())

    def elsewhere(client: "ApiClient") -> None:
        client.post("/sending", on=on)

    make_change(locally, elsewhere)


def _say_what_is_stopped(reader: Reader) -> None:
    """On stderr, so that JSON stays alone on stdout."""
    found = reader.sending()
    if not found["on"]:
        say_error("sending is paused; `monitor deliveries resume` goes on")
    for name, stop in document_in(found, "stopped").items():
        at, reason = (parse_time(stop["at"]), stop["reason"]) if isinstance(stop, dict) else (None, "")
        say_error(f'channel "{name}" is stopped since {minute_of(at, reader.zone)}: {reason}')


def list_deliveries(*, topic: str, state: str, since: str, limit: int, wide: bool, as_json: bool) -> None:
    """See ``deliveries``."""
    one_of_states(state, DELIVERY_STATES)
    with open_reader() as reader:
        _say_what_is_stopped(reader)
        found = reader.deliveries(Listing(topic=topic, since=moment_ago(since), state=state, limit=limit))
        zone, at = reader.zone, current_time()
        reasons = _reasons_of_waiting(reader, found, at)
    if as_json:
        print_json(documented_rows("delivery", found))
        return
    rows = [_delivery_cells(row, zone, at, wide=wide) for row in found]
    print_table(_WIDE if wide else _NARROW, rows, empty="No deliveries in the store.")
    for number, why in reasons.items():
        say(f"{number}: waits for {why}")


def _reasons_of_waiting(reader: Reader, found: Sequence[Json], at: datetime) -> Mapping[object, str]:
    """By number; of another monitor only what its rows say."""
    waiting = [row for row in found if row["state"] in ("pending", "deferred", "held")]
    if not isinstance(reader, LocalReader):
        return {row["id"]: f"another try: {row['answer']}" for row in waiting if row["answer"]}
    if not waiting:
        return {}
    # Only what waits needs the rules of sending.
    from monitor.app.queries.waiting import reasons_of_waiting

    said = partial(relative_time, zone=reader.zone, now=at)
    numbers, settings = [int(f"{row['id']}") for row in waiting], reader.here.settings
    return in_store(reader.here, lambda tx: dict(reasons_of_waiting(tx, settings, numbers, now=at, said=said)))


_NARROW = ("id", "state", "when", "channel", "about")
_WIDE = ("id", "state", "when", "channel", "recipient", "kind", "tries", "about", "created", "answer")


def _title_of(row: Json) -> str:
    """The headline of the story that it tells, or tells first."""
    stories = row["stories"]
    more = f" and {stories - 1} more" if isinstance(stories, int) and stories > 1 else ""
    return f"{row['headline']}{more}" if row["headline"] else str(row["kind"])


def _delivery_cells(row: Json, zone: ZoneInfo, at: datetime, *, wide: bool) -> Sequence[object]:
    ended, send_at = row["state"] in ("sent", "dead"), parse_time(row["send_at"])
    when = relative_time(parse_time(row["sent_at"]) if ended else send_at, zone, now=at)
    if not ended and send_at is not None and send_at <= at:
        when = "due"
    title = _title_of(row)
    if not wide:
        return (row["id"], row["state"], when, row["channel"], title)
    return (
        row["id"], row["state"], when, row["channel"], row["recipient"], row["kind"], row["attempts"], title,
        relative_time(parse_time(row["created_at"]), zone, now=at), row["answer"],
    )  # fmt: skip
