"""The keys of ``alerts`` and ``digests`` in ``monitor.yaml``."""

from typing import Final

from monitor.adapters.config.schema import formats
from monitor.adapters.config.schema.keys import Key, Table
from monitor.adapters.config.schema.scalars import LANGUAGE_TAG, TIME_ZONE, duration_text, free_text, name_text
from monitor.adapters.config.schema.values import Choice, Many, Number, Text, Truth
from monitor.adapters.config.settings.channel_keys import RATE
from monitor.core.model.sources import TIERS

NAME = name_text("a name")
NAMES = Many(item=NAME)
WORDS = Many(item=free_text("text"))
MATCH = Table(
    title="match",
    keys=(
        Key(name="topics", kind=NAMES, default="[]", example="[kling, jimeng]", meaning="Any of these topics."),
        Key(name="signals", kind=NAMES, default="[]", example="[launch, pricing]", meaning="Any of these signals."),
        Key(
            name="tier",
            kind=Many(item=Choice(options=TIERS)),
            default="[]",
            example="[official, first-hand]",
            meaning="Any of these tiers of the source.",
        ),
        Key(name="lang", kind=Many(item=LANGUAGE_TAG), default="[]", example="[zh]", meaning="Any of these languages."),
        Key(
            name="source",
            kind=WORDS,
            default="[]",
            example="[36氪]",
            meaning="Any of these sources, by title or address as in the watchlist.",
        ),
        Key(
            name="min_score",
            kind=Number(low=0, high=1, whole=False),
            default="0",
            example="0.8",
            meaning="The mention's score is at least this; mentions start at 0.5.",
        ),
        Key(
            name="severity",
            kind=NAMES,
            default="[]",
            example="[critical]",
            meaning="Any of these severities, set by an earlier route with continue.",
        ),
    ),
)
GROUPS: Final = ("topic", "signal", "source", "tier", "lang", "story", "watchlist")
ROUTE = Table(
    title="alerts.routes",
    keys=(
        Key(name="match", kind=MATCH, default="{}", meaning="Conditions, all of which must hold; {} holds always."),
        Key(
            name="channels",
            kind=NAMES,
            default="[]",
            example="[team]",
            meaning="Where the alerts go; [] = to the digest only.",
        ),
        Key(
            name="group_by",
            kind=Many(item=Choice(options=GROUPS)),
            default="[]",
            example="[topic]",
            meaning="Stories that share these go into one message.",
        ),
        Key(
            name="group_wait",
            kind=duration_text("0s", "24h"),
            default="0s",
            example="30s",
            meaning="Wait before the first message, so that further reports of the story come with it.",
        ),
        Key(
            name="group_interval",
            kind=duration_text("0s", "7d"),
            default="5m",
            meaning="Shortest time between two messages of one group.",
        ),
        Key(
            name="repeat_interval",
            kind=duration_text("1m", "365d"),
            example="24h",
            stands_for="never",
            meaning="Tell a story that goes on again after this time.",
        ),
        Key(
            name="quiet_hours",
            kind=Text(expected="two times such as 22:00-07:30", parse=formats.quiet_hours),
            example='"22:00-07:30"',
            stands_for="none",
            meaning="Local time in which nothing is sent; it is sent afterwards.",
        ),
        Key(
            name="severity",
            kind=NAME,
            example="critical",
            stands_for="none",
            meaning="Marks the alert, for templates and later routes; critical passes quiet hours.",
        ),
        Key(
            name="storm",
            kind=RATE,
            example="20/10m",
            stands_for="no limit",
            meaning="More alerts than this become one message; nothing is dropped.",
        ),
        Key(name="continue", kind=Truth(), default="false", meaning="Go on to the next route after this one matched."),
    ),
)
ALERTS = Table(
    title="alerts",
    keys=(
        Key(
            name="max_age",
            kind=duration_text("1m", "365d"),
            default="24h",
            meaning='Entries published longer ago go to the digest as "late".',
        ),
        Key(
            name="routes",
            kind=Many(item=ROUTE),
            stands_for="every new story to every chat channel, else to the terminal",
            example="[{match: {topics: [kling]}, channels: [team]}]",
            meaning="Which stories go where; the first that matches wins, unless it says continue: true.",
        ),
    ),
)
DIGEST = Table(
    title="digests",
    keys=(
        Key(name="name", kind=NAME, required=True, example="daily", meaning="Name, unique among the digests."),
        Key(
            name="at",
            kind=Text(
                expected='a time such as "08:30" or "Mon 09:00", or a five-field cron line', parse=formats.digest_time
            ),
            required=True,
            example='"08:30"',
            meaning="When: each day, on days of the week (Mon-Fri 09:00), or by a cron line (minute hour day month"
            " weekday).",
        ),
        Key(name="channels", kind=NAMES, default="[]", example="[mail]", meaning="Where it goes."),
        Key(
            name="timezone",
            kind=TIME_ZONE,
            example="Europe/Berlin",
            stands_for="the settings' timezone",
            meaning="Zone that at is meant in, and in which the digest tells its times.",
        ),
        Key(
            name="watchlists",
            kind=Many(item=free_text("the name of a watchlist")),
            default="[]",
            example="[video-models]",
            meaning="Only topics of these watchlists; [] = of all.",
        ),
        Key(
            name="when_empty",
            kind=Choice(options=("send", "skip")),
            default="send",
            meaning="A digest without stories proves that the monitor looked; skip leaves it out.",
        ),
    ),
)
