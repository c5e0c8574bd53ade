"""The keys of ``monitor.yaml``."""

from monitor.adapters.config.schema import urls as links
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.keys import Key, Table
from monitor.adapters.config.schema.scalars import (
    TIME_ZONE,
    WEB_ADDRESS,
    duration_text,
    free_text,
    name_text,
)
from monitor.adapters.config.schema.secrets import OpenOrSecret, Referable
from monitor.adapters.config.schema.values import Choice, Many, Named, Number, Text, Truth
from monitor.adapters.config.settings.alert_keys import ALERTS, DIGEST
from monitor.adapters.config.settings.backup_keys import BACKUP
from monitor.adapters.config.settings.channel_keys import SECRET, Channel
from monitor.adapters.config.settings.daemon_keys import HEARTBEAT, LOG, RELOAD, SELF_ALERTS
from monitor.adapters.config.settings.source_access_keys import FETCH, POLLING, WEBSUB
from monitor.adapters.config.settings.web_keys import REMOTE, WEB
from monitor.core.model.languages import LANGUAGES


def _database_address(text: str) -> str:
    if text.startswith("sqlite:///") and text != "sqlite:///" and "?" not in text:
        return text
    if text.startswith("sqlite:"):
        raise Malformed("write sqlite:/// and the path")
    if text.startswith("postgres://"):
        raise Malformed("did you mean postgresql://")
    if text.count("@") > 1:
        # It would be read as the end of the password, and the rest of that told as the host.
        raise Malformed("an @ in the user or in the password is written %40, a / %2F")
    if links.split_url(text, ("postgresql",), host_elsewhere=True).path in {"", "/"}:
        raise Malformed("the name of the database is missing")
    return text


DATABASE = OpenOrSecret(
    text=Text(
        expected="sqlite:///path or postgresql://user@host/name", parse=_database_address, mask=links.mask_password
    ),
    goes="write the whole address into a variable and env:ITS_NAME here",
    essential=True,
)

