"""A round over a loopback newsroom, and what the listing commands then show: the JSON shapes people script against."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.store.database import open_store
from monitor.core.model.subscriptions import Subscription
from tests.cli.harness import FakeSite, Monitor

ONCE = {
    "polled", "not_modified", "failed", "entries_new", "entries_updated", "mentions", "stories", "deliveries",
    "seconds", "errors", "not_asked", "put_off", "quiet", "headlines", "problems",
}  # fmt: skip
SOURCE = {
    "url", "kind", "title", "tier", "state", "health", "error", "failures", "last_success_at", "next_due_at",
    "why_then", "entries", "posts_per_day",
}  # fmt: skip
MENTION = {"id", "topic", "entry", "section", "surface", "snippet", "score", "signals", "story", "status"}
STORY = {
    "id", "title", "url", "topics", "signals", "first_seen_at", "last_seen_at", "outlets", "facts", "follows",
}  # fmt: skip
DELIVERY = {
    "id", "kind", "channel", "recipient", "state", "story", "digest", "attempts", "next_attempt_at",
    "provider_code", "answer", "sent_at", "possible_repeat",
}  # fmt: skip


def test_a_round_is_one_document_and_the_listings_show_what_it_found(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    fake_site.items = [("城市天气", "多云")]
    first = monitor("once", "--json")
    assert (first.code, set(first.json), first.err) == (0, ONCE, "")
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。"), *fake_site.items]
    second = monitor("once", "--force", "--json").json
    assert (second["polled"], second["mentions"], second["stories"], second["failed"]) == (1, 1, 1, 0)
    assert set(second["deliveries"]) == {"sent", "deferred", "held", "dead"}
    assert second["deliveries"]["sent"] == 1
    assert [hook["type"] for hook in fake_site.hooks] == ["alert"]

    (source,) = monitor("sources", "--json").json
    assert set(source) >= SOURCE
    assert (source["health"], source["entries"], source["last_success_at"][-1]) == ("ok", 2, "Z")
    (mention,) = monitor("mentions", "--topic", "kling", "--since", "1h", "--state", "new", "--json").json
    assert set(mention) == MENTION
    assert set(mention["entry"]) == {"title", "url", "source", "published"}
    assert (mention["surface"], mention["signals"], mention["status"]) == ("可灵", ["launch"], "new")
    (story,) = monitor("stories", "--topic", "kling", "--since", "1h", "--state", "new", "--json").json
    assert set(story) == STORY
    assert set(story["outlets"][0]) == {"source", "title", "url", "published"}
    assert story["id"] == mention["story"]
    (delivery,) = monitor("deliveries", "--topic", "kling", "--state", "sent", "--json").json
    assert set(delivery) == DELIVERY
    assert (delivery["story"], delivery["channel"], delivery["attempts"]) == (story["id"], "team", 1)
    (topic,) = monitor("topics", "--json").json
    assert (topic["id"], topic["mentions"]) == ("kling", 1)


def test_filters_leave_out_what_they_should(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    fake_site.items = [("城市天气", "多云")]
    monitor("once")
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。"), *fake_site.items]
    monitor("once", "--force")
    for words in (
        ("mentions", "--since", "2099-01-01"),
        ("mentions", "--state", "late"),
        ("stories", "--state", "muted"),
        ("stories", "--since", "2099-01-01T00:00:00Z"),
        ("deliveries", "--state", "dead"),
        ("sources", "--state", "paused"),
        ("sources", "--since", "2099-01-01"),
    ):
        assert monitor(*words, "--json").json == [], words
    assert len(monitor("sources", "--topic", "kling", "--json").json) == 1
    assert "No mentions" in monitor("mentions", "--state", "late").out


def test_a_round_whose_only_source_fails_is_exit_1_and_says_why(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    (harness / "watchlists" / "first.yaml").write_text(
        'topics: [{id: kling, aliases: [可灵]}]\nsources: [{url: "https://nowhere.invalid/feed.xml"}]\n', "utf-8"
    )
    ran = monitor("once", "--json")
    assert (ran.code, ran.json["failed"]) == (1, 1)
    assert ran.json["errors"] == [
        {"source": "https://nowhere.invalid/feed.xml", "error": "there is no host named nowhere.invalid"}
    ]


def test_a_terminal_channel_never_writes_into_the_json(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    text = (harness / "monitor.yaml").read_text("utf-8")
    (harness / "monitor.yaml").write_text(text.replace("channels:\n", "channels:\n  term: {type: terminal}\n"), "utf-8")
    ran = monitor("send-test", "term", "--json")
    (delivery,) = ran.json
    assert (ran.code, set(delivery), delivery["state"], delivery["attempts"]) == (0, DELIVERY, "sent", 1)
    assert "term" in ran.err


def test_a_test_message_that_did_not_arrive_is_exit_1_with_the_answer(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    fake_site.hook_status = 403
    ran = monitor("send-test", "team", "--json")
    assert ran.code == 1
    assert ran.json[0]["state"] != "sent"
    assert "403" in ran.json[0]["provider_code"] + ran.json[0]["answer"]


def test_a_digest_can_be_read_previewed_and_sent(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。")]
    monitor("once")
    assert "可灵 3.1" in monitor("digest", "daily").out
    document = monitor("digest", "daily", "--json").json
    assert set(document) >= {"name", "period", "coverage", "topics"}
    assert monitor("digest", "daily", "--preview", "out/daily.html").code == 0
    assert "<html" in (harness / "out" / "daily.html").read_text("utf-8")
    assert "可灵" in (harness / "out" / "daily.txt").read_text("utf-8")
    fake_site.hooks.clear()
    sent = monitor("digest", "daily", "--send").out
    assert sent.startswith('digest "daily": 1 sent; the next one begins here (')
    assert [hook["type"] for hook in fake_site.hooks] == ["digest"]


def test_foreign_text_does_nothing_to_the_terminal(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    fake_site.items = [("可灵 [/red] [bold]x :smile: &#x202e;abc", "可灵")]
    monitor("once")
    ran = monitor("mentions")
    assert ran.code == 0
    assert "[/red] [bold]x :smile:" in ran.out
    assert "\u202e" not in ran.out


def test_a_source_is_paused_resumed_and_refreshed(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    url = f"{fake_site.base}/feed.xml"
    assert monitor("sources", "pause", url).code == 2, "the store knows no source before the first round"
    monitor("once")
    assert monitor("sources", "pause", url).out == "Newsroom: paused\n"
    assert monitor("once", "--force", "--json").json["polled"] == 0
    ran = monitor("sources", "refresh", url)
    assert ran.code == 2
    assert "“Newsroom” is not asked at the moment: resume it first" in ran.err
    assert monitor("sources", "resume", url).code == 0
    assert monitor("once", "--json").json["polled"] == 1
    assert monitor("sources", "refresh", url).out == "Newsroom: active, due now\n"


def test_a_muted_topic_sends_nothing_until_that_ends(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    monitor("once")
    assert monitor("mute", "kling", "1d").code == 0
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。")]
    monitor("once", "--force")
    assert [m["status"] for m in monitor("mentions", "--json").json] == ["muted"]
    assert fake_site.hooks == []
    assert monitor("mute", "kling", "0s").out == "kling is no longer muted\n"


@pytest.mark.parametrize("words", [("fetch",), ("explain", "--url")])
def test_a_source_is_looked_at_without_storing_anything(
    harness: Path, monitor: Monitor, fake_site: FakeSite, words: tuple[str, ...]
) -> None:
    fake_site.items = [("快手可灵发布2.0", "x"), ("座椅可灵活调节", "y")]
    ran = monitor(*words, f"{fake_site.base}/feed.xml", "--json")
    assert ran.code == 0
    if words == ("fetch",):
        assert [[m["topic"] for m in entry["mentions"]] for entry in ran.json["entries"]] == [["kling"], []]
    assert monitor("mentions", "--json").json == []


def test_what_was_agreed_with_a_hub_is_told_without_its_secrets(
    harness: Path, monitor: Monitor, fake_site: FakeSite
) -> None:
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。")]
    monitor("once")
    assert monitor("sources", "--json").json[0]["push"] is None
    store = open_store(f"sqlite:///{harness}/state/monitor.db")
    with store.write() as tx:
        (source,) = tx.sources.all()
        now = datetime.now(UTC)  # noqa: TID251 the program under test reads the machine's clock, too
        agreed = Subscription(
            source_id=source.id,
            hub="https://hub.example/",
            topic=source.url,
            token="token-of-the-callback",
            callback="https://news.example/websub/token-of-the-callback",
            secret="secret-of-the-hub",
            state="verified",
            next_at=now,
            verified_at=now,
            lease_until=now + timedelta(days=5),
            pushed_at=now,
            pushes=7,
            dropped=2,
            record="ppmmmpp",
        )
        tx.subscriptions.save(agreed, was=agreed)
    store.close()
    ran = monitor("sources", "--json")
    push = ran.json[0]["push"]
    assert (push["state"], push["pushes"], push["dropped"], push["missed"]) == ("verified", 7, 2, 3)
    assert push["said"] == "silent hub: 3 of the last 7 news came without it"
    assert "silent hub" in monitor("sources", "--wide").out
    assert "-of-the-" not in ran.out + monitor("sources").out


def test_old_news_says_when_it_was_published(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    """ "now" beside a report of years ago would be wrong; what was published an hour ago was found now."""
    fake_site.items = [("快手可灵 2.0 发布", "可灵今天发布 2.0 版本。")]
    fake_site.published = datetime(2021, 5, 9, 12, tzinfo=UTC)
    assert monitor("once").code == 0
    assert " 2021-05-09 " in monitor("mentions").out.splitlines()[1]
    fake_site.published = datetime.now(UTC) - timedelta(hours=1)  # noqa: TID251 as the program under test does
    fake_site.items = [("快手可灵 3.1 发布", "可灵今天发布 3.1 版本。"), *fake_site.items]
    assert monitor("once", "--force").code == 0
    newest = monitor("mentions").out.splitlines()[1]
    assert "3.1" in newest
    assert " now " in newest
