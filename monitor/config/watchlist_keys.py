"""The keys of a watchlist file."""

import re
from dataclasses import dataclass
from typing import Final

from monitor.config import formats, links
from monitor.config.formats import Malformed
from monitor.config.kinds import WRONG, Choice, Either, Many, Named, Number, Schema, Site, Text, Truth, members_of
from monitor.config.references import OpenOrSecret, Secret
from monitor.config.scalars import LANGUAGE_TAG, TIME_ZONE, WEB_ADDRESS, lasting, named, words
from monitor.config.tables import Key, Table
from monitor.config.tree import Node, Scalar
from monitor.config.watchlist_rules import (
    check_alias,
    check_source,
    check_times,
    check_topic,
    check_watchlist,
    name_alone,
)
from monitor.types.sources import TIERS

RSSHUB: Final = "rsshub:"
ENGINES: Final = ("google-news", "bing-news", "hnrss", "reddit", "arxiv")
KINDS: Final = ("feed", "page", "watch", "sitemap", "json")
_SECRET_HEADER = re.compile(r"authorization|cookie|token|secret|passw|session|(^|-)(api)?-?key$", re.IGNORECASE)


def _source_address(text: str) -> str:
    if text.startswith(RSSHUB):
        if not re.fullmatch(r"/[^\s]+", text.removeprefix(RSSHUB)):
            raise Malformed("did you mean rsshub:/" + text.removeprefix(RSSHUB).lstrip("/"))
        return text
    if links.has_user(text):
        raise Malformed("a user or password goes into the keys auth or headers, as env:NAME")
    WEB_ADDRESS.parse(text)
    return text


def _header_value(text: str) -> str:
    if not re.fullmatch(r"[\x20-\x7e]+", text):
        raise Malformed("ASCII on one line")
    return text


def _user_and_password(text: str) -> str:
    if ":" not in text:
        raise Malformed("it must read user:password")
    return text


def _proxy(text: str) -> str:
    if text != "direct":
        links.split(text, links.PROXIES)
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
                found[header] = site.report(member.place, f"{path} is no header name")
            elif _SECRET_HEADER.search(header) or _is_reference(member.value):
                found[header] = Secret(check=_header_value).read(member.value, path, site)
            else:
                found[header] = Text(expected="text", parse=_header_value).read(member.value, path, site)
        return WRONG if members is None or any(value is WRONG for value in found.values()) else found

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}


def _is_reference(node: Node) -> bool:
    return isinstance(node, Scalar) and node.raw.startswith(("env:", "file:"))


