"""A channel's options: declared once, read from the settings, checked where they are written and where used."""

from collections.abc import Callable
from enum import Enum, auto

from monitor.core.model.settings import ChannelSettings
from monitor.errors import UserError
from monitor.values import dataclass


class OptionType(Enum):
    """What an option may hold. ``adapters.config.settings.channel_keys`` reads each from YAML."""

    TEXT = auto()
    """One line of text."""
    SECRET = auto()
    """Never written in the file: ``env:NAME`` or ``file:PATH``."""
    SECRETS = auto()
    """A secret, or a list of them while a key is being changed."""
    SECRET_ADDRESS = auto()
    """A web address that is a secret itself."""
    ADDRESS = auto()
    """A web address; ``env:`` or ``file:`` when it holds a secret."""
    PROXY = auto()
    """``direct`` or the address of a proxy."""
    CHAT_ID = auto()
    """Text, or a number with or without quotes."""
    MAIL_ADDRESS = auto()
    MAIL_ADDRESSES = auto()
    """The recipients: each gets deliveries of their own."""
    MAIL_SERVER = auto()
    UNSUBSCRIBE = auto()
    """An address for ``List-Unsubscribe``."""
    FOLDER = auto()
    """Relative to the folder of the settings."""
    GROUP = auto()
    """A mapping; ``members`` are its options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option: what it holds, what it means, and an example for the documents.

    ``check`` raises ValueError with the reason for a value that the service cannot use.
    """

    name: str
    type: OptionType
    meaning: str
    required: bool = False
    default: str = ""
    example: str = ""
    expected: str = "text"
    """What a TEXT is, for the message that it is missing: "a word"."""
    absent: str = ""
    """What holds when it is not given and there is no plain default: "the sender's"."""
    instead: str = "write the whole address into a variable and env:ITS_NAME here"
    """Where a password belongs that was written into an ADDRESS."""
    check: Callable[[str], None] | None = None
    members: tuple["Option", ...] = ()


PROXY = Option(
    name="proxy",
    type=OptionType.PROXY,
    example="direct",
    absent="fetch.proxy",
    meaning="Proxy for this channel; direct = none.",
)


def bot_address(example: str = "env:BOT_URL", check: Callable[[str], None] | None = None) -> Option:
    """The option ``url`` of a bot whose address is its secret."""
    return Option(
        name="url",
        type=OptionType.SECRET_ADDRESS,
        required=True,
        example=example,
        check=check,
        meaning="Address of the bot, as the provider shows it. It is a secret; only a loopback address may stand here.",
    )


BOT_ADDRESS = bot_address()
BOT_SECRET = Option(
    name="secret", type=OptionType.SECRET, example="env:BOT_SECRET", meaning="Signing secret of the bot."
)
KEYWORD = Option(
    name="keyword",
    type=OptionType.TEXT,
    expected="a word",
    example="新闻",
    meaning="Word that the bot demands in each message; it is added where it is missing.",
)


def text_option(channel: ChannelSettings, option: Option) -> str:
    """The option as text, empty when it is not given and has no default.

    UserError when it is required and missing, is no text, or fails its check.
    """
    value = channel.options.get(option.name)
    if value is None or value == "":
        if option.required:
            raise UserError(f"channel {channel.name}: {channel.kind} needs {option.name}")
        return option.default
    if not isinstance(value, str | int):
        raise UserError(f"channel {channel.name}: {option.name} must be text")
    return _check_option(channel, option, str(value))


def list_option(channel: ChannelSettings, option: Option) -> tuple[str, ...]:
    """The option as a list: a YAML list, or words separated by spaces or commas; UserError as in ``text_option``."""
    value = channel.options.get(option.name)
    if value is None:
        return ()
    if isinstance(value, str):
        found = value.replace(",", " ").split()
    elif isinstance(value, list | tuple):
        found = [str(item) for item in value]
    else:
        raise UserError(f"channel {channel.name}: {option.name} must be text or a list")
    return tuple(_check_option(channel, option, item) for item in found)


def proxy_of(channel: ChannelSettings) -> str | None:
    """``None`` = the global proxy, ``"direct"`` = none, else a proxy address."""
    return text_option(channel, PROXY) or None


def keyword_of(channel: ChannelSettings) -> str:
    """The word that the receiver demands in every part, or nothing."""
    return text_option(channel, KEYWORD)


def _check_option(channel: ChannelSettings, option: Option, value: str) -> str:
    if option.check is not None:
        try:
            option.check(value)
        except ValueError as error:
            raise UserError(f"channel {channel.name}: {option.name}: {error}") from None
    return value
