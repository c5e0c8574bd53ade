"""The keys of a source and of a search in a watchlist file."""

import re
from typing import Final

from monitor.adapters.config.schema import formats
from monitor.adapters.config.schema import urls as links
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.keys import Key, Table
from monitor.adapters.config.schema.scalars import (
    LANGUAGE_TAG,
    PROXY_OR_DIRECT,
    TIME_ZONE,
    WEB_ADDRESS,
    duration_text,
    free_text,
    name_text,
)
from monitor.adapters.config.schema.secrets import Referable, Secret
from monitor.adapters.config.schema.values import WRONG, Choice, Many, Number, Schema, Site, Text, members_of
from monitor.adapters.config.schema.yaml_tree import Node, Scalar
from monitor.adapters.config.watchlists.rules import (
    check_source,
    check_times,
)
from monitor.core.i18n.phrases import Reason, reason_of
from monitor.core.model.sources import TIERS
from monitor.core.parse.kinds import SOURCE_KINDS
from monitor.values import dataclass

RSSHUB: Final = "rsshub:"
ENGINES: Final = ("google-news", "bing-news", "hnrss", "reddit", "arxiv")
KINDS: Final = tuple(SOURCE_KINDS)
_SECRET_HEADER = re.compile(r"authorization|cookie|token|secret|passw|session|(^|-)(api)?-?key$", re.IGNORECASE)


def _source_address(text: str) -> str:
    if text.startswith(RSSHUB):
        if not re.fullmatch(r"/[^\s]+", text.removeprefix(RSSHUB)):
            raise Malformed(Reason("refused.address-meant", address="rsshub:/" + text.removeprefix(RSSHUB).lstrip("/")))
        return text
    if links.has_user(text):
        raise Malformed(Reason("refused.address-user"))
    WEB_ADDRESS.parse(text)
    return text


def refused_address(text: str) -> str:
    """Why an address cannot be a source's, for what is typed or comes from elsewhere; empty when it can."""
    try:
        _source_address(text)
    except Malformed as wrong:
        return reason_of(wrong) or Reason("refused.address-none")
    return ""


def _header_value(text: str) -> str:
    if not re.fullmatch(r"[\x20-\x7e]+", text):
        raise Malformed("ASCII on one line")
    return text


def _user_and_password(text: str) -> str:
    if ":" not in text:
        raise Malformed("it must read user:password")
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """Request headers by name; those that prove who asks are secrets."""

    expected: str = "a mapping from header names to values"

    def read(self, node: Node, name: str, site: Site) -> object:
        members = members_of(node, name, self.expected, site)
        found: dict[str, object] = {}
        for header, member in (members or {}).items():
            path = f"{name}.{header}"
            if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", header):
                found[header] = site.report(member.place, f"{path} is not a valid header name")
            elif _SECRET_HEADER.search(header) or _is_reference(member.value):
                found[header] = Secret(check=_header_value).read(member.value, path, site)
            else:
                found[header] = Text(expected="text", parse=_header_value).read(member.value, path, site)
        return WRONG if members is None or any(value is WRONG for value in found.values()) else found

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}


def _is_reference(node: Node) -> bool:
    return isinstance(node, Scalar) and node.raw.startswith(("env:", "file:"))


TOPIC_IDS = Many(item=name_text("the id of a topic"), least=1)
TIMES = Many(
    item=Text(expected="a time such as 07:00", parse=formats.clock_time, pattern=r"^[0-9]{1,2}:[0-9]{2}$"),
    least=1,
    commas=True,
)
WHEN: Final = (
    Key(
        name="every",
        kind=duration_text("1m", "365d"),
        example="30m",
        stands_for="what polling learns",
        meaning="Asked this often, whatever is learnt.",
    ),
    Key(
        name="at",
        kind=TIMES,
        example='"07:00,12:00,18:00"',
        meaning="Asked at these times of the source's time zone, and only then.",
    ),
    Key(
        name="active",
        kind=Text(expected='hours such as "08:00-22:00" or "Mon-Fri 08:00-22:00"', parse=formats.active_hours),
        example='"Mon-Fri 08:00-22:00"',
        stands_for="always",
        meaning="Asked only within these hours of the source's time zone.",
    ),
    Key(
        name="priority",
        kind=Number(low=0.1, high=10, whole=False),
        default="1",
        meaning="Share of the polling budget compared with other sources.",
    ),
    Key(
        name="proxy",
        kind=PROXY_OR_DIRECT,
        example="direct",
        stands_for="fetch.proxy",
        meaning="Proxy for this source; direct = none.",
    ),
)


