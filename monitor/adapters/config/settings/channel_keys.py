"""The keys of each kind of channel."""

from dataclasses import dataclass
from typing import Final

from monitor.adapters.config.schema import formats
from monitor.adapters.config.schema import urls as links
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.keys import Key, Table
from monitor.adapters.config.schema.scalars import WEB_ADDRESS, named, words
from monitor.adapters.config.schema.secrets import OpenOrSecret, Secret
from monitor.adapters.config.schema.values import WRONG, Choice, Either, Many, Schema, Site, Text, Truth, members_of
from monitor.adapters.config.schema.yaml_tree import Node, Scalar
from monitor.core.model.languages import LANGUAGES

EMAIL_ADDRESS = Text(expected="an e-mail address such as a@example.org", parse=formats.email_address)
RATE = Text(expected="so many in so long, such as 20/min or 20/10m", parse=formats.rate)


def _mail_server(text: str) -> str:
    parts = links.split(text, links.MAIL)
    if parts.path not in {"", "/"}:
        raise Malformed("nothing may follow the port")
    return text


def _unsubscribe(text: str) -> str:
    if text.startswith("mailto:"):
        formats.email_address(text.removeprefix("mailto:").partition("?")[0])
        return text
    links.split(text, ("https",))
    return text


def _web_secret(text: str) -> str:
    links.split(text, links.WEB)
    return text


SMTP = OpenOrSecret(
    text=Text(
        expected="smtp+starttls://user@host:587, smtps://user@host:465 or smtp://host:25",
        parse=_mail_server,
        mask=links.masked,
    ),
    goes="it goes into the key password, as env:NAME",
)
SECRET = Secret()
BOT_ADDRESS = Secret(
    expected="env:NAME or file:PATH (the address of a bot is its secret)",
    check=_web_secret,
    inline=links.on_this_machine,
)

COMMON: Final = (
    Key(name="type", kind=Text(expected="a kind of channel"), required=True, meaning="The kind of channel."),
    Key(
        name="on_doubt",
        kind=Choice(options=("resend", "hold")),
        default="resend",
        meaning="When no answer came and the message may have arrived: send it again marked as a possible repeat, or"
        " hold it until a person decides.",
    ),
    Key(
        name="fallback",
        kind=named("the name of another channel"),
        example="mail",
        meaning="Channel that gets what this one could not deliver.",
    ),
    Key(
        name="rate",
        kind=RATE,
        example="20/min",
        stands_for="the kind's own: chat kinds a little under what the provider allows, others none",
        meaning="At most so many messages; what is over waits and is put together.",
    ),
    Key(
        name="language",
        kind=Choice(options=LANGUAGES),
        stands_for="the settings' language",
        meaning="Language of this channel's messages.",
    ),
    Key(name="dry_run", kind=Truth(), default="false", meaning="Render and record everything, send nothing."),
)

