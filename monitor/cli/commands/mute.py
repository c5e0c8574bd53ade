"""``monitor mute``: no alerts of a topic for a while."""

from typing import Annotated
from urllib.parse import quote
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.clock import SystemClock
from monitor.app.feedback.verdicts import mute_topic as mute_until
from monitor.cli.arguments.choices import known_name
from monitor.cli.arguments.completion import complete_topic
from monitor.cli.arguments.values import parse_duration
from monitor.cli.console.output import say
from monitor.cli.context import Loaded
from monitor.cli.readers import make_change
from monitor.ports import Transaction


def mute(
    topic: Annotated[str, typer.Argument(help="Topic id.", autocompletion=complete_topic)],
    time: Annotated[str, typer.Argument(help='For how long: "1d", "6h"; "0s" ends it.')],
) -> None:
    """Send no alerts of a topic for a while; digests still tell. Example: monitor mute kling 1d"""
    length, now = parse_duration(time), SystemClock().now()
    until = now + length

    def locally(here: Loaded, tx: Transaction, who: str) -> dict[str, object]:
        known_name("topic", topic, [known.id for known in here.watchlists.topics])
        mute_until(tx, topic, until, who=who, now=now)
        return {}

    _, settings = make_change(
        locally,
        lambda client: client.post(
            f"/topics/{quote(topic, safe='')}/mute", **{"for": f"{length.total_seconds():.0f}s"}
        ),
    )
    local = until.astimezone(ZoneInfo(settings.timezone))
    say(f"{topic} is muted until {local:%Y-%m-%d %H:%M %Z}" if until > now else f"{topic} is no longer muted")
