"""Fetching over a real wire: redirects, credentials, robots.txt, pace."""

import asyncio
import ssl
from collections.abc import Callable
from datetime import timedelta

import pytest
import trustme

from monitor.adapters.clock import SteppedClock, SystemClock
from monitor.adapters.fetch import host_pacing
from monitor.adapters.fetch.host_pacing import Pace
from monitor.adapters.fetch.http_fetcher import HttpFetcher
from monitor.adapters.net.client import open_client
from monitor.core.model.fetch import Fetched, FetchOutcome, FetchRequest, NotModified, Throttled, Unavailable
from monitor.core.model.settings import FetchSettings
from monitor.core.model.sources import Validators
from tests.adapters.fetch.adversary import Adversary, Reply, ScriptedResolver, Wire, adversary, answer, redirect

FEED = b"<rss><channel><title>x</title></channel></rss>"


def reason(outcome: FetchOutcome) -> str:
    assert isinstance(outcome, Unavailable), outcome
    return outcome.reason


class TestAsking:
    async def test_a_feed_is_fetched_with_its_validators(self, fetcher: HttpFetcher, server: Adversary) -> None:
        url = server.on("/f", answer(FEED, headers={"ETag": '"1"'}), answer(status="304 Not Modified"))
        first = await fetcher.fetch(FetchRequest(url=url))
        assert isinstance(first, Fetched)
        second = await fetcher.fetch(FetchRequest(url=url, validators=first.validators))
        assert isinstance(second, NotModified)
        assert second.validators == first.validators
        assert [heard.headers.get("if-none-match") for heard in server.heard] == [None, '"1"']

    async def test_f66_an_eternal_304_is_asked_for_everything_after_a_day(
        self, fetcher: HttpFetcher, server: Adversary, clock: SteppedClock
    ) -> None:
        async def eternal(wire: Wire) -> None:
            asked = "if-none-match" in wire.heard.headers
            await wire.send(answer(status="304 Not Modified") if asked else answer(FEED, headers={"ETag": '"1"'}))

        url = server.on("/f", eternal)
        outcome = await fetcher.fetch(FetchRequest(url=url))
        whole = 0
        for _ in range(48):
            assert isinstance(outcome, Fetched | NotModified)
            whole += isinstance(outcome, Fetched)
            clock.jump_to(clock.now() + timedelta(hours=1))
            outcome = await fetcher.fetch(FetchRequest(url=url, validators=outcome.validators))
        assert whole == 2

    async def test_f64_a_304_nobody_asked_for_is_an_error(self, fetcher: HttpFetcher, server: Adversary) -> None:
        outcome = await fetcher.fetch(FetchRequest(url=server.on("/f", answer(status="304 Not Modified"))))
        assert "304" in reason(outcome)

    async def test_an_address_with_blanks_is_asked_for_as_browsers_do(
        self, fetcher: HttpFetcher, server: Adversary
    ) -> None:
        url = server.on("/annual%20report.xml", redirect("/all reports.xml"))
        server.on("/all%20reports.xml", answer(FEED))
        outcome = await fetcher.fetch(FetchRequest(url=url.replace("%20", " ")))
        assert isinstance(outcome, Fetched), outcome

    async def test_own_headers_and_auth_are_sent(self, fetcher: HttpFetcher, server: Adversary) -> None:
        url = server.on("/f", answer(FEED))
        await fetcher.fetch(FetchRequest(url=url, headers={"X-Key": "k", "Accept": "text/xml"}, auth="user:pass"))
        (heard,) = server.heard
        assert heard.headers["x-key"] == "k"
        assert heard.headers["accept"] == "text/xml"
        assert heard.headers["authorization"] == "Basic dXNlcjpwYXNz"

    async def test_f69_throttling_is_told(self, fetcher: HttpFetcher, server: Adversary) -> None:
        url = server.on("/f", answer(b"slow down", status="429 Too Many", headers={"Retry-After": "1e12"}))
        outcome = await fetcher.fetch(FetchRequest(url=url))
        assert isinstance(outcome, Throttled)
        assert outcome.retry_after == timedelta(hours=24)

    async def test_f14_a_feed_cut_off_without_a_length_keeps_no_validators(
        self, fetcher: HttpFetcher, server: Adversary
    ) -> None:
        url = server.on("/f", b'HTTP/1.1 200 OK\r\nETag: "1"\r\n\r\n' + FEED[:30])
        outcome = await fetcher.fetch(FetchRequest(url=url))
        assert isinstance(outcome, Fetched)
        assert outcome.validators == Validators()
        assert outcome.warnings


