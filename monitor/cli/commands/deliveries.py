"""``monitor deliveries [pause | resume | retry]``: what goes out, and a hand on the switch."""

from typing import Annotated

import typer

from monitor.adapters.clock import SystemClock
from monitor.app.delivery.channel_state import sending_is_on, switch_sending
from monitor.app.delivery.sender import retry as retry_delivery
from monitor.app.queries.sources import deliveries_about
from monitor.cli.context import in_store, loaded, with_app
from monitor.cli.options import DELIVERY_STATES, AsJson, Limit, Since, Topic, one_of_states, require_topic
from monitor.cli.output import errors, local, print_json, print_table, say
from monitor.cli.values import moment_ago
from monitor.core.model.filters import DeliveryFilter
from monitor.core.render.json_documents import delivery_json
from monitor.ports import Transaction

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
    as_json: AsJson = False,
) -> None:
    """List what was sent, waits or was given up, and the answers. Example: monitor deliveries --state dead"""
    if context.invoked_subcommand is None:
        _say_what_is_stopped()
        list_deliveries(topic=topic, state=state, since=since, limit=limit, as_json=as_json)


@deliveries_cli.command("pause")
def pause() -> None:
    """Send nothing at all until resumed; what is owed waits. Example: monitor deliveries pause"""
    _switch(on=False)
    say("sending is paused; `monitor deliveries resume` goes on")


@deliveries_cli.command("resume")
def resume() -> None:
    """Send again what waits. Example: monitor deliveries resume"""
    _switch(on=True)
    say("sending goes on")


@deliveries_cli.command("retry")
def retry(number: Annotated[int, typer.Argument(help="Id of a dead, held or waiting delivery.")]) -> None:
    """Make a delivery due now; a running monitor sends it at its next tick. Example: monitor deliveries retry 17"""
    here = loaded()
    with_app(here, lambda app: app.in_store.write(lambda tx: retry_delivery(app, tx, number, who="cli")))
    say(f"delivery {number} is due now")


def _switch(*, on: bool) -> None:
    def change(tx: Transaction) -> None:
        switch_sending(tx, on=on, who="cli", now=SystemClock().now())

    in_store(loaded(), change, write=True)


def _say_what_is_stopped() -> None:
    """On stderr, so that JSON stays alone on stdout."""
    here = loaded()
    is_on, stopped = in_store(here, lambda tx: (sending_is_on(tx), tx.channels.stops()))
    if not is_on:
        errors.print("sending is paused; `monitor deliveries resume` goes on", markup=False)
    for name, stop in stopped.items():
        errors.print(f'channel "{name}" is stopped since {stop.at:%Y-%m-%d %H:%M} UTC: {stop.reason}', markup=False)


def list_deliveries(
    topic: Topic = "",
    state: Annotated[str, typer.Option("--state", help="pending, sending, sent, deferred, held or dead.")] = "",
    since: Since = "",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List what was sent, waits or was given up, and the answers. Example: monitor deliveries --state dead"""
    here = loaded()
    require_topic(here, topic)
    wanted = DeliveryFilter(state=one_of_states(state, DELIVERY_STATES), since=moment_ago(since), limit=limit)
    found = in_store(here, lambda tx: deliveries_about(tx, wanted, topic))
    if as_json:
        print_json([delivery_json(delivery) for delivery in found])
        return
    print_table(
        ("id", "created", "kind", "channel", "recipient", "state", "tries", "next", "answer"),
        [
            (d.id, local(d.created_at), d.kind, d.channel, d.recipient, d.state, d.attempts,
             "" if d.state in ("sent", "dead") else local(d.send_at), d.answer)
            for d in found
        ],
        empty="No deliveries in the store.",
    )  # fmt: skip
