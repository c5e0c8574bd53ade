"""A month of made-up news: outlets in three languages, events that several of them tell, noise, and hostile text."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

_KEPT = 14
"""Items that a feed shows."""

SETTINGS = """\
timezone: Asia/Shanghai
language: en
state_dir: state
watchlists: watchlists
templates: templates
channels:
  team:  # a room
    type: webhook
    url: https://hooks.example/team
  mail:
    type: email
    from: "News <news@example.org>"
    to: [desk@example.org]
    smtp: "smtp://mail.example.org:25"
alerts:
  routes:
    - match: {}
      channels: [team]
digests:
  - {name: daily, at: "08:30", channels: [mail]}
"""

WATCHLIST = """\
# What the tests watch. This comment stays.
watchlist: machines
topics:
  - id: solara
    name: {en: Solara, zh: 索拉拉}
    aliases:
      - Solara   # the maker of roofs
      - 索拉拉
    examples: {match: [Solara opens a plant], reject: []}
  - id: kestrel
    name: {en: Kestrel Drones, zh: 红隼无人机}
    aliases:
      - Kestrel Drones
      - 红隼无人机
  - id: haiou
    name: {en: Haiou Motors, zh: 海鸥动力}
    aliases: [海鸥动力, Haiou Motors]
  - id: nimbus
    name: {en: Nimbus, zh: 云雀模型}
    aliases: [Nimbus AI, 云雀模型]
  - id: quiet
    name: {en: Quillfeather, zh: 羽笔}
    aliases: [Quillfeather]
signals:
  launch: [launches, unveils, 发布, 上线]
  pricing: [price, prices, 降价]
  recall: [recall, recalls, 召回]
sources:
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Who publishes, in which language, and when in the day."""

    url: str
    title: str
    lang: str
    tier: str
    share: float
    """How likely it is to tell an event."""


OUTLETS = (
    Outlet(url="https://wire.example/feed", title="Volt Wire", lang="en", tier="press", share=0.8),
    Outlet(url="https://harbour.example/rss", title="Harbour Post", lang="en", tier="press", share=0.5),
    Outlet(url="https://dianli.example/feed", title="电力观察", lang="zh", tier="press", share=0.6),
    Outlet(url="https://zaobao.example/feed", title="晨报科技", lang="zh", tier="press", share=0.4),
    Outlet(url="https://solara.example/news", title="Solara Newsroom", lang="en", tier="official", share=0.0),
    Outlet(url="https://sum.example/feed", title="Evening Sum-up", lang="en", tier="aggregator", share=0.3),
    Outlet(url="https://denki.example/feed", title="電気新聞社", lang="ja", tier="press", share=0.2),
)

NAMES = {
    "solara": ("Solara", "索拉拉", "ソララ"),
    "kestrel": ("Kestrel Drones", "红隼无人机", "ケストレル"),
    "haiou": ("Haiou Motors", "海鸥动力", "海鸥动力"),
    "nimbus": ("Nimbus AI", "云雀模型", "Nimbus AI"),
}
_HAPPENINGS = (
    (
        "{en} launches {thing} {v} for {place}",
        "{zh}发布{thing} {v}，面向{zhplace}",
        "{ja}、{place}向けに{thing} {v}を発表",
        "The {thing} {v} goes on sale in {place} this month, {en} said; deliveries begin with {n} units.",
        "{zh}表示，{thing} {v}本月在{zhplace}开售，首批{n}台。",
    ),
    (
        "{en} cuts prices of {thing} by {n} percent in {place}",
        "{zh}在{zhplace}把{thing}降价{n}%",
        "{ja}、{place}で{thing}を{n}%値下げ",
        "Prices of the {thing} fall by {n} percent in {place}, {en} told dealers on Monday.",
        "{zh}周一通知经销商，{thing}在{zhplace}降价{n}%。",
    ),
    (
        "{en} recalls {n} {thing} units sold in {place}",
        "{zh}在{zhplace}召回{n}台{thing}",
        "{ja}、{place}の{thing} {n}台を回収",
        "A loose cable may overheat; {en} will mend all {n} units of the {thing} free of charge.",
        "因线缆可能过热，{zh}将免费维修全部{n}台{thing}。",
    ),
    (
        "{en} builds a plant near {place} for {n} million euros",
        "{zh}将在{zhplace}投资{n}万欧元建厂",
        "{ja}、{place}に{n}百万ユーロの工場",
        "The plant near {place} will employ {n} people, the mayor said beside the managers of {en}.",
        "{zhplace}市长表示，{zh}的工厂将雇用{n}人。",
    ),
)
_THINGS = ("Ridge panel", "Harrier 2", "Tern wagon", "Lumen model", "Beacon inverter", "Pike battery", "Dune glider")
_PLACES = (
    ("Hamburg", "汉堡"), ("Osaka", "大阪"), ("Leeds", "利兹"), ("Porto", "波尔图"),
    ("Chengdu", "成都"), ("Graz", "格拉茨"), ("Lyon", "里昂"), ("Tampere", "坦佩雷"),
)  # fmt: skip
_NOISE_EN = (
    "City library opens on Sundays", "Rain ends the driest spring in {n} years", "How {n} bakers save electricity",
    "The ferry to {place} runs again", "A choir of {n} sings in {place}", "Council of {place} argues about trees",
)  # fmt: skip
_NOISE_ZH = (
    "{zhplace}图书馆周日开放",
    "{zhplace}迎来{n}年来最干燥的春天",
    "{n}家面包店如何省电",
    "{zhplace}渡轮恢复通航",
)

HOSTILE = (
    "<script>window.hit=1</script>",
    '"><img src=x onerror="window.hit=2">',
    "</title><svg onload=window.hit=3>",
    "javascript:window.hit=4",
    "https://town.example/" + "endless" * 30,
    "{{ 7*7 }}{% raw %}'--></style></textarea><iframe srcdoc='<script>parent.hit=5</script>'>",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a feed."""

    title: str
    text: str
    at: datetime
    link: str