class TestRedirects:
    async def test_f67_a_chain_of_permanent_moves_is_reported(self, fetcher: HttpFetcher, server: Adversary) -> None:
        server.on("/b", redirect("/c", status="308 Permanent"))
        end = server.on("/c", answer(FEED))
        outcome = await fetcher.fetch(FetchRequest(url=server.on("/a", redirect("/b", status="301 Moved"))))
        assert isinstance(outcome, Fetched)
        assert (outcome.url, outcome.moved_to) == (end, end)

    async def test_f67_one_temporary_hop_makes_no_move(self, fetcher: HttpFetcher, server: Adversary) -> None:
        server.on("/b", redirect("/c", status="307 Temporary"))
        end = server.on("/c", answer(FEED))
        outcome = await fetcher.fetch(FetchRequest(url=server.on("/a", redirect("/b", status="301 Moved"))))
        assert isinstance(outcome, Fetched)
        assert (outcome.url, outcome.moved_to) == (end, "")

    @pytest.mark.parametrize("hops", [5, 6, 21])
    async def test_f32_five_redirects_are_followed_and_no_more(
        self, fetcher: HttpFetcher, server: Adversary, hops: int
    ) -> None:
        for hop in range(hops):
            server.on(f"/{hop}", redirect(f"/{hop + 1}"))
        server.on(f"/{hops}", answer(FEED))
        outcome = await fetcher.fetch(FetchRequest(url=server.url("/0")))
        assert isinstance(outcome, Fetched) == (hops <= 5)
        if hops > 5:
            assert reason(outcome) == "the server redirects more than 5 times"
            assert len(server.heard) == 6

    async def test_f32_a_circle_is_seen_at_once(self, fetcher: HttpFetcher, server: Adversary) -> None:
        server.on("/b", redirect("/a"))
        outcome = await fetcher.fetch(FetchRequest(url=server.on("/a", redirect("/b"))))
        assert reason(outcome) == "the server redirects in a circle"
        assert len(server.heard) == 2

    async def test_f73_a_page_that_wants_cookies_is_named(self, fetcher: HttpFetcher, server: Adversary) -> None:
        url = server.on("/a", redirect("/a", headers={"Set-Cookie": "seen=1"}))
        assert "wants cookies" in reason(await fetcher.fetch(FetchRequest(url=url)))
        assert len(server.heard) == 1

    @pytest.mark.parametrize(
        "status", ["301 Moved", "302 Found", "303 Other", "307 Temporary", "308 Permanent", "300 Choices"]
    )
    async def test_f32_headers_and_auth_never_reach_another_origin(
        self, fetcher: HttpFetcher, server: Adversary, status: str
    ) -> None:
        start = server.on("/a", redirect(server.url("/b", "b.test"), status=status, headers={"Set-Cookie": "c=d"}))
        server.on("/b", redirect(server.url("/c", "a.test"), status=status))
        server.on("/c", answer(FEED))
        url = start.replace("127.0.0.1", "a.test")
        outcome = await fetcher.fetch(FetchRequest(url=url, headers={"X-Key": "k", "Cookie": "s=1"}, auth="user:pass"))
        assert isinstance(outcome, Fetched)
        first, *others = (heard.headers for heard in server.heard)
        assert first["x-key"] == "k"
        assert first["cookie"] == "s=1", "the one that the user set, not the server"
        for headers in others:
            assert not headers.keys() & {"x-key", "authorization", "cookie"}, "not even after coming back"

    async def test_f32_another_port_is_another_origin(self, fetcher: HttpFetcher, server: Adversary) -> None:
        async with adversary() as other:
            other.on("/b", answer(FEED))
            url = server.on("/a", redirect(other.url("/b")))
            await fetcher.fetch(FetchRequest(url=url, auth="user:pass"))
            assert "authorization" not in other.heard[0].headers

    async def test_a_redirect_that_lost_its_auth_says_which_address_to_use(
        self, fetcher: HttpFetcher, server: Adversary
    ) -> None:
        target = server.on("/b", answer(status="401 Unauthorized")).replace("127.0.0.1", "b.test")
        outcome = await fetcher.fetch(FetchRequest(url=server.on("/a", redirect(target)), auth="user:pass"))
        assert f"use {target} as the source's address" in reason(outcome)

    async def test_a_redirect_within_one_origin_keeps_the_auth(self, fetcher: HttpFetcher, server: Adversary) -> None:
        server.on("/b", answer(FEED))
        await fetcher.fetch(FetchRequest(url=server.on("/a", redirect("/b")), auth="user:pass"))
        assert all("authorization" in heard.headers for heard in server.heard)

    async def test_f61_a_redirect_to_a_login_page_is_blocked(self, fetcher: HttpFetcher, server: Adversary) -> None:
        server.on(
            "/user/login?next=a", answer(b"<html><body>" + b"long text " * 500, headers={"Content-Type": "text/html"})
        )
        outcome = await fetcher.fetch(FetchRequest(url=server.on("/a", redirect("/user/login?next=a"))))
        assert reason(outcome) == "the server redirects to a log-in page"

    @pytest.mark.parametrize(
        "location",
        ["file:///etc/passwd", "ftp://a.test/", "data:,x", "javascript:1", "\\\\a.test", "http://u:p@a.test/"],
    )
    async def test_f30_redirects_out_of_the_web_are_refused(
        self, fetcher: HttpFetcher, server: Adversary, location: str
    ) -> None:
        outcome = await fetcher.fetch(FetchRequest(url=server.on("/a", redirect(location))))
        assert isinstance(outcome, Unavailable)
        assert outcome.refused_by_us
        assert len(server.heard) == 1

    async def test_f33_a_redirect_from_https_to_http_is_followed_with_a_warning_and_is_no_move(
        self, server: Adversary, clock: SteppedClock
    ) -> None:
        authority = trustme.CA()
        served, trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
        authority.issue_cert("a.test").configure_cert(served)
        authority.configure_trust(trusting)
        settings = FetchSettings(allow_networks=("127.0.0.0/8",))
        names = ScriptedResolver({"a.test": [["127.0.0.1"]]})
        async with (
            adversary(tls=served) as secure,
            open_client(settings, user_agent="t", resolver=names, tls=trusting) as client,
        ):
            fetcher = HttpFetcher(client, clock=clock, per_host_delay=timedelta(0), timeout=timedelta(seconds=5))
            plain = server.on("/f", answer(FEED)).replace("127.0.0.1", "a.test")
            start = secure.on("/f", redirect(plain, status="301 Moved")).replace("127.0.0.1", "a.test")
            outcome = await fetcher.fetch(FetchRequest(url=start, auth="user:pass"))
        assert isinstance(outcome, Fetched)
        assert outcome.warnings == (f"redirected from https to unprotected http: {plain}",)
        assert outcome.moved_to == ""
        assert "authorization" in secure.heard[0].headers
        assert "authorization" not in server.heard[0].headers

    async def test_a_redirect_without_a_place_is_an_error(self, fetcher: HttpFetcher, server: Adversary) -> None:
        outcome = await fetcher.fetch(FetchRequest(url=server.on("/a", answer(status="302 Found"))))
        assert "without saying where" in reason(outcome)

    async def test_all_redirects_together_have_one_deadline(self, hurried: HttpFetcher, server: Adversary) -> None:
        def slowly(to: int) -> Reply:
            async def play(wire: Wire) -> None:
                await asyncio.sleep(0.3)
                await wire.send(redirect(f"/{to}"))

            return play

        for hop in range(5):
            server.on(f"/{hop}", slowly(hop + 1))
        outcome = await hurried.fetch(FetchRequest(url=server.url("/0")))
        assert "did not answer" in reason(outcome)
        assert len(server.heard) < 5, "each hop ends within the deadline, all of them do not"

    async def test_a_request_may_have_less_time_than_the_fetcher(self, fetcher: HttpFetcher, server: Adversary) -> None:
        async def never(_wire: Wire) -> None:
            await asyncio.sleep(60)

        outcome = await fetcher.fetch(FetchRequest(url=server.on("/x", never), within=timedelta(seconds=0.3)))
        assert "within 0.3 s" in reason(outcome)
        assert isinstance(outcome, Unavailable)
        assert outcome.unreached == "host"


