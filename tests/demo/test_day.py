"""The demonstration's day, played once: every trap that its newsroom sets, and what came of it."""

import asyncio
import contextlib
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any, TypeVar

import pytest

from demo.__main__ import SECRET, play
from demo.sinks import Chat, Mailbox, is_signed
from monitor.cli.context import in_store, load_all
from monitor.core.model.deliveries import Digest
from monitor.core.model.filters import DeliveryFilter, EntryFilter, MentionFilter, StoryFilter
from monitor.core.model.matches import Mention
from monitor.ports import Transaction

T = TypeVar("T")
ALL = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What arrived, what stands in the store, what was printed."""

    mailbox: Mailbox
    chat: Chat
    folder: Path
    printed: str

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Look into the store the day left behind."""
        return in_store(load_all(self.folder / "config" / "monitor.yaml", {}), work)

    @property
    def mentions(self) -> Sequence[Mention]:
        """All of them."""
        return self.read(lambda tx: tx.mentions.find(MentionFilter(limit=ALL)))

    @property
    def told(self) -> list[dict[str, Any]]:
        """The stories of the alerts."""
        return [
            story
            for alert in self.chat.alerts
            for story in (alert["data"].get("stories") or [alert["data"]["story"]])
            if alert["type"] == "alert"
        ]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """Played in a folder of its own."""
    folder = tmp_path_factory.mktemp("demo")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        _, mailbox, chat, _ = asyncio.run(play(folder))
    return Day(mailbox=mailbox, chat=chat, folder=folder, printed=printed.getvalue())


def test_a_story_is_told_first_once_however_many_carry_it(day: Day) -> None:
    firsts = Counter(a["data"]["story"]["id"] for a in day.chat.alerts if a["data"].get("kind") == "first")
    assert firsts
    assert set(firsts.values()) == {1}
    (launch,) = [s for s in day.read(lambda tx: tx.stories.find(StoryFilter(limit=ALL))) if len(s.outlets) > 3]
    assert "可灵 3.1" in launch.title
    assert firsts[launch.id] == 1


def test_nothing_is_sent_twice_and_every_message_is_signed(day: Day) -> None:
    assert day.chat.ids
    assert len(set(day.chat.ids)) == len(day.chat.ids)
    deliveries = day.read(lambda tx: tx.outbox.find(DeliveryFilter(limit=ALL)))
    assert {delivery.state for delivery in deliveries} == {"sent"}
    assert not [delivery for delivery in deliveries if delivery.possible_repeat]
    assert len(deliveries) == len(day.chat.ids) + len(day.mailbox.messages)
    forged = {"webhook-id": "x", "webhook-timestamp": "1790000000", "webhook-signature": "v1,AAAA"}
    assert not is_signed(SECRET, forged, "{}")


def test_every_new_mention_of_a_topic_was_told(day: Day) -> None:
    new = {mention.story_id for mention in day.mentions if mention.status == "new"}
    assert new <= {story["id"] for story in day.told}


@pytest.mark.parametrize("friend", ["可灵活调节", "Klingon", "marsh", "立即梦见", "天气", "台灯"])
def test_false_friends_and_strangers_are_no_mentions(day: Day, friend: str) -> None:
    assert [entry for entry in day.read(lambda tx: tx.entries.find(EntryFilter(limit=ALL))) if friend in entry.title]
    assert not [mention for mention in day.mentions if friend in mention.entry_title]


def test_older_news_is_baseline_or_late_and_never_an_alert(day: Day) -> None:
    held = {m.entry_title: m.status for m in day.mentions if m.status in ("baseline", "late")}
    assert held["可灵 3.0 上线公告"] == "baseline"
    assert held["Runway Gen-5 preview, a look back"] == "late"
    assert not set(held) & {story["title"] for story in day.told}


def test_an_entry_under_new_ids_is_one_and_an_edit_that_adds_a_name_is_told(day: Day) -> None:
    entries = Counter(entry.title for entry in day.read(lambda tx: tx.entries.find(EntryFilter(limit=ALL))))
    assert set(entries.values()) == {1}
    assert "视频生成赛道本周动态" in {story["title"] for story in day.told}


def test_the_page_without_a_feed_is_watched(day: Day) -> None:
    assert {"vme", "huijing"} <= {mention.topic for mention in day.mentions if mention.source_title == "公告栏"}


def test_two_digests_arrive_whose_periods_meet_and_which_state_their_coverage(day: Day) -> None:
    first, second = day.mailbox.messages
    assert first["Message-ID"] != second["Message-ID"]

    def windows(tx: Transaction) -> list[Digest]:
        ids = {delivery.digest_id for delivery in tx.outbox.find(DeliveryFilter(limit=ALL))}
        return [digest for number in sorted(filter(None, ids)) if (digest := tx.digests.get(number))]

    early, late = day.read(windows)
    assert early.to_at == late.from_at
    assert "可灵" in _text(first)
    assert "Runway Gen-5" in _text(second), "what is late stands in the digest"
    assert "Members Only" in _text(second), "a source that was not seen is named"


def test_trouble_is_shown_and_a_source_that_recovers_is_well_again(day: Day) -> None:
    health = {source.title: (source.health, source.error) for source in day.read(lambda tx: tx.sources.all())}
    assert health["Members Only"][0] == "blocked"
    assert "log-in" in health["Members Only"][1]
    assert health["Flaky Wire"] == ("ok", "")


def test_one_event_in_two_languages_is_one_story(day: Day) -> None:
    (launch,) = [s for s in day.read(lambda tx: tx.stories.find(StoryFilter(limit=ALL))) if len(s.outlets) > 3]
    titles = [outlet.title for outlet in launch.outlets]
    assert any("可灵 3.1" in title for title in titles)
    assert any("Kling 3.1" in title for title in titles)


def test_no_trouble_is_shown_that_the_newsroom_does_not_have(day: Day) -> None:
    troubled = {source.title for source in day.read(lambda tx: tx.sources.all()) if source.error}
    assert troubled == {"Members Only"}


def test_what_is_printed_says_it_all(day: Day) -> None:
    for words in ("A day in the newsroom", "Held back", "told once", "sent twice: 0", "Members Only", "digest-2.html"):
        assert words in day.printed
    assert "<html" in (day.folder / "digest-1.html").read_text("utf-8")


def _text(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
