"""Authorities are read once, beside the event loop, and only where somebody asks for them."""

import asyncio
import ssl
import threading
from datetime import timedelta

import certifi
import pytest

from monitor.adapters.net import authorities
from monitor.adapters.net.authorities import Trust, read_authorities, reading_no_authorities
from monitor.adapters.net.client import open_client
from monitor.core.model.http import NetFailure, NetRequest
from monitor.core.model.settings import FetchSettings

LOOPBACK = ("127.0.0.0/8",)
CLOSED = 9
"""Discard: nobody listens there."""


def count_of(context: ssl.SSLContext) -> int:
    return len(context.get_ca_certs())


class Reading:
    """Stands for the reading of all authorities, and notes in which threads it was done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: OSError | None = None) -> None:
        self.threads: list[int] = []
        self.error = error
        monkeypatch.setattr(authorities, "read_authorities", self.read)

    def read(self, _context: ssl.SSLContext) -> None:
        self.threads.append(threading.get_ident())
        if self.error is not None:
            raise self.error


async def test_all_who_ask_at_once_wait_for_one_reading_in_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, trust = Reading(monkeypatch), Trust()
    await asyncio.gather(*(trust.complete() for _ in range(5)))
    await trust.complete()
    assert len(reading.threads) == 1
    assert reading.threads[0] != threading.get_ident()


async def test_what_could_not_be_read_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, trust = Reading(monkeypatch, FileNotFoundError("no such file")), Trust()
    with pytest.raises(FileNotFoundError):
        await trust.complete()
    reading.error = None
    await trust.complete()
    assert len(reading.threads) == 2


async def test_given_certificates_are_used_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, given = Reading(monkeypatch), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust = Trust(given)
    await trust.complete()
    assert trust.context is given
    assert not reading.threads


@pytest.mark.parametrize(("scheme", "readings"), [("http", 0), ("https", 1), ("HTTPS", 1)])
async def test_only_a_request_over_tls_reads_them(monkeypatch: pytest.MonkeyPatch, scheme: str, readings: int) -> None:
    reading = Reading(monkeypatch)
    settings = FetchSettings(allow_networks=LOOPBACK, timeout=timedelta(seconds=5))
    async with open_client(settings, user_agent="t") as client:
        answers = [await client.send(NetRequest(url=f"{scheme}://127.0.0.1:{CLOSED}/")) for _ in range(2)]
    assert [type(answer) for answer in answers] == [NetFailure, NetFailure]
    assert len(reading.threads) == readings


async def test_a_proxy_over_tls_is_judged_by_them(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Reading(monkeypatch)
    settings = FetchSettings(allow_networks=LOOPBACK, proxy=f"https://127.0.0.1:{CLOSED}")
    async with open_client(settings, user_agent="t") as client:
        await client.send(NetRequest(url="http://93.184.216.34/"))
    assert len(reading.threads) == 1


async def test_without_authorities_the_source_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    Reading(monkeypatch, FileNotFoundError(2, "No such file or directory"))
    settings = FetchSettings(allow_networks=LOOPBACK)
    async with open_client(settings, user_agent="t") as client:
        answer = await client.send(NetRequest(url=f"https://127.0.0.1:{CLOSED}/"))
    assert isinstance(answer, NetFailure)


async def test_the_systems_and_those_of_certifi_are_trusted_and_names_are_checked() -> None:
    trust = Trust()
    assert count_of(trust.context) == 0
    assert trust.context.verify_mode == ssl.CERT_REQUIRED
    assert trust.context.check_hostname
    await trust.complete()
    alone = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    alone.load_verify_locations(cafile=certifi.where())
    assert count_of(trust.context) >= count_of(alone) > 0


def test_other_threads_read_theirs_as_always() -> None:
    found: list[int] = []

    def read_meanwhile() -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        read_authorities(context)
        found.append(count_of(context))

    with reading_no_authorities():
        thread = threading.Thread(target=read_meanwhile)
        thread.start()
        thread.join()
        here = ssl.create_default_context()
    assert count_of(here) == 0
    assert found[0] > 0
    after = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    read_authorities(after)
    assert count_of(after) == found[0]
