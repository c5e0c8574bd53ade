"""E-mail over SMTP: HTML with a plain-text twin, one message for each recipient."""

from monitor.core.channels.kind import About, ChannelKind
from monitor.core.channels.options import Option, OptionType
from monitor.core.render.message_format import LateFormat, MessageFormat

SENDER = Option(
    name="from",
    type=OptionType.MAIL_ADDRESS,
    required=True,
    example='"News <news@example.org>"',
    meaning="Sender, with or without a name.",
)
RECIPIENTS = Option(
    name="to",
    type=OptionType.MAIL_ADDRESSES,
    required=True,
    example="[a@example.org, b@example.org]",
    meaning="Recipients; each gets a message of their own.",
)
SERVER = Option(
    name="smtp",
    type=OptionType.MAIL_SERVER,
    required=True,
    example='"smtp+starttls://user@mail.example.org:587"',
    meaning="Mail server: smtp+starttls:// (587), smtps:// (465) or smtp:// (25, not encrypted). An @ in the user"
    " is written %40.",
)
PASSWORD = Option(
    name="password", type=OptionType.SECRET, example="env:SMTP_PASSWORD", meaning="Password of the user in smtp."
)
REPLY_TO = Option(
    name="reply_to", type=OptionType.MAIL_ADDRESS, example="desk@example.org", meaning="Where answers go."
)
UNSUBSCRIBE = Option(
    name="unsubscribe",
    type=OptionType.UNSUBSCRIBE,
    example="mailto:news@example.org",
    meaning="Goes into List-Unsubscribe; an https: address must take a bare POST for it (RFC 8058).",
)
DKIM = Option(
    name="dkim",
    type=OptionType.GROUP,
    example="{domain: example.org, selector: news, key: 'file:dkim.pem'}",
    meaning="Signs each message (RFC 6376).",
    members=(
        Option(
            name="domain",
            type=OptionType.TEXT,
            expected="a domain",
            example="example.org",
            absent="the sender's",
            meaning="Signing domain.",
        ),
        Option(
            name="selector",
            type=OptionType.TEXT,
            expected="a selector",
            required=True,
            example="news",
            meaning="Name of the key in DNS.",
        ),
        Option(
            name="key",
            type=OptionType.SECRET,
            required=True,
            example="file:dkim.pem",
            meaning="Private key in PEM form.",
        ),
    ),
)


def _load_format() -> MessageFormat:
    from monitor.core.render.forms.email import MailFormat

    return MailFormat()


KIND = ChannelKind(
    name="email",
    about=About(
        message="HTML + text",
        signature="DKIM when `dkim` is set",
        accepted="250 after the message",
        wait="4xx",
        note="A user in `smtp` and `password` come together.",
    ),
    options=(SENDER, RECIPIENTS, SERVER, PASSWORD, REPLY_TO, UNSUBSCRIBE, DKIM),
    format=LateFormat(load=_load_format),
    gets_alerts=False,
    gets_digests=True,
)