RETENTION = Table(
    title="retention",
    keys=(
        Key(
            name="entries",
            kind=duration_text("1d"),
            default="90d",
            meaning="Entries, matched or not, and their stories.",
        ),
        Key(
            name="deliveries",
            kind=duration_text("1d"),
            default="365d",
            meaning="What was sent, and how it was answered.",
        ),
    ),
)
SUMMARISE = Table(
    title="summarise",
    keys=(
        Key(
            name="url",
            kind=Referable(text=WEB_ADDRESS),
            required=True,
            example="https://api.example.org/v1",
            meaning="Base address of an OpenAI-compatible service; one on a private address also needs fetch.allow.",
        ),
        Key(
            name="model",
            kind=free_text("a model's name"),
            required=True,
            example="small-1",
            meaning="Which model to ask.",
        ),
        Key(name="key", kind=SECRET, example="env:SUMMARISE_KEY", meaning="Sent as a bearer token; never logged."),
        Key(
            name="budget_per_day",
            kind=Number(low=1, high=100_000),
            default="200",
            meaning="Questions a local day; each is about one story in one language.",
        ),
        Key(
            name="characters_per_day",
            kind=Number(low=1_000, high=1_000_000_000),
            default="1000000",
            meaning="Characters sent a local day.",
        ),
        Key(name="timeout", kind=duration_text("1s", "2m"), default="20s", meaning="Longest time for one answer."),
    ),
)
STORIES = Table(
    title="stories",
    keys=(
        Key(
            name="semantic",
            kind=Truth(),
            default="false",
            meaning="Also compare what reports mean; needs the extra of that name.",
        ),
    ),
)
FLEET = Table(
    title="fleet",
    keys=(
        Key(
            name="enabled",
            kind=Truth(),
            default="false",
            meaning="Workers on any number of machines poll and send; needs PostgreSQL and the extra fleet.",
        ),
        Key(
            name="lease",
            kind=duration_text("10s", "1h"),
            default="2m",
            meaning="How long a source stays with a worker that gives no sign of life.",
        ),
    ),
)
OF_WATCHLISTS = ("watchlist", "topics", "signals", "sources", "searches")
"""The keys of a watchlist file, which newcomers write beside the others."""
SETTINGS = Table(
    title="the settings file",
    elsewhere=dict.fromkeys(OF_WATCHLISTS, "a file in the folder watchlists, such as watchlists/mine.yaml"),
    keys=(
        Key(
            name="state_dir",
            kind=free_text("a folder"),
            default="state",
            meaning="Folder of the database, its lock and the outbox of digests.",
        ),
        Key(
            name="database",
            kind=DATABASE,
            stands_for="sqlite:///<state_dir>/monitor.db",
            example="sqlite:///state/monitor.db",
            meaning="Where everything is kept; a PostgreSQL address is for more than one machine.",
        ),
        Key(
            name="timezone",
            kind=TIME_ZONE,
            stands_for="the machine's",
            example="Asia/Shanghai",
            meaning="Zone of digest times, quiet hours and of dates that name no zone.",
        ),
        Key(
            name="language", kind=Choice(options=LANGUAGES), default="zh", meaning="Language of messages and dashboard."
        ),
        Key(
            name="watchlists",
            kind=free_text("a folder"),
            default="watchlists",
            meaning="Folder of the watchlist files.",
        ),
        Key(
            name="templates",
            kind=free_text("a folder"),
            default="templates",
            meaning="Folder of your own templates; what is not in it comes with the program.",
        ),
        Key(name="fetch", kind=FETCH, default="{}", meaning="How the outside world is asked."),
        Key(
            name="rsshub",
            kind=Referable(text=WEB_ADDRESS),
            default="https://rsshub.app",
            example="http://rsshub.lan:1200",
            meaning="Base of every rsshub:/path source; an own one on a private address also needs fetch.allow.",
        ),
        Key(
            name="channels",
            kind=Named(name=name_text("a channel name"), value=Channel()),
            default="{}",
            example="{team: {type: feishu, url: 'env:FEISHU_URL'}}",
            meaning="Ways out, by names of your choice.",
        ),
        Key(name="alerts", kind=ALERTS, default="{}", meaning="What is told at once, and to whom."),
        Key(
            name="digests",
            kind=Many(item=DIGEST),
            stands_for="daily at 08:30 to every e-mail channel, else to <state_dir>/outbox",
            example='[{name: daily, at: "08:30", channels: [mail]}]',
            meaning="Summaries at fixed times.",
        ),
        Key(name="web", kind=WEB, default="{}", meaning="The pages of the daemon."),
        Key(name="polling", kind=POLLING, default="{}", meaning="How often sources are asked."),
        Key(name="websub", kind=WEBSUB, default="{}", meaning="Push from sources that name a hub."),
        Key(
            name="summarise",
            kind=SUMMARISE,
            stands_for="off",
            example="{url: 'https://api.example.org/v1', model: small-1, key: 'env:SUMMARISE_KEY'}",
            meaning="One sentence a story by a language model, from the story's own reports; never required.",
        ),
        Key(name="retention", kind=RETENTION, default="{}", meaning="How long things are kept."),
        Key(name="backup", kind=BACKUP, default="{}", meaning="Backups that the daemon makes by itself."),
        Key(
            name="reload",
            kind=RELOAD,
            default="auto",
            meaning="auto: files that change on disk are taken over once they are right; manual: on request only.",
        ),
        Key(name="self_alerts", kind=SELF_ALERTS, default="{}", meaning="What the monitor tells of itself, and where."),
        Key(name="heartbeat", kind=HEARTBEAT, default="{}", meaning="A sign of life to an address outside."),
        Key(name="log", kind=LOG, default="{}", meaning="What the daemon writes to stderr."),
        Key(name="stories", kind=STORIES, default="{}", meaning="How reports of one event are found."),
        Key(name="fleet", kind=FLEET, default="{}", meaning="One monitor on several machines."),
        Key(name="remote", kind=REMOTE, default="{}", meaning="Which monitor elsewhere the commands here speak to."),
    ),
)
