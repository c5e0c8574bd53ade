"""The keys of each kind of channel: made from the options that ``core.channels`` declares."""

from collections.abc import Callable, Mapping
from typing import Final

from monitor.adapters.config.schema import formats
from monitor.adapters.config.schema import urls as links
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.keys import Key, Table
from monitor.adapters.config.schema.scalars import PROXY_OR_DIRECT, WEB_ADDRESS, free_text, name_text
from monitor.adapters.config.schema.secrets import OpenOrSecret, Referable, Secret
from monitor.adapters.config.schema.values import (
    WRONG,
    Choice,
    Either,
    Kind,
    Many,
    Schema,
    Site,
    Text,
    Truth,
    members_of,
)
from monitor.adapters.config.schema.yaml_tree import Node, Scalar
from monitor.core.channels.options import Option, OptionType
from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.model.languages import LANGUAGES
from monitor.values import dataclass

EMAIL_ADDRESS = Text(expected="an e-mail address such as a@example.org", parse=formats.email_address)
RATE = Text(expected="so many in so long, such as 20/min or 20/10m", parse=formats.parse_rate)
SECRET = Secret()


def _mail_server(text: str) -> str:
    parts = links.split_url(text, links.MAIL)
    if parts.path not in {"", "/"}:
        raise Malformed("nothing may follow the port")
    return text


def _unsubscribe_address(text: str) -> str:
    if text.startswith("mailto:"):
        formats.email_address(text.removeprefix("mailto:").partition("?")[0])
        return text
    links.split_url(text, ("https",))
    return text


def _web_secret(text: str) -> str:
    links.split_url(text, links.WEB)
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class _ChatId:
    """Telegram's chat: ``@name``, or a number with or without quotes."""

    expected: str = "a chat id such as -1001234 or @name"

    def read(self, node: Node, name: str, site: Site) -> object:
        if isinstance(node, Scalar) and isinstance(node.value, int) and not isinstance(node.value, bool):
            return node.raw
        return free_text(self.expected).read(node, name, site)

    def schema(self) -> Schema:
        return {"type": ["string", "integer"]}


def _secret_kind(option: Option) -> Kind:
    return Secret(check=_option_check(option))


def _secrets_kind(option: Option) -> Kind:
    each = _option_check(option)

    def check_all(text: str) -> None:
        for secret in text.replace(",", " ").split():
            each(secret)

    return Either(short=Secret(check=check_all), long=Many(item=_secret_kind(option), least=1, repeats=True))


def _secret_address(option: Option) -> Kind:
    return Secret(
        expected="env:NAME or file:PATH (the address of a bot is its secret)",
        check=_option_check(option, _web_secret),
        inline=links.on_this_machine,
    )


def _address_kind(option: Option) -> Kind:
    return OpenOrSecret(text=WEB_ADDRESS, goes=option.instead)


def _group_kind(option: Option) -> Kind:
    return Table(title=option.name, keys=tuple(map(_option_key, option.members)))


def _text_kind(option: Option) -> Kind:
    return free_text(option.expected)


def _always_kind(kind: Kind) -> Callable[[Option], Kind]:
    return lambda _: kind


_READ_AS: Final[Mapping[OptionType, Callable[[Option], Kind]]] = {
    OptionType.TEXT: _text_kind,
    OptionType.SECRET: _secret_kind,
    OptionType.SECRETS: _secrets_kind,
    OptionType.SECRET_ADDRESS: _secret_address,
    OptionType.ADDRESS: _address_kind,
    OptionType.PROXY: _always_kind(PROXY_OR_DIRECT),
    OptionType.CHAT_ID: _always_kind(_ChatId()),
    OptionType.MAIL_ADDRESS: _always_kind(Referable(text=EMAIL_ADDRESS)),
    OptionType.MAIL_ADDRESSES: _always_kind(Many(item=Referable(text=EMAIL_ADDRESS), least=1)),
    OptionType.MAIL_SERVER: _always_kind(
        OpenOrSecret(
            text=Text(
                expected="smtp+starttls://user@host:587, smtps://user@host:465 or smtp://host:25",
                parse=_mail_server,
                mask=links.mask_password,
            ),
            goes="it goes into the key password, as env:NAME",
        )
    ),
    OptionType.UNSUBSCRIBE: _always_kind(Text(expected="a mailto: or https: address", parse=_unsubscribe_address)),
    OptionType.FOLDER: _always_kind(free_text("a folder")),
    OptionType.GROUP: _group_kind,
}


def _option_check(option: Option, form: Callable[[str], object] = str) -> Callable[[str], object]:
    """The form of the value, then what the service says of it, as the schema wants to hear it."""

    def check(text: str) -> object:
        form(text)
        if option.check is not None:
            try:
                option.check(text)
            except ValueError as error:
                raise Malformed(str(error)) from None
        return text

    return check


def _option_key(option: Option) -> Key:
    return Key(
        name=option.name,
        kind=_READ_AS[option.type](option),
        meaning=option.meaning,
        default=option.default,
        required=option.required,
        example=option.example,
        stands_for=option.absent,
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
        kind=name_text("the name of another channel"),
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
COMMON_NAMES: Final = frozenset(key.name for key in COMMON)
CHANNEL_TABLES: Final[Mapping[str, Table]] = {
    kind.name: Table(title=f"channels ({kind.name})", keys=COMMON + tuple(map(_option_key, kind.options)))
    for kind in CHANNEL_KINDS.values()
}
GROUP_TABLES: Final[Mapping[str, Table]] = {
    option.name: Table(title=option.name, keys=tuple(map(_option_key, option.members)))
    for kind in CHANNEL_KINDS.values()
    for option in kind.options
    if option.members
}
"""The keys of options that hold a mapping: "dkim"."""


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
