"""The keys of ``fetch``, ``polling`` and ``websub``: how sources are asked."""

import re

from monitor.adapters.config.schema import formats
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.keys import Key, Table
from monitor.adapters.config.schema.scalars import (
    BASE_ADDRESS,
    PROXY,
    duration_text,
)
from monitor.adapters.config.schema.secrets import Referable
from monitor.adapters.config.schema.values import Choice, Many, Number, Text


def _header_safe(text: str) -> str:
    if not re.fullmatch(r"[\x20-\x7e]{1,200}", text):
        raise Malformed("ASCII on one line, as it goes into a header")
    return text


FETCH = Table(
    title="fetch",
    keys=(
        Key(
            name="concurrency",
            kind=Number(low=1, high=1000),
            default="64",
            meaning="Requests under way at once, over all hosts.",
        ),
        Key(
            name="per_host_delay",
            kind=duration_text("0s", "1h"),
            default="1s",
            meaning="Pause between two requests to one host: one at a time, but three more beside one that hangs.",
        ),
        Key(
            name="timeout",
            kind=duration_text("1s", "10m"),
            default="30s",
            meaning="Longest time for one request, from name look-up to the last byte.",
        ),
        Key(
            name="max_body",
            kind=Text(expected="a size such as 8MiB or 500KiB", parse=formats.parse_size),
            default="8MiB",
            meaning="Largest document, after unpacking.",
        ),
        Key(
            name="allow_networks",
            kind=Many(item=Text(expected="a network such as 127.0.0.0/8 or fd00::/8", parse=formats.parse_network)),
            default="[]",
            example='["127.0.0.0/8"]',
            meaning="Networks that are not public and may be asked all the same, on every port.",
        ),
        Key(
            name="allow",
            kind=Many(item=Text(expected="host:port", parse=formats.host_port)),
            default="[]",
            example='["rsshub.lan:1200"]',
            meaning="Exactly these hosts and ports may be asked although they are not public.",
        ),
        Key(
            name="allow_ports",
            kind=Many(item=Number(low=1, high=65535), least=1),
            default="[80, 443, 8080, 8443]",
            meaning="Ports of public addresses that may be asked.",
        ),
        Key(
            name="proxy",
            kind=PROXY,
            default="null",
            example="env:MONITOR_PROXY",
            meaning="Proxy for everything that goes out: http, https or socks5. A source may say proxy: direct.",
        ),
        Key(
            name="no_proxy",
            kind=Many(item=Text(expected="a network, a host or *.domain", parse=formats.direct_place)),
            default="[]",
            example='["192.168.0.0/16", "*.lan"]',
            meaning="What is reached without the proxy: networks, hosts, and *.domain for all names below it.",
        ),
        Key(
            name="contact",
            kind=Text(expected="an e-mail or web address", parse=_header_safe),
            example="ops@example.org",
            stands_for="none is sent",
            meaning="Goes into the User-Agent, so that a publisher can reach you.",
        ),
    ),
)
POLLING = Table(
    title="polling",
    keys=(
        Key(
            name="budget",
            kind=Text(expected="so many a day, such as 24/day", parse=formats.per_day),
            default="24/day",
            meaning="Requests per source, on average over all sources.",
        ),
        Key(
            name="min",
            kind=duration_text("1m", "30d"),
            default="5m",
            meaning="Shortest time between two polls of a source.",
        ),
        Key(
            name="max",
            kind=duration_text("1m", "30d"),
            example="24h",
            stands_for="8 mean intervals but at most 2d, or 2 mean intervals where that is more",
            meaning="Longest time between two polls of a source.",
        ),
        Key(
            name="mode",
            kind=Choice(options=("adaptive", "fixed")),
            default="adaptive",
            meaning="Learn when each source posts, or ask all of them evenly.",
        ),
    ),
)
WEBSUB = Table(
    title="websub",
    keys=(
        Key(
            name="callback",
            kind=Referable(text=BASE_ADDRESS),
            example="https://news.example.org",
            stands_for="every source is polled, nothing is subscribed to",
            meaning="Where hubs reach this program's web server from outside; only /websub/ must be open to them.",
        ),
    ),
)
