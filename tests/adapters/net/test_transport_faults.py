"""F-01 to F-19, F-36, F-40 to F-44 and F-71, F-72: what a server, a wire or a name server may do to an exchange."""

import asyncio
import gzip
import socket
import ssl
import warnings
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import trustme

from monitor.adapters.net.client import GuardedClient, open_client
from monitor.core.model.http import NetAnswer, NetFailure, NetRequest
from monitor.core.model.settings import FetchSettings
from tests.adapters.fetch.adversary import Adversary, ScriptedResolver, Wire, adversary, answer
from tests.machine_time import machine_seconds

LOOPBACK = ("127.0.0.0/8", "::1/128")
NO_TRUST = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
MIB = 1024 * 1024
SOON = timedelta(seconds=0.8)
"""The deadline of a request that is to end there."""
FEED = b"<rss><channel><title>x</title></channel></rss>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"


def settings(**changes: object) -> FetchSettings:
    given: dict[str, object] = {"allow_networks": LOOPBACK, "timeout": timedelta(minutes=1)} | changes
    return FetchSettings(**given)  # type: ignore[arg-type]  # tests name fields of FetchSettings


async def failure(client: GuardedClient, url: str, *, deadline: timedelta | None = None) -> NetFailure:
    """What became of a request: at its deadline, or at once and not at the client's own, which is a minute."""
    with machine_seconds() as seconds:
        outcome = await client.get(url, within=deadline)
        if deadline is not None:
            assert seconds() < deadline.total_seconds() + 1, "the deadline plus a second"
    assert isinstance(outcome, NetFailure), outcome
    assert (outcome.kind == "timeout") == (deadline is not None)
    assert outcome.reason
    assert "Error" not in outcome.reason, "no library's words"
    assert "Timeout" not in outcome.reason
    return outcome


async def still_healthy(client: GuardedClient, server: Adversary) -> None:
    outcome = await client.get(server.on("/healthy", answer(FEED)))
    assert isinstance(outcome, NetAnswer), outcome
    assert outcome.body == FEED


def coded(coding: str, body: bytes) -> bytes:
    return answer(body, headers={"Content-Encoding": coding})


def script(data: bytes, *, then: Callable[[Wire], Awaitable[None]] | None = None) -> Callable[[Wire], Awaitable[None]]:
    async def play(wire: Wire) -> None:
        await wire.send(data)
        if then is not None:
            await then(wire)

    return play


async def test_f01_a_refused_connection_says_that_nothing_listens(client: GuardedClient, server: Adversary) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        outcome = await failure(client, f"http://127.0.0.1:{unused.getsockname()[1]}/")
    assert outcome.kind == "connect"
    assert not outcome.sent
    assert "nothing listens" in outcome.reason
    await still_healthy(client, server)


async def test_f02_a_black_hole_ends_at_the_deadline(server: Adversary) -> None:
    # A full backlog drops SYNs: the nearest thing to a black hole that loopback has.
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(0)
        port = hole.getsockname()[1]
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            with suppress(BlockingIOError):
                filler.connect(("127.0.0.1", port))
        async with open_client(settings(), user_agent="t", tls=NO_TRUST) as client:
            outcome = await failure(client, f"http://127.0.0.1:{port}/", deadline=SOON)
            assert outcome.kind == "timeout"
            assert not outcome.sent
            assert "did not take the connection" in outcome.reason
            await still_healthy(client, server)
        for filler in fillers:
            filler.close()


async def test_f03_silence_after_the_connection_ends_at_the_deadline(client: GuardedClient, server: Adversary) -> None:
    outcome = await failure(client, server.on("/", Wire.silence), deadline=SOON)
    assert outcome.kind == "timeout"
    assert outcome.sent
    assert "did not answer within 0.8 s" in outcome.reason
    await still_healthy(client, server)


async def test_f04_headers_that_trickle_end_at_the_deadline(client: GuardedClient, server: Adversary) -> None:
    async def trickle(wire: Wire) -> None:
        await wire.drip(HEAD * 50, every=0.05)

    assert (await failure(client, server.on("/", trickle), deadline=SOON)).kind == "timeout"
    await still_healthy(client, server)


