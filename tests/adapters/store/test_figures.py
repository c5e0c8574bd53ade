"""The store in numbers."""

from dataclasses import replace
from datetime import timedelta

from monitor.adapters.store.database import open_store
from monitor.core.model.channel_state import ChannelState, Cooldown
from monitor.core.model.deliveries import NewDelivery
from monitor.core.model.sources import SourceSpec, Validators
from monitor.core.polling.outage import after_outage
from monitor.core.polling.source_health import after_failure, after_success, is_unseen
from tests.app.harness import NOON

LATER = NOON + timedelta(hours=1)


def test_sources_are_counted_as_each_of_them_is_judged() -> None:
    store = open_store("sqlite://")
    specs = [
        SourceSpec(url=f"https://{name}.example/feed", title=name) for name in ("well", "bad", "lost", "new", "off")
    ]
    with store.write() as tx:
        tx.sources.sync(specs, now=NOON)
        well, bad, lost, _, off = tx.sources.all()
        good = after_success(well, now=NOON, validators=Validators(), body_hash="x")
        tx.sources.save(replace(good, next_due_at=LATER), now=NOON)
        tx.sources.save(replace(after_failure(bad, now=NOON, reason="HTTP 500"), next_due_at=LATER), now=NOON)
        tx.sources.save(after_outage(lost, reason="no network", now=LATER, due=LATER), now=NOON)
        tx.sources.set_state(off.id, "gone", now=NOON)
    with store.read() as tx:
        tally = tx.figures.sources(now=LATER, listed=1)
        unseen = [
            is_unseen(s, since=LATER - timedelta(days=1), until=LATER) for s in tx.sources.all() if s.state == "active"
        ]
    assert (tally.watched, tally.asked, tally.failing, tally.gone) == (4, 3, 2, 1)
    assert tally.seen == unseen.count(False) == 1
    assert (tally.answered_at, tally.polled_at, tally.next_at) == (NOON, NOON, NOON)
    assert [(trouble.name, trouble.error, trouble.since) for trouble in tally.troubles] == [("bad", "HTTP 500", NOON)]
    store.close()


def test_channels_say_what_waits_and_why_by_the_one_that_fails_longest() -> None:
    store = open_store("sqlite://")
    with store.write() as tx:
        tx.outbox.enqueue(
            [
                NewDelivery(kind="alert", subject=f"story:{n}", channel="mail", recipient="a", send_at=NOON)
                for n in (1, 2)
            ],
            now=NOON,
        )
        claimed = tx.outbox.claim_one(1, now=NOON, lease=timedelta(minutes=1))
        assert claimed is not None
        tx.outbox.mark(1, "deferred", now=NOON, send_at=LATER, answer="nothing listens there")
        old, young = (Cooldown(failures=2, since=at, until=LATER, failed_at=LATER) for at in (NOON, LATER))
        state = ChannelState(name="mail", cooldowns={"b": young, "a": old})
        tx.channels.save(state, was=ChannelState(name="mail"))
    with store.read() as tx:
        figures = tx.figures.channels()
    assert (figures.queues["mail"].count, figures.queues["mail"].answer) == (2, "nothing listens there")
    assert figures.cooldowns["mail"].since == NOON
    store.close()