def _source_meant(text: str) -> str:
    """The source that an address alone stands for."""
    return "" if refused_address(text) else f'{{url: "{text}"}}'


SOURCE = Table(
    title="a source",
    check=check_source,
    meant_by=_source_meant,
    keys=(
        Key(
            name="url",
            kind=Referable(
                text=Text(
                    expected="an address with http:// or https://, or rsshub:/path",
                    parse=_source_address,
                    mask=links.without_user,
                    pattern=r"^(https?://|rsshub:/)",
                ),
                secret=True,
            ),
            required=True,
            example="https://example.org/feed.xml",
            meaning="Address; rsshub:/path is put behind the setting rsshub.",
        ),
        Key(
            name="kind",
            kind=Choice(options=KINDS),
            default="feed",
            meaning=f"{', '.join(f'{kind.name} ({kind.meaning})' for kind in SOURCE_KINDS.values())}.",
        ),
        Key(
            name="title",
            kind=free_text("text"),
            example="Example",
            stands_for="what the document says",
            meaning="Name of the source. On page and json: the selector of an item's title.",
        ),
        Key(
            name="lang",
            kind=LANGUAGE_TAG,
            example="zh",
            stands_for="what its words tell, else what the document says",
            meaning="Its language.",
        ),
        Key(
            name="timezone",
            kind=TIME_ZONE,
            example="Asia/Shanghai",
            stands_for="the settings' timezone",
            meaning="Zone of dates that name none, and of at and active.",
        ),
        Key(
            name="tier",
            kind=Choice(options=TIERS),
            default="press",
            meaning="How original it is; official leads a story, aggregator never does if another has it.",
        ),
        *WHEN,
        Key(
            name="fulltext",
            kind=Choice(options=("auto", "always", "never")),
            default="auto",
            meaning="Read the entry's page for its full text: when the feed has a teaser only, always, or never.",
        ),
        Key(
            name="headers",
            kind=Headers(),
            example='{Authorization: "env:EXAMPLE_TOKEN"}',
            meaning="Request headers; dropped on a redirect to another origin.",
        ),
        Key(
            name="auth",
            kind=Secret(expected="env:NAME or file:PATH, holding user:password", check=_user_and_password),
            example="env:EXAMPLE_LOGIN",
            meaning="user:password for basic authentication; dropped on a redirect to another origin.",
        ),
        Key(
            name="topics",
            kind=TOPIC_IDS,
            example="[kling]",
            stands_for="all topics",
            meaning="Match this source against these topics only.",
        ),
        Key(
            name="item",
            kind=free_text("a selector"),
            example="article.post",
            meaning="page: CSS selector of one item; json: JMESPath of the list; watch: the part of the page to watch.",
        ),
        Key(
            name="link",
            kind=free_text("a selector"),
            example="a.title",
            stands_for="the headline's link, else the item's first",
            meaning="page, json: where an item's link is.",
        ),
        Key(name="date", kind=free_text("a selector"), example="time", meaning="page, json: where an item's date is."),
        Key(
            name="text",
            kind=free_text("a selector"),
            example=".summary",
            meaning="page, json: where an item's text is.",
        ),
    ),
)
SEARCH = Table(
    title="a search",
    check=check_times,
    keys=(
        Key(
            name="engine",
            kind=Choice(options=ENGINES),
            required=True,
            example="google-news",
            meaning="Where to search.",
        ),
        Key(
            name="topics",
            kind=TOPIC_IDS,
            example="[kling]",
            stands_for="all topics with aliases",
            meaning="One source is made for each of these topics, from its aliases in their order.",
        ),
        Key(
            name="language",
            kind=LANGUAGE_TAG,
            example="zh-CN",
            stands_for="zh-CN or en-US, after the settings' language",
            meaning="Language and country of the edition that is searched.",
        ),
        *WHEN,
    ),
)