async def test_f05_a_body_that_trickles_ends_at_the_deadline(client: GuardedClient, server: Adversary) -> None:
    async def trickle(wire: Wire) -> None:
        await wire.send(HEAD + b"Content-Length: 1000\r\n\r\n")
        await wire.drip(b"x" * 1000, every=0.05)

    outcome = await failure(client, server.on("/", trickle), deadline=SOON)
    assert outcome.kind == "timeout"
    assert outcome.status == 200
    assert "too slowly" in outcome.reason
    await still_healthy(client, server)


async def test_f06_a_body_without_end_stops_at_the_cap(client: GuardedClient, server: Adversary) -> None:
    async def endless(wire: Wire) -> None:
        await wire.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        while True:
            await wire.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    outcome = await failure(client, server.on("/", endless))
    assert outcome.kind == "too-large"
    assert "larger than 8 MiB" in outcome.reason
    await still_healthy(client, server)


async def test_f07_a_gigabyte_is_refused_by_its_announcement(client: GuardedClient, server: Adversary) -> None:
    url = server.on("/", script(HEAD + b"Content-Length: 1073741824\r\n\r\n" + b"x" * 1000, then=Wire.silence))
    outcome = await failure(client, url)
    assert outcome.refused_by_us
    await still_healthy(client, server)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("F-08 reset within the headers", HEAD),
        ("F-09 reset within the body", HEAD + b"Content-Length: 1000\r\n\r\nxxx"),
    ],
)
async def test_f08_f09_a_reset_is_an_error(client: GuardedClient, server: Adversary, name: str, sent: bytes) -> None:
    async def cut(wire: Wire) -> None:
        await wire.send(sent)
        await asyncio.sleep(0.05)
        wire.reset()

    outcome = await failure(client, server.on("/", cut))
    assert outcome.kind == "broken", name
    await still_healthy(client, server)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("F-10 a longer length than the body", HEAD + b"Content-Length: 1000\r\n\r\nxxx"),
        ("F-11 two lengths", HEAD + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nxxxxx"),
        ("F-11 a length that is no number", HEAD + b"Content-Length: 3, 5\r\n\r\nxxxxx"),
        ("F-11 a negative length", HEAD + b"Content-Length: -3\r\n\r\nxxx"),
        ("F-12 no last chunk", HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nxxx\r\n"),
        ("F-12 half a chunk", HEAD + b"Transfer-Encoding: chunked\r\n\r\n10\r\nxxx"),
        ("F-13 a chunk size that is no number", HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nxxx\r\n0\r\n\r\n"),
        ("F-13 a chunk of 2^64", HEAD + b"Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\nxxx"),
        ("F-13 a negative chunk", HEAD + b"Transfer-Encoding: chunked\r\n\r\n-3\r\nxxx\r\n0\r\n\r\n"),
        ("F-16 a NUL in a header", HEAD + b"X: a\x00b\r\nContent-Length: 1\r\n\r\nx"),
        ("F-17 HTTP/0.9", b"<rss></rss>"),
        ("F-17 garbage for a status line", b"\x00\x01\x02\xff\r\n\r\nxxx"),
        ("F-17 a status that is no number", b"HTTP/1.1 OK fine\r\nContent-Length: 0\r\n\r\n"),
        ("F-17 another protocol", b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),
        ("F-17 nothing at all", b""),
        ("F-44 truncated gzip with its own length", coded("gzip", gzip.compress(FEED, mtime=0)[:-5])),
        (
            "F-44 gzip cut off with the connection",
            HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(FEED, mtime=0)[:20],
        ),
        ("F-44 gzip that is none", coded("gzip", b"\x00" + FEED)),
        ("F-41 brotli", coded("br", b"\x0b\x02\x80")),
        ("F-42 zstd", coded("zstd", b"\x28\xb5\x2f\xfd")),
        ("F-43 two codings", coded("gzip, br", gzip.compress(b"\x0b\x02\x80", mtime=0))),
        ("F-43 an unknown coding", coded("lzma", b"\x5d\x00\x00\x80" + FEED)),
    ],
)  # fmt: skip
async def test_f10_to_f17_and_f41_to_f44_broken_answers_are_errors_and_never_documents(
    client: GuardedClient, server: Adversary, name: str, sent: bytes
) -> None:
    outcome = await failure(client, server.on("/", script(sent)))
    assert outcome.kind == ("encoding" if name.startswith("F-4") else "broken"), (name, outcome)
    await still_healthy(client, server)


async def test_f11_more_body_than_announced_is_cut_at_the_length(client: GuardedClient, server: Adversary) -> None:
    outcome = await client.get(server.on("/", script(HEAD + b"Content-Length: 3\r\n\r\nxxxHTTP/1.1 200 OK\r\n\r\n")))
    assert isinstance(outcome, NetAnswer)
    assert outcome.body == b"xxx"
    await still_healthy(client, server)


async def test_f16_a_line_of_the_head_that_is_no_field_costs_itself(client: GuardedClient, server: Adversary) -> None:
    outcome = await client.get(server.on("/", script(HEAD + b"Bad Name: x\r\nContent-Length: 1\r\n\r\nx")))
    assert isinstance(outcome, NetAnswer)
    assert outcome.body == b"x"
    await still_healthy(client, server)


async def test_f14_an_answer_ended_by_the_connection_alone_says_so(client: GuardedClient, server: Adversary) -> None:
    outcome = await client.get(server.on("/", script(HEAD + b"\r\n" + FEED[:20])))
    assert isinstance(outcome, NetAnswer)
    assert not outcome.delimited
    chunked = script(HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nxxx\r\n0\r\n\r\n")
    for reply in (chunked, answer(FEED)):
        whole = await client.get(server.on("/whole", reply))
        assert isinstance(whole, NetAnswer)
        assert whole.delimited


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("200,000 headers", b"".join(b"X-%d: y\r\n" % n for n in range(200_000))),
        ("one header of 1 MB", b"X: " + b"y" * MIB + b"\r\n"),
        ("100 kB in all", b"".join(b"X-%d: %s\r\n" % (n, b"y" * 1000) for n in range(100))),
    ],
)
async def test_f15_a_flood_of_headers_is_an_error(
    client: GuardedClient, server: Adversary, name: str, headers: bytes
) -> None:
    outcome = await failure(client, server.on("/", script(HEAD + headers + b"Content-Length: 1\r\n\r\nx")))
    assert outcome.kind in ("broken", "too-large"), name
    await still_healthy(client, server)


