"""The keys that say how the daemon tells of itself: ``self_alerts``, ``heartbeat`` and ``log``."""

import re

from monitor.adapters.config.schema import formats
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.keys import Key, Table
from monitor.adapters.config.schema.scalars import WEB_ADDRESS, duration_text, free_text
from monitor.adapters.config.schema.secrets import OpenOrSecret
from monitor.adapters.config.schema.values import Choice, Many, Text
from monitor.core.model.settings import LOG_LEVELS

_PART = re.compile(r"[a-z][a-z_.]*")


def parse_levels(text: str) -> dict[str, str]:
    """``warning`` or ``info,polling=debug``: part of the program → level; the part "" is all the others."""
    found: dict[str, str] = {}
    for word in filter(None, (word.strip() for word in text.split(","))):
        part, assigned, level = word.rpartition("=")
        if level not in LOG_LEVELS:
            raise Malformed(f"a level is one of {', '.join(LOG_LEVELS)}")
        if bool(assigned) != bool(part) or (part and not _PART.fullmatch(part)):
            raise Malformed("write part=level, such as polling=debug")
        found[part] = level
    return found


SELF_ALERTS = Table(
    title="self_alerts",
    keys=(
        Key(
            name="channels",
            kind=Many(item=free_text("the name of a channel")),
            default="[]",
            example="[team]",
            meaning="Where the monitor tells of itself: once when something goes wrong, once when it is over.",
        ),
        Key(
            name="no_answer",
            kind=duration_text("5m", "30d"),
            default="30m",
            meaning="So long no source answers, though some are asked.",
        ),
        Key(
            name="channel_failing",
            kind=duration_text("1m", "30d"),
            default="30m",
            meaning="So long a channel takes nothing; one that is stopped is told at once.",
        ),
        Key(
            name="disk_free",
            kind=Text(expected="a size such as 500MB or 2GiB", parse=formats.parse_size),
            default="500MB",
            meaning="Less than this is free for the state folder.",
        ),
    ),
)
HEARTBEAT = Table(
    title="heartbeat",
    keys=(
        Key(
            name="url",
            kind=OpenOrSecret(text=WEB_ADDRESS, goes="write the whole address into a variable and env:ITS_NAME here"),
            stands_for="nobody is told",
            example="env:HEARTBEAT_URL",
            meaning="Asked (GET) while the monitor does its work, so that its silence is noticed elsewhere.",
        ),
        Key(name="every", kind=duration_text("30s", "1d"), default="5m", meaning="How often, at most."),
    ),
)
LOG = Table(
    title="log",
    keys=(
        Key(
            name="level",
            kind=Text(expected="a level, or info,polling=debug", parse=parse_levels),
            stands_for="warning on a terminal, info elsewhere",
            example="info,polling=warning",
            meaning="What is written to stderr: all parts of the program, or some as part=level. `--log-level` wins.",
        ),
        Key(
            name="format",
            kind=Choice(options=("auto", "console", "json")),
            default="auto",
            meaning="Lines for people, or one JSON object a line; auto: for people on a terminal.",
        ),
        Key(
            name="polls",
            kind=Choice(options=("each", "minute")),
            default="each",
            meaning="A line for each poll, or one a minute that counts them (both at level info).",
        ),
    ),
)
RELOAD = Choice(options=("auto", "manual"))
