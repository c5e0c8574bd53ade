"""The keys ``web`` and ``remote``: the pages of this monitor, and another one that commands speak to."""

import re

from monitor.adapters.config.schema import formats
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.keys import Key, Table
from monitor.adapters.config.schema.scalars import BASE_ADDRESS
from monitor.adapters.config.schema.secrets import Referable, Secret
from monitor.adapters.config.schema.values import Many, Text
from monitor.adapters.config.settings.channel_keys import SECRET

OFF = "off"
"""In place of an address: no pages are served."""
_SHORTEST_SECRET = 32
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,59}")
_NO_NAMES = frozenset({"authorization", "cookie", "host", "origin", "forwarded", "x-forwarded-for"})


def _listen_address(text: str) -> str:
    if text == OFF:
        return OFF
    # Port 0 lets the system choose a free one.
    return formats.host_port(text[:-1] + "1")[:-1] + "0" if text.endswith(":0") else formats.host_port(text)


def _long_enough(text: str) -> None:
    if len(text) < _SHORTEST_SECRET:
        raise Malformed(f"at least {_SHORTEST_SECRET} characters, e.g. of: openssl rand -hex 32")


def _header_name(text: str) -> str:
    if not _HEADER.fullmatch(text) or text.lower() in _NO_NAMES:
        raise Malformed("a header that nothing else uses")
    return text


LINK_SECRET = Secret(check=_long_enough)

WEB = Table(
    title="web",
    keys=(
        Key(
            name="listen",
            kind=Text(expected="host:port such as 127.0.0.1:8765, or off", parse=_listen_address),
            default='"127.0.0.1:8765"',
            meaning="Where the daemon serves its pages (`[::]:8765`: IPv4 and IPv6); other than on loopback they need "
            "a password. `off`: nowhere.",
        ),
        Key(name="password", kind=SECRET, example="env:MONITOR_PASSWORD", meaning="Password of the pages."),
        Key(
            name="base_url",
            kind=Referable(text=BASE_ADDRESS),
            example="https://news.example.org",
            stands_for="messages carry no links to the pages",
            meaning="Address of the pages for links in messages; unless loopback it needs a password.",
        ),
        Key(
            name="secret",
            kind=LINK_SECRET,
            example="env:MONITOR_LINK_SECRET",
            stands_for="a key that the store makes for itself",
            meaning="Signs the feedback links in messages; a new one makes links that went out useless.",
        ),
        Key(
            name="user_header",
            kind=Text(expected="the name of a header such as Remote-User", parse=_header_name),
            example="Remote-User",
            stands_for="no header says who asks",
            meaning="Header in which a proxy says who is logged in there; believed from `proxies` alone.",
        ),
        Key(
            name="proxies",
            kind=Many(item=Text(expected="an address or a network such as 172.18.0.0/16", parse=formats.parse_network)),
            default="[]",
            example='["172.18.0.2"]',
            meaning="Addresses of the proxies whose `user_header` is believed.",
        ),
    ),
)
REMOTE = Table(
    title="remote",
    keys=(
        Key(
            name="server",
            kind=Referable(text=BASE_ADDRESS),
            example="https://news.example.org",
            stands_for="commands work on this machine",
            meaning="Address of the pages of another monitor: commands that read, and small changes, go there.",
        ),
        Key(name="token", kind=SECRET, example="env:NEWS_TOKEN", meaning="A token of that monitor."),
    ),
)
