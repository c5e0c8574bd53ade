"""The whole program with a hub on loopback: agreed, renewed, denied, silent; and no entry twice, whatever is pushed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.app.context import AppContext
from monitor.app.runtime.scheduler import Scheduler, drive_clock
from monitor.core.i18n.phrases import Reason
from monitor.core.model.fetch import Fetched, FetchOutcome, FetchRequest, Throttled, Unavailable
from monitor.core.model.filters import DeliveryFilter, EntryFilter
from monitor.core.model.sources import Source, SourceSpec
from monitor.core.model.subscriptions import Subscription
from monitor.core.polling.websub import UNHEARD
from tests.app.fake_hub import Hub, reachable, running_hub
from tests.app.harness import NOON, Harness, HarnessRules, OpenHarness, rss

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
A = "https://a.example/feed"
TOPIC = "https://a.example/feed.xml"


def feed(hub: Hub, *titles: str, at: str = "", topic: str = TOPIC) -> bytes:
    """A feed that names the hub; the first title is the newest."""
    document = rss(*((title, "text", None) for title in titles)).decode()
    links = f'<a:link rel="hub" href="{hub.url}{at}"/><a:link rel="self" href="{topic}"/>'
    return document.replace("<channel>", f'<channel xmlns:a="http://www.w3.org/2005/Atom">{links}').encode()


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    async with running_hub() as running:
        yield running


async def subscriptions(app: AppContext) -> list[Subscription]:
    return list(await app.in_store.read(lambda tx: tx.subscriptions.all()))


async def only(app: AppContext) -> Subscription:
    (one,) = await subscriptions(app)
    return one


async def source_of(app: AppContext) -> Source:
    found = await app.in_store.read(lambda tx: tx.sources.all(removed=True))
    return next(source for source in found if source.url == A)


async def titles(app: AppContext) -> list[str]:
    found = await app.in_store.read(lambda tx: tx.entries.find(EntryFilter()))
    return sorted(entry.title for entry in found)


async def alerts(app: AppContext) -> int:
    new_deliveries = await app.in_store.read(lambda tx: tx.outbox.find(DeliveryFilter(channel="team")))
    return sum(one.kind == "alert" for one in new_deliveries)


@asynccontextmanager
async def subscribed(
    open_harness: OpenHarness, hub: Hub, spec: SourceSpec | None = None
) -> AsyncIterator[tuple[Harness, AppContext]]:
    """A source that was read once, whose hub agreed."""
    rules = HarnessRules(specs={A: spec} if spec else {})
    async with open_harness({A: feed(hub, "one", "two")}, rules) as harness, reachable(harness) as app:
        await drive_clock(app, harness.clock, until=NOON + 2 * MINUTE)
        yield harness, app


async def test_a_source_that_names_a_hub_is_subscribed_under_its_own_name(open_harness: OpenHarness, hub: Hub) -> None:
    async with subscribed(open_harness, hub) as (_, app):
        one = await only(app)
        assert one.state == "verified"
        assert hub.answers == [(200, "challenge-1")]
        (form,) = hub.asked
        assert form["hub.topic"] == TOPIC, "what the feed calls itself, not where it was found"
        assert form["hub.callback"] == one.callback
        assert one.callback.startswith(app.settings.websub.callback + "/websub/")
        assert len(one.token) >= 40
        assert form["hub.secret"] == one.secret != one.token


async def test_a_link_header_goes_before_what_the_document_says(open_harness: OpenHarness, hub: Hub) -> None:
    said = f'<{hub.url}>; rel="hub", <https://a.example/canonical>; rel="self"'
    document = feed(replace(hub, port=9), "one", "two")
    answer = Fetched(body=document, url=A, content_type="application/xml", headers={"link": said})
    async with open_harness({A: answer}) as harness, reachable(harness) as app:
        await drive_clock(app, harness.clock, until=NOON + 2 * MINUTE)
        one = await only(app)
        assert (one.state, one.hub, one.topic) == ("verified", hub.url, "https://a.example/canonical")


async def test_a_source_that_names_another_hub_moves_there(open_harness: OpenHarness, hub: Hub) -> None:
    """And one that names none any more is not subscribed."""
    async with subscribed(open_harness, hub) as (harness, app), running_hub() as other:
        harness.documents[A] = feed(other, "one", "two", "three")
        await drive_clock(app, harness.clock, until=NOON + 3 * HOUR)
        assert (await only(app)).hub == other.url
        assert [form["hub.mode"] for form in hub.asked] == ["subscribe", "unsubscribe"]
        harness.documents[A] = rss(("one", "text", None))
        await drive_clock(app, harness.clock, until=NOON + 9 * HOUR)
        assert await subscriptions(app) == []
        assert [form["hub.mode"] for form in other.asked] == ["subscribe", "unsubscribe"]


async def test_a_delivery_brings_the_entry_at_once_and_tells_it_once(open_harness: OpenHarness, hub: Hub) -> None:
    """Delivered three times over, it is one entry and one alert; the body itself is no news."""
    async with subscribed(open_harness, hub) as (harness, app):
        await drive_clock(app, harness.clock, until=NOON + 10 * MINUTE)
        harness.documents[A] = feed(hub, "Kling 3 released", "one", "two")
        for body in (b"<rss/>", b"<rss/>", feed(hub, "Kling 9 forged by the hub")):
            assert await hub.deliver(body) == 202
        await drive_clock(app, harness.clock, until=harness.clock.now() + timedelta(seconds=5))
        assert await titles(app) == ["Kling 3 released", "one", "two"]
        assert await alerts(app) == 1
        one = await only(app)
        assert (one.pushes, one.record, one.news_at) == (3, "p", None)
        assert await hub.deliver(b"<rss/>") == 202
        await drive_clock(app, harness.clock, until=harness.clock.now() + HOUR)
        assert (await titles(app), await alerts(app)) == (["Kling 3 released", "one", "two"], 1)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_a_signature_of_any_recognised_kind_is_good(open_harness: OpenHarness, hub: Hub, method: str) -> None:
    async with subscribed(open_harness, hub) as (_, app):
        assert await hub.deliver(b"x" * 300_000, method=method) == 202
        one = await only(app)
        assert (one.pushes, one.dropped) == (1, 0)


@pytest.mark.parametrize(("method", "secret"), [("sha256", "guessed"), ("sha256", ""), ("md5", None)])
async def test_a_delivery_without_a_good_signature_is_dropped_and_counted(
    open_harness: OpenHarness, hub: Hub, method: str, secret: str | None
) -> None:
    async with subscribed(open_harness, hub) as (_, app):
        before = await source_of(app)
        assert await hub.deliver(b"<rss/>", method=method, secret=secret) == 202
        one = await only(app)
        assert (one.pushes, one.dropped) == (0, 1)
        assert await source_of(app) == before


async def test_a_delivery_that_is_too_large_is_refused(open_harness: OpenHarness, hub: Hub) -> None:
    async with subscribed(open_harness, hub) as (_, app):
        assert await hub.deliver(b"x" * (app.settings.fetch.max_body + 1)) == 413
        assert (await only(app)).pushes == 0


async def test_an_unknown_callback_tells_nothing(open_harness: OpenHarness, hub: Hub) -> None:
    async with subscribed(open_harness, hub) as (_, app):
        wrong = {"hub.topic": TOPIC, "hub.callback": f"{app.settings.websub.callback}/websub/guessed"}
        question = {"hub.mode": "subscribe", "hub.challenge": "<script>", "hub.lease_seconds": "9"}
        assert (await hub.call(wrong, question))[0] == 404
        assert (await hub.call(hub.asked[0], question | {"hub.topic": "https://b.example/"}))[0] == 404
        hub.asked.append(wrong | {"hub.mode": "subscribe", "hub.secret": "x"})
        assert await hub.deliver(b"<rss/>") == 410


async def test_a_lease_is_renewed_before_its_end(open_harness: OpenHarness, hub: Hub) -> None:
    hub.lease = "86400"
    async with subscribed(open_harness, hub) as (harness, app):
        for _ in range(4):
            await drive_clock(app, harness.clock, until=harness.clock.now() + DAY)
            one = await only(app)
            assert one.state == "verified"
            assert one.lease_until is not None
            assert one.lease_until - harness.clock.now() > 6 * HOUR
            assert one.verified_at is not None
            assert one.verified_at < NOON + HOUR, "it never lapsed"
        assert 6 <= len(hub.asked) <= 9
        assert len({(form["hub.callback"], form["hub.secret"]) for form in hub.asked}) == 1


async def test_a_restart_goes_on_and_a_moved_callback_is_agreed_anew(open_harness: OpenHarness, hub: Hub) -> None:
    async with subscribed(open_harness, hub) as (_, app):
        first = await only(app)
    async with open_harness({A: feed(hub, "one", "two")}, at=NOON + HOUR) as harness, reachable(harness) as app:
        stays = replace(app.settings.websub, callback=first.callback.partition("/websub/")[0])
        await drive_clock(
            replace(app, settings=replace(app.settings, websub=stays)), harness.clock, until=NOON + 2 * HOUR
        )
        assert await only(app) == first
        hub.verifies = False
        await drive_clock(app, harness.clock, until=NOON + 3 * HOUR)
        old, new = await subscriptions(app)
        assert (old.id, old.state) == (first.id, "leaving")
        assert (new.state, new.token != first.token) == ("asked", True)


async def test_a_denied_subscription_says_why(open_harness: OpenHarness, hub: Hub) -> None:
    hub.denies = "the topic is not ours"
    async with subscribed(open_harness, hub) as (harness, app):
        one = await only(app)
        assert (one.state, one.reason) == ("denied", "the hub denies it: the topic is not ours")
        await drive_clock(app, harness.clock, until=NOON + 3 * DAY)
        assert len(hub.asked) == 1
        assert (await source_of(app)).last_polled_at > NOON + 2 * DAY, "it is polled as ever"  # type: ignore[operator]


async def test_a_hub_that_refuses_or_never_calls_back_is_tried_again_with_its_words(
    open_harness: OpenHarness, hub: Hub
) -> None:
    hub.status, hub.words = 503, "try later"
    async with subscribed(open_harness, hub) as (harness, app):
        assert (await only(app)).reason == "the hub refuses (503): try later"
        hub.status, hub.verifies = 202, False
        await drive_clock(app, harness.clock, until=NOON + HOUR)
        assert (await only(app)).reason == Reason(UNHEARD)
        assert 3 <= len(hub.asked) <= 5
        hub.verifies = True
        await drive_clock(app, harness.clock, until=NOON + 6 * HOUR)
        assert ((await only(app)).state, (await only(app)).reason) == ("verified", "")


async def test_a_hub_that_is_down_is_named_and_one_that_moved_is_followed(open_harness: OpenHarness, hub: Hub) -> None:
    port, hub.port = hub.port, 1
    async with open_harness({A: feed(hub, "one", "two")}) as harness, reachable(harness) as app:
        await drive_clock(app, harness.clock, until=NOON + 2 * MINUTE)
        assert "127.0.0.1" in (await only(app)).reason
        hub.port = port
        harness.documents[A] = feed(hub, "one", "two", at="moved")
        await drive_clock(app, harness.clock, until=NOON + 12 * HOUR)
        assert (await only(app)).state == "verified"
        assert (await only(app)).hub.endswith("/moved")


async def test_a_paused_source_is_unsubscribed_and_a_late_delivery_is_told_so(
    open_harness: OpenHarness, hub: Hub
) -> None:
    async with subscribed(open_harness, hub) as (harness, app):
        hub.verifies = False
        source = await source_of(app)
        await app.in_store.write(lambda tx: tx.sources.set_state(source.id, "paused", now=harness.clock.now()))
        harness.clock.jump_to(NOON + 5 * MINUTE)
        await tick(app)
        assert (await only(app)).state == "leaving"
        assert hub.asked[-1]["hub.mode"] == "unsubscribe"
        assert await hub.deliver(b"<rss/>") == 410
        question = {"hub.mode": "unsubscribe", "hub.challenge": "bye"}
        assert await hub.call(hub.asked[-1], question) == (200, "bye")
        assert await subscriptions(app) == []


async def test_without_the_setting_everything_is_ended(open_harness: OpenHarness, hub: Hub) -> None:
    async with subscribed(open_harness, hub) as (harness, app):
        off = replace(app, settings=replace(app.settings, websub=type(app.settings.websub)()))
        await drive_clock(off, harness.clock, until=NOON + HOUR)
        assert hub.asked[-1]["hub.mode"] == "unsubscribe"
        assert await subscriptions(app) == []


async def test_a_source_asked_at_set_times_is_not_subscribed(open_harness: OpenHarness, hub: Hub) -> None:
    async with subscribed(open_harness, hub, SourceSpec(url=A, at=("12:00",), timezone="UTC")) as (harness, app):
        await drive_clock(app, harness.clock, until=NOON + DAY + HOUR)
        assert (await source_of(app)).hub == hub.url
        assert await subscriptions(app) == []


async def test_a_poll_and_a_delivery_that_race_make_one_entry_and_one_alert(
    open_harness: OpenHarness, hub: Hub
) -> None:
    """The delivery comes while the poll that finds the entry is under way; one look more, and that is all."""
    async with subscribed(open_harness, hub) as (harness, app):
        news = feed(hub, "Kling 3 released", "one", "two")
        gate, asked = asyncio.Event(), asyncio.Event()

        class Slow:
            requests = 0

            async def fetch(self, request: FetchRequest) -> FetchOutcome:
                if request.url != A:
                    return Unavailable(reason="no article")
                self.requests += 1
                asked.set()
                await gate.wait()
                return Fetched(body=news, url=request.url, content_type="application/xml")

        slow = Slow()
        racing = replace(app, fetcher=slow)
        harness.clock.jump_to(NOON + 3 * HOUR)
        source = await source_of(app)
        await app.in_store.write(lambda tx: tx.sources.set_state(source.id, "active", now=harness.clock.now()))
        scheduler = Scheduler(racing)
        await scheduler.tick()
        await asked.wait()
        harness.clock.jump_to(harness.clock.now() + timedelta(seconds=1))
        assert await hub.deliver(news) == 202
        gate.set()
        await scheduler.drain(within=MINUTE)
        due = (await source_of(app)).next_due_at
        assert due is not None
        assert timedelta(0) < due - harness.clock.now() <= MINUTE, "the delivery came after the poll began"
        await drive_clock(racing, harness.clock, until=harness.clock.now() + 10 * MINUTE)
        assert slow.requests == 2
        assert (await titles(app), await alerts(app)) == (["Kling 3 released", "one", "two"], 1)
        assert (await only(app)).record == "p"


async def test_a_cache_that_lags_behind_its_hub_is_asked_again(open_harness: OpenHarness, hub: Hub) -> None:
    async with subscribed(open_harness, hub) as (harness, app):
        await drive_clock(app, harness.clock, until=NOON + 10 * MINUTE)
        assert await hub.deliver(b"<rss/>") == 202
        await drive_clock(app, harness.clock, until=NOON + 12 * MINUTE)
        harness.documents[A] = feed(hub, "Kling 3 released", "one", "two")
        await drive_clock(app, harness.clock, until=NOON + 18 * MINUTE)
        assert "Kling 3 released" in await titles(app)
        assert (await only(app)).record == "p"


async def test_who_asked_us_to_wait_is_not_asked_for_a_delivery(open_harness: OpenHarness, hub: Hub) -> None:
    async with subscribed(open_harness, hub) as (harness, app):
        harness.documents[A] = Throttled(reason="slow down (429)", retry_after=3 * HOUR)
        source = await source_of(app)
        await app.in_store.write(lambda tx: tx.sources.set_state(source.id, "active", now=harness.clock.now()))
        await drive_clock(app, harness.clock, until=NOON + 10 * MINUTE)
        waiting = (await source_of(app)).next_due_at
        assert await hub.deliver(b"<rss/>") == 202
        assert (await source_of(app)).next_due_at == waiting
        assert waiting is not None
        harness.documents[A] = feed(hub, "Kling 3 released", "one", "two")
        await drive_clock(app, harness.clock, until=waiting + MINUTE)
        assert "Kling 3 released" in await titles(app)
        assert (await only(app)).record == "p"


async def test_polls_step_back_while_a_hub_tells_and_return_when_it_falls_silent(
    open_harness: OpenHarness, hub: Hub
) -> None:
    """Beside another source: the budget is for both, and what one does not use the other does."""
    other = "https://b.example/feed"
    async with (
        open_harness({A: feed(hub, "one", "two"), other: rss(("three", "text", None))}) as harness,
        reachable(harness) as app,
    ):
        await drive_clock(app, harness.clock, until=NOON + HOUR)
        fetcher, published = app.fetcher, ["one", "two"]
        assert isinstance(fetcher, MemoryFetcher)

        async def publish(number: int, *, told: bool) -> None:
            published.insert(0, f"news {number}")
            harness.documents[A] = feed(hub, *published)
            if told:
                assert await hub.deliver(b"<rss/>") == 202
            await drive_clock(app, harness.clock, until=harness.clock.now() + 5 * HOUR)

        def polls_since(count: int) -> int:
            return len([one for one in fetcher.requests[count:] if one.url == A])

        polls: list[int] = []
        for number in range(18):
            before = len(fetcher.requests)
            await publish(number, told=number < 9)
            polls.append(polls_since(before))
            assert ("its hub tells of news" in (await source_of(app)).due_reason) == (number < 11)
        assert sum(polls[3:9]) < 0.75 * sum(polls[12:18])
        one = await only(app)
        assert one.record[-4:] == "mmmm"
        assert await titles(app) == sorted([*published, "three"])


async def tick(app: AppContext) -> None:
    scheduler = Scheduler(app)
    await scheduler.tick()
    await scheduler.drain(within=MINUTE)
