"""A restless newsroom: what it shows is written by us, how it shows it is what real feeds were seen to do."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tests.app.harness import NOON

PLACES = ("北京", "上海", "广州", "深圳", "成都", "杭州", "武汉", "西安", "南京", "重庆", "苏州", "天津")
DEEDS = (
    "可灵实验室招募两百名动画师",
    "可灵与电影节合办短片单元",
    "可灵的新机房通电运行",
    "法院受理可灵商标案",
    "可灵用户大会改期",
    "学校开设可灵选修课",
    "可灵客服热线迁址",
    "可灵赞助城市马拉松",
    "画廊展出可灵作品",
    "地铁广告改用可灵制作",
    "可灵获评年度软件",
    "可灵教程图书加印",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of the feed."""

    number: int
    title: str
    text: str
    guid: str
    link: str
    at: datetime


def items(count: int, *, at: datetime = NOON) -> list[Item]:
    """Items about as many events, each of which names the topic once."""
    return [
        Item(
            number=number,
            title=f"{place}：{deed}",
            text=f"{place}消息，{deed}。这是本台记者在{place}发回的第 {number + 1} 篇报道，详情见后续。",
            guid=f"item-{number}",
            link=f"https://outlet.example/{number}",
            at=at,
        )
        for number, (place, deed) in enumerate(zip(PLACES[:count], DEEDS[:count], strict=True))
    ]


def feed(shown: Sequence[Item]) -> bytes:
    """The document."""
    parts = [
        f"<item><title>{escape(item.title)}</title><guid isPermaLink='false'>{escape(item.guid)}</guid>"
        f"<link>{escape(item.link)}</link><description>{escape(item.text)}</description>"
        f"<pubDate>{format_datetime(item.at)}</pubDate></item>"
        for item in shown
    ]
    head = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Outlet</title>"
    return f"{head}{''.join(parts)}</channel></rss>".encode()


def some(shown: Sequence[Item], chance: random.Random) -> list[Item]:
    """A part of them in another order, never none."""
    return chance.sample(list(shown), chance.randint(1, len(shown)))


def reissued(shown: Sequence[Item], poll: int) -> list[Item]:
    """The same under ids and links that were never there."""
    return [replace(item, guid=f"v{poll}-{item.number}", link=f"{item.link}?v={poll}") for item in shown]


def under_one_link(shown: Sequence[Item]) -> list[Item]:
    """All with the front page as their link, and no guid of their own."""
    return [replace(item, guid="", link="https://outlet.example/") for item in shown]


def moving(shown: Sequence[Item], poll: int) -> list[Item]:
    """Titles with an age, a counter or a tag that moves by itself."""
    forms = (
        "{title} - {n}小时前",
        "【{tag}】{title}",
        "{title} ({n}条评论)",
        "{n}分钟前 {title}",
        "{title} 阅读 {n}万",
    )
    tags = ("快讯", "独家", "热点", "更新中")
    return [
        replace(
            item,
            title=forms[item.number % len(forms)].format(
                title=item.title, n=poll + item.number + 1, tag=tags[poll % 4]
            ),
        )
        for item in shown
    ]


DAY = timedelta(days=1)