async def test_f16_headers_in_utf8_and_latin1_are_read(client: GuardedClient, server: Adversary) -> None:
    sent = HEAD + "X-Utf8: 可灵\r\n".encode() + b"X-Latin1: caf\xe9\r\nContent-Length: 1\r\n\r\nx"
    outcome = await client.get(server.on("/", script(sent)))
    assert isinstance(outcome, NetAnswer)
    assert outcome.body == b"x"


async def test_f16_a_reason_phrase_in_any_encoding_harms_nothing(client: GuardedClient, server: Adversary) -> None:
    for phrase in ("成功".encode("gbk"), b"Tr\xe8s bien", b"", b"<img src=x onerror=1>"):
        outcome = await client.get(server.on("/", script(answer(FEED).replace(b"OK", phrase, 1))))
        assert isinstance(outcome, NetAnswer), phrase


async def test_f16_folded_headers_harm_nothing(client: GuardedClient, server: Adversary) -> None:
    outcome = await client.get(server.on("/", script(HEAD + b"X: a\r\n b\r\nContent-Length: 1\r\n\r\nx")))
    assert isinstance(outcome, NetFailure) or outcome.body == b"x"
    await still_healthy(client, server)


async def test_f18_interim_answers_are_skipped(client: GuardedClient, server: Adversary) -> None:
    storm = b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100
    outcome = await client.get(server.on("/", script(storm + answer(FEED))))
    assert isinstance(outcome, NetAnswer)
    assert outcome.body == FEED


