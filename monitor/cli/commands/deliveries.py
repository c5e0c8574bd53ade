"""``monitor deliveries [pause | resume | retry]``: what goes out, and a hand on the switch."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.clock import SystemClock
from monitor.app.delivery.channel_state import sending_is_on, switch_sending
from monitor.app.delivery.recovery import retry_delivery as retry_delivery
from monitor.app.queries.sources import deliveries_about
from monitor.cli.actor import typing_user
from monitor.cli.context import in_store, load_for_command, load_for_reading, with_app
from monitor.cli.options import (
    DELIVERY_STATES,
    AsJson,
    Limit,
    Since,
    Topic,
    Wide,
    current_time,
    one_of_states,
    require_topic,
)
from monitor.cli.output import errors, print_json, print_table, say
from monitor.cli.times import relative_time
from monitor.cli.values import moment_ago
from monitor.core.model.deliveries import Delivery
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
    wide: Wide = False,
    as_json: AsJson = False,
) -> None:
    """List what was sent, waits or was given up, and the answers. Example: monitor deliveries --state dead"""
    if context.invoked_subcommand is None:
        _say_what_is_stopped()
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
    here = load_for_command()
    with_app(here, lambda app: app.in_store.write(lambda tx: retry_delivery(app, tx, number, who=typing_user())))
    say(f"delivery {number} is due now")


def _switch_sending(*, on: bool) -> None:
    def change(tx: Transaction) -> None:
        switch_sending(tx, on=on, who=typing_user(), now=SystemClock().now())

    in_store(load_for_reading(), change, write=True)


def _say_what_is_stopped() -> None:
    """On stderr, so that JSON stays alone on stdout."""
    here = load_for_reading()
    is_on, stopped = in_store(here, lambda tx: (sending_is_on(tx), tx.channels.stops()))
    if not is_on:
        errors.print("sending is paused; `monitor deliveries resume` goes on", markup=False)
    for name, stop in stopped.items():
        errors.print(f'channel "{name}" is stopped since {stop.at:%Y-%m-%d %H:%M} UTC: {stop.reason}', markup=False)


def list_deliveries(*, topic: str, state: str, since: str, limit: int, wide: bool, as_json: bool) -> None:
    """See ``deliveries``."""
    here = load_for_reading()
    require_topic(here, topic)
    wanted = DeliveryFilter(state=one_of_states(state, DELIVERY_STATES), since=moment_ago(since), limit=limit)
    found, titles = in_store(here, lambda tx: _with_titles(tx, deliveries_about(tx, wanted, topic)))
    if as_json:
        print_json([delivery_json(delivery) for delivery in found])
        return
    zone, at = ZoneInfo(here.settings.timezone), current_time()
    rows = [_delivery_cells(delivery, titles.get(delivery.id, ""), zone, at, wide=wide) for delivery in found]
    print_table(_WIDE if wide else _NARROW, rows, empty="No deliveries in the store.")


_NARROW = ("id", "state", "when", "channel", "about")
_WIDE = ("id", "state", "when", "channel", "recipient", "kind", "tries", "about", "created", "answer")


def _with_titles(tx: Transaction, found: Sequence[Delivery]) -> tuple[Sequence[Delivery], Mapping[int, str]]:
    """Each delivery with the headline of the story that it tells, or tells first."""
    first = {delivery.id: min(delivery.stories) for delivery in found if delivery.stories}
    headlines = {story.id: story.title for story in tx.stories.get(set(first.values()))}
    titles: dict[int, str] = {}
    for delivery in found:
        more = f" and {len(delivery.stories) - 1} more" if len(delivery.stories) > 1 else ""
        headline = headlines.get(first.get(delivery.id, 0), "")
        titles[delivery.id] = f"{headline}{more}" if headline else delivery.kind
    return found, titles


def _delivery_cells(delivery: Delivery, title: str, zone: ZoneInfo, at: datetime, *, wide: bool) -> Sequence[object]:
    ended = delivery.state in ("sent", "dead")
    when = relative_time(delivery.sent_at if ended else delivery.send_at, zone, now=at)
    if not ended and delivery.send_at <= at:
        when = "due"
    if not wide:
        return (delivery.id, delivery.state, when, delivery.channel, title)
    return (
        delivery.id, delivery.state, when, delivery.channel, delivery.recipient, delivery.kind, delivery.attempts,
        title, relative_time(delivery.created_at, zone, now=at), delivery.answer,
    )  # fmt: skip