class TestRobots:
    RULES = b"User-agent: *\nDisallow: /private\n\nUser-agent: news-monitor\nDisallow: /not-you\n"

    async def test_pages_obey_robots_txt_and_feeds_need_not(self, fetcher: HttpFetcher, server: Adversary) -> None:
        server.on("/robots.txt", answer(self.RULES))
        url = server.on("/not-you/x", answer(FEED))
        assert isinstance(await fetcher.fetch(FetchRequest(url=url)), Fetched)
        assert server.requests("/robots.txt") == []
        outcome = await fetcher.fetch(FetchRequest(url=url, obey_robots=True))
        assert isinstance(outcome, Unavailable)
        assert outcome.refused_by_us
        assert "robots.txt of 127.0.0.1 asks not to read" in outcome.reason
        assert len(server.requests("/not-you/x")) == 1

    async def test_robots_txt_is_read_once_a_day(
        self, fetcher: HttpFetcher, server: Adversary, clock: SteppedClock
    ) -> None:
        server.on("/robots.txt", answer(b""))
        url = server.on("/x", answer(FEED))
        for _ in range(26):
            assert isinstance(await fetcher.fetch(FetchRequest(url=url, obey_robots=True)), Fetched)
            clock.jump_to(clock.now() + timedelta(hours=1))
        assert len(server.requests("/robots.txt")) == 2

    async def test_the_page_behind_a_redirect_is_asked_about_too(self, fetcher: HttpFetcher, server: Adversary) -> None:
        server.on("/robots.txt", answer(self.RULES))
        server.on("/not-you", answer(FEED))
        url = server.on("/a", redirect("/not-you"))
        assert "robots.txt" in reason(await fetcher.fetch(FetchRequest(url=url, obey_robots=True)))

    async def test_a_crawl_delay_is_kept(self, fetcher: HttpFetcher, server: Adversary, clock: SteppedClock) -> None:
        server.on("/robots.txt", answer(b"User-agent: *\nCrawl-delay: 5\n"))
        fetch = asyncio.create_task(fetcher.fetch(FetchRequest(url=server.on("/x", answer(FEED)), obey_robots=True)))
        while (due := clock.next_sleeper()) is None:  # noqa: ASYNC110  # no event tells that somebody sleeps
            await asyncio.sleep(0.005)
        assert due == clock.now() + timedelta(seconds=5)
        clock.jump_to(due)
        assert isinstance(await fetch, Fetched)

    async def test_the_wait_for_a_turn_is_no_time_on_the_network(
        self, fetcher: HttpFetcher, server: Adversary, clock: SteppedClock
    ) -> None:
        server.on("/robots.txt", answer(b"User-agent: *\nCrawl-delay: 30\n"))
        request = FetchRequest(url=server.on("/x", answer(FEED)), obey_robots=True, within=timedelta(seconds=8))
        fetch = asyncio.create_task(fetcher.fetch(request))
        while (due := clock.next_sleeper()) is None:  # noqa: ASYNC110  # no event tells that somebody sleeps
            await asyncio.sleep(0.005)
        assert due > clock.now() + timedelta(seconds=8)
        clock.jump_to(due)
        assert isinstance(await fetch, Fetched)

    @pytest.mark.parametrize(
        ("reply", "allowed"),
        [
            (answer(status="404 Not Found"), True), (answer(status="403 Forbidden"), True),
            (answer(status="500 Oops"), False), (answer(status="429 Slow"), False),
            (redirect("/elsewhere"), False), (redirect("/robots.txt"), True), (answer(b"\xff\xfe\x00garbage"), True),
            (answer(b"x" * 600_000), True), (b"garbage", False),
        ],
    )  # fmt: skip
    async def test_what_a_missing_or_broken_robots_txt_means(
        self, fetcher: HttpFetcher, server: Adversary, reply: bytes, allowed: bool
    ) -> None:
        server.on("/robots.txt", reply)
        server.on("/elsewhere", answer(b"User-agent: *\nDisallow: /\n"))
        outcome = await fetcher.fetch(FetchRequest(url=server.on("/x", answer(FEED)), obey_robots=True))
        assert isinstance(outcome, Fetched) == allowed, outcome


