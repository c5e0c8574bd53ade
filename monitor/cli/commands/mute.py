"""``monitor mute``: no alerts of a topic for a while."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.clock import SystemClock
from monitor.app.feedback.verdicts import mute_topic as mute_until
from monitor.cli.actor import typing_user
from monitor.cli.choices import known_name
from monitor.cli.completion import complete_topic
from monitor.cli.context import in_store, load_for_reading
from monitor.cli.output import say
from monitor.cli.values import parse_duration


def mute(
    topic: Annotated[str, typer.Argument(help="Topic id.", autocompletion=complete_topic)],
    time: Annotated[str, typer.Argument(help='For how long: "1d", "6h"; "0s" ends it.')],
) -> None:
    """Send no alerts of a topic for a while; digests still tell. Example: monitor mute kling 1d"""
    here = load_for_reading()
    known_name("topic", topic, [known.id for known in here.watchlists.topics])
    now = SystemClock().now()
    until = now + parse_duration(time)

    in_store(here, lambda tx: mute_until(tx, topic, until, who=typing_user(), now=now), write=True)
    local = until.astimezone(ZoneInfo(here.settings.timezone))
    say(f"{topic} is muted until {local:%Y-%m-%d %H:%M %Z}" if until > now else f"{topic} is no longer muted")