DKIM = Table(
    title="dkim",
    keys=(
        Key(
            name="domain",
            kind=words("a domain"),
            example="example.org",
            stands_for="the sender's",
            meaning="Signing domain.",
        ),
        Key(
            name="selector", kind=words("a selector"), required=True, example="news", meaning="Name of the key in DNS."
        ),
        Key(name="key", kind=SECRET, required=True, example="file:dkim.pem", meaning="Private key in PEM form."),
    ),
)
_EMAIL = (
    Key(
        name="from",
        kind=EMAIL_ADDRESS,
        required=True,
        example='"News <news@example.org>"',
        meaning="Sender, with or without a name.",
    ),
    Key(
        name="to",
        kind=Many(item=EMAIL_ADDRESS, least=1),
        required=True,
        example="[a@example.org, b@example.org]",
        meaning="Recipients; each gets a message of their own.",
    ),
    Key(
        name="smtp",
        kind=SMTP,
        required=True,
        example='"smtp+starttls://user@mail.example.org:587"',
        meaning="Mail server: smtp+starttls:// (587), smtps:// (465) or smtp:// (25, not encrypted). An @ in the user"
        " is written %40.",
    ),
    Key(name="password", kind=SECRET, example="env:SMTP_PASSWORD", meaning="Password of the user in smtp."),
    Key(name="reply_to", kind=EMAIL_ADDRESS, example="desk@example.org", meaning="Where answers go."),
    Key(
        name="unsubscribe",
        kind=Text(expected="a mailto: or https: address", parse=_unsubscribe),
        example="mailto:news@example.org",
        meaning="Goes into List-Unsubscribe; an https: address must take a bare POST for it (RFC 8058).",
    ),
    Key(
        name="dkim",
        kind=DKIM,
        example="{domain: example.org, selector: news, key: 'file:dkim.pem'}",
        meaning="Signs each message (RFC 6376).",
    ),
)
_BOT = Key(
    name="url",
    kind=BOT_ADDRESS,
    required=True,
    example="env:BOT_URL",
    meaning="Address of the bot, as the provider shows it. It is a secret; only a loopback address may stand here.",
)
_SIGNED_BOT = (
    _BOT,
    Key(name="secret", kind=SECRET, example="env:BOT_SECRET", meaning="Signing secret of the bot."),
    Key(
        name="keyword",
        kind=words("a word"),
        example="新闻",
        meaning="Word that the bot demands in each message; it is added where it is missing.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ChatId:
    """Telegram's chat: ``@name``, or a number with or without quotes."""

    expected: str = "a chat id such as -1001234 or @name"

    def read(self, node: Node, name: str, site: Site) -> object:
        if isinstance(node, Scalar) and isinstance(node.value, int) and not isinstance(node.value, bool):
            return node.raw
        return words(self.expected).read(node, name, site)

    def schema(self) -> Schema:
        return {"type": ["string", "integer"]}


_TELEGRAM = (
    Key(name="token", kind=SECRET, required=True, example="env:TELEGRAM_TOKEN", meaning="Token of the bot."),
    Key(name="chat", kind=_ChatId(), required=True, example='"@news"', meaning="Chat, group or channel to write to."),
    Key(name="api", kind=WEB_ADDRESS, default="https://api.telegram.org", meaning="Base of the Bot API."),
)
_WEB_HOOK = (
    Key(
        name="url",
        kind=OpenOrSecret(text=WEB_ADDRESS, goes="a web hook is signed instead: use the key secret"),
        required=True,
        example="https://example.org/hook",
        meaning="Address that gets the JSON; env:NAME when it holds a secret.",
    ),
    Key(
        name="secret",
        kind=Either(short=SECRET, long=Many(item=SECRET, least=1, repeats=True)),
        example="env:HOOK_SECRET",
        meaning="Signs each call (Standard Webhooks); a list of two while a key is being changed.",
    ),
)
_APPRISE = (
    Key(
        name="url",
        kind=SECRET,
        required=True,
        example="env:APPRISE_URL",
        meaning="Apprise address of any of its services; it holds secrets, so it never stands here.",
    ),
)
_FILE = (
    Key(
        name="path",
        kind=words("a folder"),
        required=True,
        example="state/outbox",
        meaning="Folder that messages are written to, one file each.",
    ),
)

CHANNEL_TABLES: Final[dict[str, Table]] = {
    kind: Table(title=f"channels ({kind})", keys=COMMON + own)
    for kind, own in {
        "email": _EMAIL,
        "feishu": _SIGNED_BOT,
        "dingtalk": _SIGNED_BOT,
        "wecom": (_BOT,),
        "slack": (_BOT,),
        "discord": (_BOT,),
        "teams": (_BOT,),
        "bark": (_BOT,),
        "ntfy": (_BOT,),
        "telegram": _TELEGRAM,
        "webhook": _WEB_HOOK,
        "apprise": _APPRISE,
        "file": _FILE,
        "terminal": (),
    }.items()
}
COMMON_NAMES: Final = frozenset(key.name for key in COMMON)
SILENT_KINDS: Final = frozenset({"email", "file", "terminal"})
"""Kinds that alerts do not go to unless a route says so; all others are chat channels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A mapping whose key ``type`` says which other keys there are."""

    expected: str = f"a channel with the key type: one of {', '.join(CHANNEL_TABLES)}"

    def read(self, node: Node, name: str, site: Site) -> object:
        members = members_of(node, name, self.expected, site)
        if members is None:
            return WRONG
        kinds = tuple(CHANNEL_TABLES)
        member = members.get("type")
        if member is None:
            return site.report(node.place, f"{name}.type is missing", expected=f"one of {', '.join(kinds)}")
        kind = Choice(options=kinds).read(member.value, f"{name}.type", site)
        if not isinstance(kind, str):
            return kind
        return CHANNEL_TABLES[kind].read(node, name, site)

    def schema(self) -> Schema:
        found = []
        for kind, table in CHANNEL_TABLES.items():
            schema = table.schema()
            schema["properties"]["type"] = {"const": kind}
            found.append(schema)
        return {"anyOf": found}