class TestPace:
    async def test_one_request_is_in_flight_per_host_and_pauses_lie_between(self, server: Adversary) -> None:
        clock = SteppedClock(SystemClock().now())
        settings = FetchSettings(allow_networks=("127.0.0.0/8",))
        async with open_client(settings, user_agent="t") as client:
            fetcher = HttpFetcher(
                client, clock=clock, per_host_delay=timedelta(seconds=1), timeout=timedelta(seconds=5)
            )
            asked_at = []

            async def note(wire: Wire) -> None:
                asked_at.append(clock.monotonic())
                await wire.send(answer(FEED))

            url = server.on("/f", note)
            fetches = [asyncio.create_task(fetcher.fetch(FetchRequest(url=url))) for _ in range(4)]
            while not all(task.done() for task in fetches):
                await asyncio.sleep(0.005)
                if due := clock.next_sleeper():
                    clock.jump_to(due)
        assert asked_at == [0, 1, 2, 3]
        assert server.most_at_once == 1

    async def test_a_slow_host_does_not_hold_the_others(
        self, fetcher: HttpFetcher, hurried: HttpFetcher, server: Adversary
    ) -> None:
        async with adversary() as other:
            asked = asyncio.Event()

            async def silence(wire: Wire) -> None:
                asked.set()
                await wire.silence()

            slow = asyncio.create_task(fetcher.fetch(FetchRequest(url=other.on("/", silence))))
            await asked.wait()
            outcome = await fetcher.fetch(FetchRequest(url=server.on("/f", answer(FEED))))
            assert isinstance(outcome, Fetched)
            assert not slow.done()
            slow.cancel()
            assert "did not answer" in reason(await hurried.fetch(FetchRequest(url=other.url("/"))))

    async def test_two_hosts_that_redirect_to_each_other_do_not_lock_up(
        self, fetcher: HttpFetcher, server: Adversary, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(host_pacing, "_PATIENCE", 3_600.0)
        async with adversary() as other:
            server.on("/end", answer(FEED))
            other.on("/end", answer(FEED))
            urls = [server.on("/a", redirect(other.url("/end"))), other.on("/a", redirect(server.url("/end")))]
            fetches = [fetcher.fetch(FetchRequest(url=urls[n % 2])) for n in range(10)]
            outcomes = await asyncio.gather(*fetches)
            assert all(isinstance(outcome, Fetched) for outcome in outcomes)

    async def test_what_hangs_passes_its_turn_on_and_four_at_most_hang_at_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The patience of a turn is over when the test says so."""
        pace, entered, patience = Pace(SystemClock(), delay=timedelta(0)), list[int](), list[Callable[[], None]]()
        loop = asyncio.get_running_loop()

        def call_later(seconds: float, end: Callable[[], None]) -> asyncio.Handle:
            assert seconds == 1.5
            patience.append(end)
            return loop.call_soon(int)

        async def hold(name: int, *, hangs: bool) -> None:
            async with pace.turn("host.example"):
                entered.append(name)
                if hangs:
                    await asyncio.Event().wait()

        async def come_to_rest() -> None:
            for _ in range(50):
                await asyncio.sleep(0)

        monkeypatch.setattr(loop, "call_later", call_later)
        holders = [asyncio.create_task(hold(n, hangs=n != 1)) for n in range(7)]
        await come_to_rest()
        assert entered == [0]
        while patience:
            patience.pop(0)()
            await come_to_rest()
        assert entered == [0, 1, 2, 3, 4]
        for task in holders:
            task.cancel()
        await asyncio.gather(*holders, return_exceptions=True)
        await hold(9, hangs=False)

    async def test_a_cancelled_fetch_gives_its_turn_back(
        self, fetcher: HttpFetcher, server: Adversary, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(host_pacing, "_PATIENCE", 3_600.0)
        asked = asyncio.Event()

        async def silence(wire: Wire) -> None:
            asked.set()
            await wire.silence()

        stuck = asyncio.create_task(fetcher.fetch(FetchRequest(url=server.on("/stuck", silence))))
        waiting = asyncio.create_task(fetcher.fetch(FetchRequest(url=server.on("/f", answer(FEED)))))
        await asked.wait()
        stuck.cancel()
        assert isinstance(await waiting, Fetched)