class Month:
    """The feeds as they stand at a time; the same seed gives the same month."""

    def __init__(self, begin: datetime, *, seed: int = 16) -> None:
        self._random = random.Random(seed)  # noqa: S311 repeatable, no secret
        self._items: dict[str, list[Item]] = {outlet.url: [] for outlet in OUTLETS}
        self._begin = begin
        self._count = 0

    def go_on(self, since: datetime, until: datetime) -> Mapping[str, bytes]:
        """Let the news of [since, until) happen; returns every feed."""
        chance = self._random
        for _ in range(chance.choice((1, 2, 2, 3))):
            self._event(since + (until - since) * chance.random() * 0.8)
        for outlet in OUTLETS:
            for _ in range(chance.choice((0, 1, 2, 3)) if outlet.tier == "press" else 0):
                self._noise(outlet, since + (until - since) * chance.random())
        return {outlet.url: self.feed(outlet) for outlet in OUTLETS}

    def hostile(self, at: datetime) -> None:
        """Every hostile text as a title, a text and a link."""
        for text in HOSTILE:
            self._add(
                OUTLETS[0],
                f"Solara {text} opens",
                f"Solara said {text} in Hamburg.",
                at,
                link=f"https://wire.example/{text}",
            )

    def feed(self, outlet: Outlet) -> bytes:
        """Its newest items as RSS."""
        newest = sorted(self._items[outlet.url], key=lambda item: item.at, reverse=True)[:_KEPT]
        return _rss(outlet, newest)

    def _event(self, at: datetime) -> None:
        chance = self._random
        topic = chance.choices(list(NAMES), weights=(5, 3, 4, 2))[0]
        en, zh, ja = NAMES[topic]
        happening = chance.choice(_HAPPENINGS)
        place, zhplace = chance.choice(_PLACES)
        values = {
            "en": en, "zh": zh, "ja": ja, "place": place, "zhplace": zhplace, "thing": chance.choice(_THINGS),
            "v": f"{chance.randint(1, 4)}.{chance.randint(0, 9)}", "n": chance.randint(12, 960),
        }  # fmt: skip
        if topic == "solara" and chance.random() < 0.4:
            self._add(OUTLETS[4], happening[0].format_map(values), happening[3].format_map(values), at)
        told = [outlet for outlet in OUTLETS if chance.random() < outlet.share] or [OUTLETS[0]]
        for place_in_row, outlet in enumerate(told):
            later = at + timedelta(minutes=11 * place_in_row + chance.randint(1, 9))
            if outlet.lang == "zh":
                self._add(outlet, happening[1].format_map(values), happening[4].format_map(values), later)
            elif outlet.lang == "ja":
                self._add(outlet, happening[2].format_map(values), happening[4].format_map(values), later)
            else:
                self._add(outlet, happening[0].format_map(values), happening[3].format_map(values), later)

    def _noise(self, outlet: Outlet, at: datetime) -> None:
        chance = self._random
        place, zhplace = chance.choice(_PLACES)
        values = {"n": chance.randint(3, 90), "place": place, "zhplace": zhplace}
        line = chance.choice(_NOISE_ZH if outlet.lang == "zh" else _NOISE_EN).format_map(values)
        self._add(outlet, line, f"{line}. {chance.randint(100, 999)}", at)

    def _add(self, outlet: Outlet, title: str, text: str, at: datetime, *, link: str = "") -> None:
        self._count += 1
        host = outlet.url.rsplit("/", 1)[0]
        self._items[outlet.url].append(Item(title=title, text=text, at=at, link=link or f"{host}/{self._count}"))


def watchlist_text(outlets: Sequence[Outlet] = OUTLETS) -> str:
    """The watchlist with its sources."""
    lines = [
        f'  - {{url: "{outlet.url}", title: {outlet.title}, lang: {outlet.lang}, tier: {outlet.tier}}}\n'
        for outlet in outlets
    ]
    return WATCHLIST + "".join(lines) + '  - {url: "https://gone.example/feed", title: Gone Gazette}\n'


def _rss(outlet: Outlet, items: Sequence[Item]) -> bytes:
    parts = [
        f"<item><title>{escape(item.title)}</title><guid isPermaLink='false'>{escape(item.link)}</guid>"
        f"<link>{escape(item.link)}</link><description>{escape(item.text)}</description>"
        f"<pubDate>{format_datetime(item.at)}</pubDate></item>"
        for item in items
    ]
    home = f"https://{outlet.url.split('/')[2]}/"
    head = f"<title>{escape(outlet.title)}</title><link>{home}</link><description>x</description>"
    body = f"<channel>{head}{''.join(parts)}</channel>"
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'>{body}</rss>".encode()
