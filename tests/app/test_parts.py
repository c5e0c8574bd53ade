"""A message of several parts goes on where it stopped, in the text it was begun in."""

from datetime import datetime, timedelta

from monitor.core.model.deliveries import Deferred, Sent
from monitor.core.model.settings import ChannelSettings, DigestSettings
from tests.app.harness import NOON, HarnessRules, OpenHarness, rss

FEED = "https://outlet.example/feed.xml"
OTHER = "https://other.example/feed.xml"
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
CITIES = ("成都", "杭州", "里斯本", "奈良", "波士顿", "利马", "开罗", "孟买", "奥斯陆", "布拉格", "蒙特利尔", "仰光")


def _stories(count: int) -> list[tuple[str, str, datetime | None]]:
    return [
        (f"可灵在{city}第 {n} 号馆办展 {n * 37} 场", f"{city}的第 {n} 号馆请来可灵，展出 {n * 91} 部短片。" * 3, NOON)
        for n, city in ((n, CITIES[n % len(CITIES)]) for n in range(count))
    ]


async def test_the_second_attempt_sends_the_rest_of_the_same_text(open_harness: OpenHarness) -> None:
    rules = HarnessRules(
        team=ChannelSettings(name="team", kind="wecom", rate=(1000, timedelta(minutes=1))),
        routes=(),
        digests=(DigestSettings(name="daily", at="20:30", channels=("team",)),),
    )
    stories = _stories(60)
    async with open_harness({FEED: rss(QUIET), OTHER: rss(QUIET)}, rules) as harness:
        await harness.round(after=timedelta(minutes=1))
        harness.documents[FEED] = rss(*stories, QUIET)
        await harness.round(after=timedelta(minutes=1))
        harness.team.answers = [Sent(), Deferred(reason="slow down")]
        await harness.round(after=timedelta(minutes=40))
        begun = len(harness.team.envelopes)
        assert begun == 2
        harness.documents[OTHER] = rss(*stories[::-1], QUIET, link="https://other.example")
        await harness.round(after=timedelta(minutes=30))
        sent = [harness.team.envelopes[0], *harness.team.envelopes[2:]]
        assert [envelope.part for envelope in sent] == list(range(1, sent[0].parts + 1))
        text = "".join(str(envelope.rendered.payload) for envelope in sent)
        missing = [title for title, _, _ in stories if text.count(title) != 1]
        assert missing == []