SENTENCE = Text(expected="a sentence", parse=str.strip)
WORDS = Many(item=words("a word"))
TOPIC_IDS = Many(item=named("the id of a topic"), least=1)
TIMES = Many(
    item=Text(expected="a time such as 07:00", parse=formats.clock_time, pattern=r"^[0-9]{1,2}:[0-9]{2}$"),
    least=1,
    commas=True,
)
WHEN: Final = (
    Key(
        name="every",
        kind=lasting("1m", "365d"),
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
        kind=OpenOrSecret(
            text=Text(expected="direct, or a proxy address, or env:NAME", parse=_proxy, mask=links.masked),
            goes="write the whole address into a variable and env:ITS_NAME here",
        ),
        example="direct",
        stands_for="fetch.proxy",
        meaning="Proxy for this source; direct = none.",
    ),
)
NAME_ALONE = Text(expected="a name", parse=name_alone)
ALIAS = Table(
    title="an alias",
    check=check_alias,
    keys=(
        Key(name="text", kind=words("a name"), required=True, example="Kling", meaning="The name as people write it."),
        Key(
            name="sure",
            kind=Truth(),
            stands_for="decided by the other keys",
            example="true",
            meaning="true: needs no evidence; false: never counts alone.",
        ),
        Key(
            name="needs",
            kind=WORDS,
            default="[]",
            example="[快手, Kuaishou, video]",
            meaning="Counts only with one of these words near it, in the title or in its section.",
        ),
        Key(
            name="within",
            kind=Number(low=1, high=10000),
            example="80",
            stands_for="title and section",
            meaning="How near the words of needs must be: characters in Chinese text, words in Latin text.",
        ),
        Key(
            name="not_near",
            kind=WORDS,
            default="[]",
            example="[dictionary]",
            meaning="Does not count with one of these words near it.",
        ),
        Key(name="title_only", kind=Truth(), default="false", meaning="Counts in titles only."),
        Key(name="case_sensitive", kind=Truth(), default="false", meaning="Counts only in this spelling."),
        Key(
            name="versions",
            kind=Truth(),
            default="false",
            meaning="A version behind the name (Kling 2.1, Wan2.2) makes it sure.",
        ),
    ),
)
EXAMPLES = Table(
    title="examples",
    keys=(
        Key(
            name="match",
            kind=Many(item=SENTENCE),
            default="[]",
            example="[快手可灵发布2.0]",
            meaning="Sentences that must match.",
        ),
        Key(
            name="reject",
            kind=Many(item=SENTENCE),
            default="[]",
            example="[座椅可灵活调节]",
            meaning="Sentences that must not match.",
        ),
    ),
)
TOPIC = Table(
    title="a topic",
    check=check_topic,
    keys=(
        Key(
            name="id",
            kind=named("an id"),
            required=True,
            example="kling",
            meaning="Identity, unique over all files; it must not change once in use.",
        ),
        Key(
            name="name",
            kind=Either(short=words("a name"), long=Named(name=LANGUAGE_TAG, value=words("a name"))),
            example="{zh: 可灵, en: Kling}",
            stands_for="the id",
            meaning="What people read, as one text or by language.",
        ),
        Key(name="owner", kind=words("text"), example="快手 Kuaishou", meaning="Who makes it; counts as evidence."),
        Key(
            name="aliases",
            kind=Many(item=Either(short=NAME_ALONE, long=ALIAS)),
            default="[]",
            example="[可灵, {text: Kling, needs: [video]}]",
            meaning="Its names: plain texts, or aliases with a policy of their own.",
        ),
        Key(
            name="query",
            kind=SENTENCE,
            example="'(\"video model\" OR 视频模型) NEAR/12 (open-source OR 开源)'",
            meaning="Boolean query, instead of aliases or beside them.",
        ),
        Key(
            name="exclude",
            kind=WORDS,
            default="[]",
            example="[可灵活]",
            meaning="Places where this topic's names do not count; other topics are not touched.",
        ),
        Key(
            name="near",
            kind=WORDS,
            default="[]",
            example="[文生视频, text-to-video]",
            meaning="Words of the neighbourhood: evidence for aliases that are not sure.",
        ),
        Key(
            name="examples",
            kind=EXAMPLES,
            default="{}",
            example="{match: [快手可灵发布2.0], reject: [座椅可灵活调节]}",
            meaning="Unit tests of the topic, run by monitor check.",
        ),
    ),
)
SOURCE = Table(
    title="a source",
    check=check_source,
    keys=(
        Key(
            name="url",
            kind=Text(
                expected="an address with http:// or https://, or rsshub:/path",
                parse=_source_address,
                mask=links.without_user,
                pattern=r"^(https?://|rsshub:/)",
            ),
            required=True,
            example="https://example.org/feed.xml",
            meaning="Address; rsshub:/path is put behind the setting rsshub.",
        ),
        Key(
            name="kind",
            kind=Choice(options=KINDS),
            default="feed",
            meaning="feed (RSS, Atom, RDF, JSON Feed), page (list of links), watch (text of one page), sitemap, json.",
        ),
        Key(
            name="title",
            kind=words("text"),
            example="Example",
            stands_for="what the document says",
            meaning="Name of the source. On page and json: the selector of an item's title.",
        ),
        Key(name="lang", kind=LANGUAGE_TAG, example="zh", stands_for="what the document says", meaning="Its language."),
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
            kind=words("a selector"),
            example="article.post",
            meaning="page: CSS selector of one item; json: JMESPath of the list; watch: the part of the page to watch.",
        ),
        Key(
            name="link",
            kind=words("a selector"),
            example="a.title",
            stands_for="the item's first link",
            meaning="page, json: where an item's link is.",
        ),
        Key(name="date", kind=words("a selector"), example="time", meaning="page, json: where an item's date is."),
        Key(name="text", kind=words("a selector"), example=".summary", meaning="page, json: where an item's text is."),
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
WATCHLIST = Table(
    title="the watchlist file",
    check=check_watchlist,
    keys=(
        Key(
            name="watchlist",
            kind=words("a name"),
            example="video-models",
            stands_for="the file's name",
            meaning="Name of this watchlist, unique over all files.",
        ),
        Key(
            name="topics",
            kind=Many(item=TOPIC),
            default="[]",
            example="[{id: kling, aliases: [可灵, Kling AI]}]",
            meaning="What to watch for.",
        ),
        Key(
            name="signals",
            kind=Named(name=named("a signal's name"), value=Many(item=words("a word"), least=1)),
            default="{}",
            example="{launch: [发布, 上线, release]}",
            meaning="Tags on a mention, by words in its sentence; the same signal in two files is the union.",
        ),
        Key(
            name="sources",
            kind=Many(item=SOURCE),
            default="[]",
            example='[{url: "https://example.org/feed.xml", title: Example}]',
            meaning="Where to look; every source is matched against every topic of all files.",
        ),
        Key(
            name="searches",
            kind=Many(item=SEARCH),
            default="[]",
            example="[{engine: google-news, topics: [kling], language: zh-CN}]",
            meaning="Search feeds, one source per topic.",
        ),
    ),
)
