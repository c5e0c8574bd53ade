"""``monitor routes test``: where a story would be told, when, and why; nothing is sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, get_args
from zoneinfo import ZoneInfo

import typer

from monitor.cli.arguments.choices import known_name
from monitor.cli.arguments.completion import complete_signal, complete_source, complete_topic
from monitor.cli.arguments.options import AsJson, current_time
from monitor.cli.console.output import print_json, print_table, say
from monitor.cli.console.times import relative_time
from monitor.cli.context import Loaded, load_for_reading, read_store
from monitor.core.alerting.route_check import ChannelVerdict, RouteVerdict, judge_channels, judge_routes
from monitor.core.alerting.routing import Traits
from monitor.core.calendar.schedule import next_fire, read_schedule
from monitor.core.channels.registry import limits_of
from monitor.core.model.settings import ChannelSettings, RateLimit
from monitor.core.model.sources import TIERS, Tier
from monitor.core.render.json_documents import time_json
from monitor.errors import UserError
from monitor.ports import Transaction

routes_cli = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True
)


@routes_cli.callback()
def routes() -> None:
    """See on paper where stories would be told. Example: monitor routes test --topic kling --signal launch"""


@routes_cli.command("test")
def try_routes(
    topic: Annotated[
        list[str],
        typer.Option("--topic", help="A topic of it; several times for more.", autocompletion=complete_topic),
    ],
    signal: Annotated[list[str], typer.Option("--signal", help="A signal of it.", autocompletion=complete_signal)] = [],  # noqa: B006 Typer copies it
    tier: Annotated[str, typer.Option("--tier", help="official, first-hand, press or aggregator.")] = "press",
    lang: Annotated[str, typer.Option("--lang", help='Its language: "en", "zh".')] = "",
    source: Annotated[str, typer.Option("--source", help="Title of its source.", autocompletion=complete_source)] = "",
    score: Annotated[float, typer.Option("--score", min=0, max=1, help="Score of its best mention.")] = 1.0,
    at: Annotated[str, typer.Option("--at", help='When it comes: "23:30" today, or a time as ISO 8601.')] = "",
    as_json: AsJson = False,
) -> None:
    """Say which routes a story takes, which channels tell it, and when. Example: monitor routes test --topic kling"""
    here = load_for_reading()
    zone = ZoneInfo(here.settings.timezone)
    now = _moment(at, zone)
    verdicts = judge_routes(here.settings.alerts.routes, _traits(here, topic, signal, tier, lang, source, score))
    channels = {channel.name: channel for channel in here.settings.channels}
    told = judge_channels(verdicts, channels, now=now, zone=zone)
    held = read_store(here.settings, lambda tx: _held_up(tx, topic, now))
    if as_json:
        print_json(_document(verdicts, told, channels, held))
    else:
        _show(here, verdicts, told, held, now)


def _moment(written: str, zone: ZoneInfo) -> datetime:
    if not written:
        return current_time()
    try:
        if len(written) <= len("23:30"):
            clock = datetime.strptime(written, "%H:%M").time()  # noqa: DTZ007 the zone follows
            return datetime.combine(current_time().astimezone(zone).date(), clock, tzinfo=zone)
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise UserError(f'"{written}" is not a valid time; write 23:30, or 2026-11-23T23:30') from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _traits(
    here: Loaded, topics: Sequence[str], signals: Sequence[str], tier: str, lang: str, source: str, score: float
) -> Traits:
    known = {topic.id: topic for topic in here.watchlists.topics}
    for topic in topics:
        known_name("topic", topic, list(known))
    for signal in signals:
        known_name("signal", signal, list(here.watchlists.signals))
    known_name("tier", tier, list(TIERS))
    tiers: tuple[Tier, ...] = tuple(name for name in get_args(Tier) if name == tier)
    return Traits(
        topics=frozenset(topics),
        signals=frozenset(signals),
        tiers=frozenset(tiers),
        langs=frozenset({lang} if lang else ()),
        sources=frozenset({source} if source else ()),
        watchlists=frozenset(known[topic].watchlist for topic in topics),
        score=score,
    )


def _held_up(tx: Transaction, topics: Sequence[str], now: datetime) -> Mapping[str, str]:
    """What the store knows of now: "topic:x" and "channel:x" → why nothing goes out."""
    from monitor.app.delivery.channel_state import sending_is_on

    muted = tx.topics.mutes(now=now)
    held = {f"topic:{topic}": f"{topic} is muted: only digests tell of it" for topic in topics if topic in muted}
    held |= {f"channel:{name}": f"stopped: {stop.reason}" for name, stop in tx.channels.stops().items()}
    if not sending_is_on(tx):
        held["sending"] = "all sending is paused"
    return held


def _document(
    verdicts: Sequence[RouteVerdict],
    told: Sequence[ChannelVerdict],
    channels: Mapping[str, ChannelSettings],
    held: Mapping[str, str],
) -> dict[str, object]:
    return {
        "routes": [{"route": one.number, "taken": one.taken, "why": one.why} for one in verdicts],
        "channels": [
            {
                "channel": one.channel,
                "route": one.route,
                "at": time_json(one.at),
                "why": list(one.why),
                "rates": [_rate(limit) for limit in _limits(channels[one.channel])],
            }
            for one in told
        ],
        "held_up": dict(held),
        "digest_only": not told,
    }


def _limits(channel: ChannelSettings) -> Sequence[RateLimit]:
    return limits_of(channel.kind, channel.rate)


def _rate(limit: RateLimit) -> str:
    count, span = limit
    names = {timedelta(minutes=1): "min", timedelta(hours=1): "h", timedelta(days=1): "d", timedelta(seconds=1): "s"}
    return f"{count}/{names.get(span, f'{span.total_seconds():g}s')}"


def _show(
    here: Loaded,
    verdicts: Sequence[RouteVerdict],
    told: Sequence[ChannelVerdict],
    held: Mapping[str, str],
    now: datetime,
) -> None:
    zone = ZoneInfo(here.settings.timezone)
    rows = [(one.number, "takes it" if one.taken else "-", ", ".join(one.route.channels), one.why) for one in verdicts]
    print_table(("route", "", "channels", "why"), rows, empty="The settings have no route.")
    say("")
    channels = {channel.name: channel for channel in here.settings.channels}
    lines = []
    for one in told:
        rates = ", ".join(_rate(limit) for limit in _limits(channels[one.channel]))
        reasons = [*one.why, *filter(None, (held.get(f"channel:{one.channel}"), f"at most {rates}" if rates else ""))]
        when = "at once" if one.at <= now else relative_time(one.at, zone, now=now)
        lines.append((one.channel, channels[one.channel].kind, when, one.route, "; ".join(reasons)))
    print_table(("channel", "type", "when", "route", "why then"), lines, empty=_digest_only(here, now, zone))
    for key in ("sending", *(key for key in held if key.startswith("topic:"))):
        if key in held:
            say(f"! {held[key]}")


def _digest_only(here: Loaded, now: datetime, zone: ZoneInfo) -> str:
    fires = [
        (fire.at, digest.name)
        for digest in here.settings.digests
        if (fire := next_fire(read_schedule(digest.at), now, ZoneInfo(digest.timezone or here.settings.timezone)))
    ]
    if not fires:
        return "No route takes it, and there is no digest: nobody is told."
    at, name = min(fires)
    return f"No route takes it: only digests tell of it, the next one ({name}) {relative_time(at, zone, now=now)}."
