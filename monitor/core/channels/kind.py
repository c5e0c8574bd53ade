"""What a channel kind is: one value that holds all that sets it apart from the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime

from monitor.core.channels.options import BOT_ADDRESS, Option, text_option
from monitor.core.model.deliveries import SendOutcome
from monitor.core.model.http import NetAnswer
from monitor.core.model.settings import ChannelSettings, RateLimit
from monitor.core.render.escape import PLAIN, Dialect
from monitor.core.render.message_format import MessageFormat
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A payload about to be posted, and when."""

    payload: Mapping[str, object] = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Where to post, and what: addresses of bots are secrets."""

    url: str = field(repr=False)
    payload: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """What to post instead, at once, because of what the first answer said; ``note`` is shown when it was taken."""

    request: Request
    note: str = ""


Sign = Callable[[Outgoing], Request]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """How a chat service is posted to. All of it is pure: ``adapters.channels.chat_bot`` does the sending.

    ``signer`` reads the options once (UserError names a mistake) and returns what turns a payload into a request.
    ``judge`` reads the service's own answer: HTTP 200 alone says nothing. ``retry`` may ask for another request, of
    which what the answer was about is gone.
    """

    signer: Callable[[ChannelSettings], Sign]
    judge: Callable[[NetAnswer, datetime], SendOutcome]
    retry: Callable[[Request, NetAnswer], Retry | None] | None = None


def sign_nothing(channel: ChannelSettings) -> Sign:
    """For services whose address is the only secret."""
    url = text_option(channel, BOT_ADDRESS)

    def sign(outgoing: Outgoing) -> Request:
        return Request(url=url, payload=outgoing.payload)

    return sign


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the documents say of a kind, a few words each."""

    message: str
    """What a message looks like: "card"."""
    signature: str = "–"
    accepted: str
    """The answer that counts as a yes."""
    wait: str = "–"
    """Where the service says how long to wait."""
    note: str = ""
    """A sentence about its options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind:
    """One kind of channel. A new chat service is a file with such a value, a template, and a line in ``registry``."""

    name: str
    about: About
    format: MessageFormat
    options: tuple[Option, ...] = ()
    rates: Sequence[RateLimit] = ()
    """At most so many messages in any such span, unless the channel's ``rate`` says otherwise; none = any number.

    Published limits less a tenth: the provider counts when a message arrives, we when it leaves."""
    dialect: Dialect = PLAIN
    """How values are escaped in its templates."""
    bot: Bot | None = None
    """How it is posted to, if it is a chat service; others have a sender of their own in ``adapters.channels``."""
    gets_alerts: bool = True
    """Where no route is given, every alert goes there."""
    gets_digests: bool = False
    """Where no digest is given, the daily one goes there."""

    def limits(self, rate: RateLimit | None) -> Sequence[RateLimit]:
        """The channel's own ``rate`` wins over what is known of its kind."""
        return (rate,) if rate is not None else self.rates
