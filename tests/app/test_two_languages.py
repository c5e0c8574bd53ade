"""One event told in two languages: one alert, which names the other language."""

from datetime import timedelta

from monitor.core.model.settings import ChannelSettings
from tests.app.harness import NOON, HarnessRules, OpenHarness, rss
from tests.app.scenarios import MINUTE

CHINESE, ENGLISH = "https://outlet.example/feed.xml", "https://wire.example/feed.xml"
QUIET = ("旧闻一则", "天气晴。", NOON - timedelta(days=9))
CALM = ("The weather", "It is fine.", NOON - timedelta(days=9))
LAUNCH = (
    "快手发布可灵 3.1：支持 4K 和 60 帧，价格不变",
    "快手今天发布视频模型可灵 3.1（Kling 3.1），支持 4K 分辨率和 60 帧，价格不变。",
    NOON,
)
IN_ENGLISH = (
    "Kuaishou launches Kling 3.1 with 4K at 60 frames per second",
    "Kuaishou has launched Kling 3.1 today. The video model makes 4K clips with 60 frames for the same price.",
    NOON + 2 * MINUTE,
)


async def test_one_event_in_two_languages_is_alerted_once_and_says_so(open_harness: OpenHarness) -> None:
    rules = HarnessRules(team=ChannelSettings(name="team", kind="telegram"))
    documents = {CHINESE: rss(QUIET), ENGLISH: rss(CALM, link="https://wire.example")}
    async with open_harness(documents, rules) as harness:
        await harness.round(after=MINUTE)
        harness.documents[CHINESE] = rss(LAUNCH, QUIET)
        harness.documents[ENGLISH] = rss(IN_ENGLISH, CALM, link="https://wire.example")
        await harness.round(after=MINUTE)
        (envelope,) = harness.team.envelopes
        assert f"另有英语报道: {IN_ENGLISH[0]}" in str(envelope.rendered.payload)
