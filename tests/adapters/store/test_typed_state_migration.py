"""A live store of the version before typed state is carried over: every family of its drawer, every subject."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from monitor.adapters.store.database import DatabaseStore, open_store
from monitor.core.i18n.phrases import Reason, render_reason
from monitor.core.model.channel_state import ChannelStop, Cooldown
from monitor.core.model.deliveries import (
    Delivery,
    DigestStart,
    FollowUpPayload,
    GroupPayload,
    NewDelivery,
    NoticePayload,
    RepeatPayload,
    delivery_key,
)
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.operations.key_values import KEYS, LINK_KEY, PRUNED_ON, SENDING_PAUSED
from monitor.core.model.stories import Fact
from monitor.core.polling.budget import BudgetState
from tests.adapters.store.old_store import HOUR, KEY_VALUES, NOW, PART, make_old_store


@pytest.fixture(params=["file", "postgresql"])
def carried(request: pytest.FixtureRequest) -> Iterator[DatabaseStore]:
    """The old store, opened by this version."""
    url = request.getfixturevalue(f"{request.param}_url")
    make_old_store(url)
    store = open_store(url)
    yield store
    store.close()


def test_what_remains_by_name_is_listed_and_small(carried: DatabaseStore) -> None:
    with carried.read() as tx:
        names = tx._connection.scalars(text("SELECT name FROM key_value ORDER BY name")).all()
        assert set(names) <= {key.name for key in KEYS}
        assert names == ["made-by", "pruned-on", "sending", "web:key"]
        assert tx.key_values.get(SENDING_PAUSED) is True
        assert tx.key_values.get(LINK_KEY) == KEY_VALUES["web:key"]
        assert tx.key_values.get(PRUNED_ON) == NOW.date()


def test_channels_keep_their_stops_rates_failures_and_storms(carried: DatabaseStore) -> None:
    with carried.read() as tx:
        team, mail = tx.channels.load("team"), tx.channels.load("mail")
    assert team.stop == ChannelStop(at=NOW, reason="key revoked", settings="abcd1234")
    assert team.send_times == (NOW - HOUR, NOW)
    assert team.paused_until == NOW + timedelta(minutes=3)
    assert team.storms == {("", "0badcafe"): NOW}
    failing = Cooldown(failures=4, since=NOW - 9 * HOUR, until=NOW + HOUR, failed_at=NOW)
    assert (mail.cooldowns, mail.stop, mail.send_times) == ({"a@example.org": failing}, None, ())
    assert mail.storms == {("xmpp:a:b", "0badcafe"): NOW - timedelta(minutes=2)}


def test_topics_sources_digests_and_the_budget_keep_what_was_known(carried: DatabaseStore) -> None:
    with carried.read() as tx:
        assert tx.topics.mutes(now=NOW) == {"kling": NOW + 5 * HOUR}
        assert tx.topics.mutes(now=NOW + 5 * HOUR) == {}
        assert tx.topics.fingerprints() == {"kling": "fingerprint-of-kling"}
        assert (tx.readings.rules(), tx.readings.page_text(1)) == ({1: "hash-of-the-rules"}, KEY_VALUES["page:1"])
        assert tx.budget.load() == BudgetState(solved=2.5, correction=1.25, spent=(3, 4, 5), usual=0.125)
        assert tx.budget.solved_at() == NOW - HOUR
        assert tx.digests.start_of("daily") == DigestStart(known_since=NOW - 72 * HOUR, passed_at=NOW - 24 * HOUR)
        assert tx.digests.start_of("weekly") == DigestStart(known_since=NOW - 48 * HOUR)
        cooldown = tx.ai_summaries.cooldown("model-hash")
        merged = tx._connection.scalar(text("SELECT merged_reports FROM story WHERE id = 2"))
    assert cooldown is not None
    assert (cooldown.failures, cooldown.until, cooldown.reason) == (2, NOW + HOUR, "no credit")
    assert merged in ([2, 3], "[2, 3]"), "splitting these reports off again undoes the merge"


def test_parts_and_what_is_sent_by_hand_stay(carried: DatabaseStore) -> None:
    with carried.read() as tx:
        parts, marked = tx.parts.load(4), tx.parts.load(4, marked=True)
        is_manual = tx.outbox.find(DeliveryFilter(is_manual=True))
    assert [part.text for part in parts] == ["first", "second"]
    assert [part.text for part in marked] == ["again first", "again second"]
    assert (parts[0].html, parts[0].payload, parts[0].items_sent, parts[1].items_sent) == (PART["html"], {"n": 1}, 3, 5)
    assert [(image.name, image.png, image.alt) for image in parts[0].images] == [("logo", b"\x89PNG", "a logo")]
    assert [one.id for one in is_manual] == [6]


def test_subjects_become_ids_and_what_they_carried_becomes_a_payload(carried: DatabaseStore) -> None:
    with carried.read() as tx:
        found: dict[int, Delivery] = {one.id: one for one in tx.outbox.find(DeliveryFilter())}
    said = {number: (one.kind, one.subject, one.payload) for number, one in found.items()}
    added = (Fact(kind="version", value="3.1", surface="v3.1"),
             Fact(kind="status", value="retracted", surface="taken back: all of it"))  # fmt: skip
    assert said == {
        1: ("alert", "story:1", None),
        2: ("follow-up", "story:1:follow-up", FollowUpPayload(facts=added)),
        3: ("alert", "story:1:again:2", RepeatPayload(number=2)),
        4: ("grouped", "group:0123456789abcdef", GroupPayload(
            reason="storm", count=8, waited=timedelta(seconds=31))),
        5: ("grouped", "first-sight:kling:2026-11-26", None),
        6: ("test", "test:2026-11-26T14:00:00", None),
        7: ("notice", "notice:Channel “team” stopped", NoticePayload(
            title="Channel “team” stopped", lines=("key revoked", "mend it"))),
        8: ("digest", "digest:daily:2026-11-26T08:30", None),
    }  # fmt: skip
    assert found[2].grouped_into == 4
    assert found[1].topics == ("kling", "sora")


def test_keys_are_those_of_before_so_nothing_is_told_twice(carried: DatabaseStore) -> None:
    """The same alert, and the same day's first sight, owed again after the upgrade, are there already."""
    with carried.write() as tx:
        keys = [one.key for one in tx.outbox.find(DeliveryFilter()) if one.id == 5]
        assert keys == [delivery_key("grouped", "first-sight:kling:2026-11-26", "team", "")]
        again = [
            NewDelivery(kind="alert", subject="story:1", channel="team", recipient="", send_at=NOW),
            NewDelivery(
                kind="grouped", subject="first-sight:kling:2026-11-26", channel="team", recipient="", send_at=NOW
            ),
        ]
        assert tx.outbox.enqueue(again, now=NOW) == 0


def test_what_a_recipient_was_told_is_known_as_far_as_it_was_sent(carried: DatabaseStore) -> None:
    with carried.read() as tx:
        told = tx.outbox.facts_told("team", "", [1])
    assert told == {1: frozenset({("price", "66 cny")})}, "the version came after the alert, and its follow-up waits"


def test_a_reason_is_found_under_the_new_name_of_its_section(carried: DatabaseStore) -> None:
    with carried.read() as tx:
        (attempt,) = tx.ai_summaries.latest(limit=5)
    assert render_reason(attempt.why, "en") == render_reason(Reason("ai_summary.figure", figure="42"), "en")
    assert "42" in attempt.why