async def test_f18_a_storm_of_interim_answers_ends_at_the_deadline(client: GuardedClient, server: Adversary) -> None:
    async def storm(wire: Wire) -> None:
        while True:
            await wire.send(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            await asyncio.sleep(0.01)

    assert (await failure(client, server.on("/", storm), deadline=SOON)).kind == "timeout"
    await still_healthy(client, server)


async def test_f19_two_hundred_cancelled_exchanges_leave_the_pool_healthy(
    client: GuardedClient, server: Adversary
) -> None:
    await cancel_many(client, server, 200)
    await still_healthy(client, server)


@pytest.mark.slow
async def test_f19_a_thousand_cancelled_exchanges_leave_the_pool_healthy(
    client: GuardedClient, server: Adversary
) -> None:
    await cancel_many(client, server, 1000)
    await still_healthy(client, server)


async def cancel_many(client: GuardedClient, server: Adversary, count: int) -> None:
    """Cancel at every moment: before connecting, while connecting, waiting and reading."""
    slow = server.on("/slow", script(HEAD + b"Content-Length: 10\r\n\r\nx", then=Wire.silence))
    for batch in range(count // 20):
        tasks = [asyncio.create_task(client.get(slow)) for _ in range(20)]
        await asyncio.sleep(0.001 * (batch % 5))
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(end, asyncio.CancelledError) for end in ended)


async def test_f36_proxies_of_the_environment_are_ignored(server: Adversary, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    async with open_client(settings(), user_agent="t", tls=NO_TRUST) as client:
        await still_healthy(client, server)


async def test_f40_a_gzip_bomb_is_refused(client: GuardedClient, server: Adversary) -> None:
    bomb = gzip.compress(bytes(64 * MIB))
    outcome = await failure(client, server.on("/", answer(bomb, headers={"Content-Encoding": "gzip"})))
    assert outcome.kind == "too-large"
    assert outcome.refused_by_us
    await still_healthy(client, server)


async def test_no_cookie_is_kept_and_only_gzip_is_asked_for(client: GuardedClient, server: Adversary) -> None:
    url = server.on("/", answer(FEED, headers={"Set-Cookie": "a=b; Path=/"}))
    await client.get(url)
    await client.get(url, headers={"Accept-Encoding": "br", "Host": "other", "X-Own": "1"})
    heard = server.requests("/")[1].headers
    assert "cookie" not in heard
    assert heard["accept-encoding"] == "gzip"
    assert heard["host"] == f"127.0.0.1:{server.port}"
    assert heard["x-own"] == "1"
    assert heard["user-agent"] == "news-monitor/test"
    assert server.connections == 1, "the connection is used again"


@pytest.mark.parametrize("coding", ["br", "zstd", "dcb"])
async def test_an_answer_in_a_coding_nobody_asked_for_is_asked_for_without_any(
    client: GuardedClient, server: Adversary, coding: str
) -> None:
    packed = answer(b"\x0b\x02\x80\x28\xb5", headers={"Content-Encoding": coding})
    outcome = await client.get(server.on("/", packed, answer(FEED)))
    assert isinstance(outcome, NetAnswer), outcome
    assert outcome.body == FEED
    assert [heard.headers["accept-encoding"] for heard in server.requests("/")] == ["gzip", "identity"]
    refused = await failure(client, server.on("/always", packed))
    assert refused.kind == "encoding"
    assert f"'{coding}'" in refused.reason
    assert len(server.requests("/always")) == 2
    sent = await client.post(server.on("/hook", packed), b"x")
    assert isinstance(sent, NetFailure)
    assert (sent.status, len(server.requests("/hook"))) == (200, 1), "what was sent is never sent again for that"


async def test_a_line_break_in_a_header_never_reaches_the_wire(client: GuardedClient, server: Adversary) -> None:
    outcome = await client.get(server.on("/", answer(FEED)), headers={"X": "a\r\nInjected: yes"})
    assert isinstance(outcome, NetFailure)
    assert server.heard == []


async def test_the_address_is_asked_for_letter_by_letter(client: GuardedClient, server: Adversary) -> None:
    path = "/a%2Fb/%7Ex?u=http%3A%2F%2Fx%2F&e=&+=%20"
    assert isinstance(await client.get(server.on(path, answer(FEED))), NetAnswer)


async def test_at_most_four_connections_go_to_a_host(client: GuardedClient, server: Adversary) -> None:
    """One request at a time is the pace's promise; the pool only bounds what hangs beside it."""

    async def slowly(wire: Wire) -> None:
        await asyncio.sleep(0.02)
        await wire.send(answer(FEED))

    url = server.on("/", slowly)
    await asyncio.gather(*(client.get(url) for _ in range(8)))
    assert server.most_at_once == 4


class TestSending:
    """POST for channels: what certainly had no effect, and what may have."""

    async def test_a_post_carries_its_body_and_brings_the_answer(
        self, client: GuardedClient, server: Adversary
    ) -> None:
        url = server.on("/", answer(b'{"code":0}', headers={"X-Id": "7"}))
        outcome = await client.post(url, "可灵".encode(), headers={"Content-Type": "text/plain"})
        assert isinstance(outcome, NetAnswer)
        assert (outcome.status, outcome.body, outcome.headers["x-id"]) == (200, b'{"code":0}', "7")
        (heard,) = server.heard
        assert (heard.method, heard.body.decode(), heard.headers["content-type"]) == ("POST", "可灵", "text/plain")

    async def test_a_redirect_is_an_answer_and_never_followed(self, client: GuardedClient, server: Adversary) -> None:
        outcome = await client.post(server.on("/", answer(status="302 Found", headers={"Location": "/login"})), b"x")
        assert isinstance(outcome, NetAnswer)
        assert outcome.status == 302
        assert len(server.heard) == 1

    async def test_a_connection_that_fails_means_never_sent(self, client: GuardedClient) -> None:
        outcome = await client.post("http://127.0.0.1:1/", b"x")
        assert isinstance(outcome, NetFailure)
        assert not outcome.sent

    async def test_a_refused_address_means_never_sent(self) -> None:
        async with open_client(FetchSettings(), user_agent="t", tls=NO_TRUST) as client:
            outcome = await client.post("http://169.254.169.254/", b"x")
        assert isinstance(outcome, NetFailure)
        assert outcome.refused_by_us
        assert not outcome.sent

    @pytest.mark.parametrize("how", ["silence", "reset", "close", "half an answer"])
    async def test_no_answer_to_a_whole_request_is_in_doubt(
        self, client: GuardedClient, server: Adversary, how: str
    ) -> None:
        async def misbehave(wire: Wire) -> None:
            if how == "silence":
                await wire.silence()
            elif how == "reset":
                wire.reset()
            elif how == "half an answer":
                await wire.send(HEAD + b"Content-Length: 100\r\n\r\n{")

        within = SOON if how == "silence" else None
        outcome = await client.post(server.on("/", misbehave), b"x" * 100, within=within)
        assert isinstance(outcome, NetFailure)
        assert outcome.sent
        assert outcome.status == (200 if how == "half an answer" else 0)
        assert len(server.heard) == 1, "a POST is never repeated by itself"

    async def test_the_status_of_a_refusal_counts_even_when_its_text_breaks_off(
        self, client: GuardedClient, server: Adversary
    ) -> None:
        url = server.on("/", script(b"HTTP/1.1 429 Slow\r\nRetry-After: 9\r\nContent-Length: 99\r\n\r\n{"))
        outcome = await client.post(url, b"x")
        assert isinstance(outcome, NetAnswer)
        assert (outcome.status, outcome.headers["retry-after"]) == (429, "9")

    async def test_an_answer_is_read_up_to_a_mebibyte(self, client: GuardedClient, server: Adversary) -> None:
        outcome = await client.post(server.on("/", answer(bytes(2 * MIB))), b"x")
        assert isinstance(outcome, NetFailure)
        assert outcome.kind == "too-large"
        assert outcome.sent
        assert outcome.status == 200

    @pytest.mark.filterwarnings("ignore:Sending a large body")
    async def test_a_peer_that_never_reads_a_large_body_holds_nobody(self, client: GuardedClient) -> None:
        over = asyncio.Event()

        async def deaf(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await over.wait()
            writer.close()

        listening = await asyncio.start_server(deaf, "127.0.0.1", 0, limit=1024)
        url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"
        with machine_seconds() as seconds:
            outcome = await client.post(url, bytes(64 * MIB), within=SOON)
            assert seconds() < SOON.total_seconds() + 1
        assert isinstance(outcome, NetFailure)
        assert outcome.kind == "timeout"
        assert outcome.sent
        over.set()
        listening.close()

    async def test_each_post_opens_a_connection_of_its_own(self, client: GuardedClient, server: Adversary) -> None:
        url = server.on("/", answer(b"ok"))
        for _ in range(3):
            await client.post(url, b"x")
        assert server.connections == 3


class TestNames:
    """F-72: name servers."""

    @pytest.mark.parametrize(
        ("answer_", "words"),
        [
            ([], "there is no host named news.test"),
            (socket.gaierror(socket.EAI_NONAME, "x"), "there is no host named news.test"),
            (socket.gaierror(socket.EAI_AGAIN, "x"), "the name server did not answer for news.test"),
            (socket.gaierror(socket.EAI_FAIL, "failure"), "news.test cannot be found: failure"),
            (None, "the name server did not answer for news.test within 0.3 s"),
        ],
    )
    async def test_f72_what_a_name_server_does_is_said(self, answer_: OSError | list[str] | None, words: str) -> None:
        resolver = ScriptedResolver({"news.test": [answer_]})
        deadline = timedelta(seconds=0.3) if answer_ is None else None
        async with open_client(settings(), user_agent="t", resolver=resolver, tls=NO_TRUST) as client:
            outcome = await failure(client, "http://news.test/", deadline=deadline)
        assert outcome.reason == words
        assert not outcome.sent

    async def test_f72_a_broken_ipv6_address_does_not_hide_a_good_ipv4_one(self, server: Adversary) -> None:
        resolver = ScriptedResolver({"news.test": [["::1", "127.0.0.1"]]})
        async with open_client(settings(), user_agent="t", resolver=resolver, tls=NO_TRUST) as client:
            outcome = await client.get(server.on("/", answer(FEED)).replace("127.0.0.1", "news.test"))
        assert isinstance(outcome, NetAnswer)

    async def test_f72_a_host_with_ipv6_only_is_reached(self) -> None:
        try:
            running = adversary(host="::1")
            async with running as server:
                resolver = ScriptedResolver({"six.test": [["::1"]]})
                async with open_client(settings(), user_agent="t", resolver=resolver, tls=NO_TRUST) as client:
                    outcome = await client.get(server.on("/", answer(FEED)).replace("127.0.0.1", "six.test"))
                    assert isinstance(outcome, NetAnswer)
        except OSError:
            pytest.skip("this machine has no IPv6 on loopback: sysctl net.ipv6.conf.lo.disable_ipv6=0")


class TestTls:
    """F-71: certificates."""

    authority = trustme.CA()

    async def ask(self, leaf: trustme.LeafCert, *, old: bool = False, chain: bool = True) -> NetAnswer | NetFailure:
        served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if chain:
            leaf.configure_cert(served)
        else:
            with leaf.private_key_pem.tempfile() as key, leaf.cert_chain_pems[0].tempfile() as cert:
                served.load_cert_chain(cert, key)
        if old:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                served.set_ciphers("ALL:@SECLEVEL=0")
                served.minimum_version = ssl.TLSVersion.TLSv1
                served.maximum_version = ssl.TLSVersion.TLSv1
        trusting = ssl.create_default_context()
        self.authority.configure_trust(trusting)
        resolver = ScriptedResolver({"news.test": [["127.0.0.1"]]})
        async with (
            adversary(tls=served) as server,
            open_client(settings(), user_agent="t", resolver=resolver, tls=trusting) as client,
        ):
            url = server.on("/", answer(FEED)).replace("127.0.0.1", "news.test")
            outcome = await client.send(NetRequest(url=url))
            assert isinstance(outcome, NetAnswer) or server.heard == []
            return outcome

    async def test_a_good_certificate_is_judged_by_the_name_and_not_by_the_address(self) -> None:
        outcome = await self.ask(self.authority.issue_cert("news.test"))
        assert isinstance(outcome, NetAnswer)
        assert outcome.body == FEED

    @pytest.mark.parametrize("fault", ["expired", "self-signed", "wrong host", "missing intermediate", "TLS 1.0"])
    async def test_f71_a_bad_certificate_is_refused_before_anything_is_sent(self, fault: str) -> None:
        now = datetime.now(UTC)  # noqa: TID251  # certificates are judged by the system's clock
        expired = self.authority.issue_cert(
            "news.test", not_before=now - timedelta(days=9), not_after=now - timedelta(days=1)
        )
        leaf = {
            "expired": expired,
            "self-signed": trustme.CA().issue_cert("news.test"),
            "wrong host": self.authority.issue_cert("other.test"),
            "missing intermediate": self.authority.create_child_ca().issue_cert("news.test"),
            "TLS 1.0": self.authority.issue_cert("news.test"),
        }[fault]
        outcome = await self.ask(leaf, old=fault == "TLS 1.0", chain=fault != "missing intermediate")
        assert isinstance(outcome, NetFailure)
        assert outcome.kind == "tls", outcome
        assert not outcome.sent
        words = {
            "expired": "expired",
            "self-signed": "issuer",
            "wrong host": "news.test",
            "missing intermediate": "issuer",
        }
        assert words.get(fault, "secure connection") in outcome.reason
