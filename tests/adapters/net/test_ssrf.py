"""F-20 to F-31 and F-34: no address leads inside, whatever its spelling, whatever the way to it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from monitor.adapters.net.exchange_state import Attempt, under_way
from monitor.adapters.net.failures import NETWORK_ERRORS
from monitor.core.model.fetch import FetchRequest, Unavailable
from monitor.core.model.http import NetFailure
from monitor.core.model.settings import FetchSettings
from tests.adapters.fetch.adversary import Adversary, Canary, adversary, answer, canary, redirect
from tests.adapters.net.internal_addresses import (
    ANY,
    NAMES,
    PUBLIC,
    REDIRECTS,
    NumericResolver,
    hosts,
    led_astray,
    refused,
)

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def bird() -> AsyncIterator[Canary]:
    async with canary() as running:
        yield running


@pytest.fixture
async def redirector() -> AsyncIterator[Adversary]:
    async with adversary() as running:
        yield running


def guarded(bird: Canary, redirector: Adversary) -> FetchSettings:
    """The default guard, but the canary's port is open and the redirector is allowed: only the address can refuse."""
    return FetchSettings(allow_ports=(80, bird.port), allow=(f"redirector.test:{redirector.port}",))


def names() -> NumericResolver:
    return NumericResolver({**NAMES, "redirector.test": [["127.0.0.1"]]})


async def test_the_canary_sings_when_nothing_guards_it(bird: Canary, redirector: Adversary) -> None:
    """Without this, none of the tests below would prove anything."""
    opened = FetchSettings(allow_networks=("0.0.0.0/0", "::/0"), allow_ports=(80, bird.port))
    async with led_astray(opened, names()) as (client, _):
        for host in ("127.0.0.1", "[::ffff:127.0.0.1]", "loop.test", "localhost", ANY, "127。0。0。1"):
            await client.get(f"http://{host}:{bird.port}/")
    assert bird.hits >= 5


async def test_f20_to_f27_no_spelling_and_no_name_leads_inside(bird: Canary, redirector: Adversary) -> None:
    async with led_astray(guarded(bird, redirector), names()) as (_, fetcher):
        passed = [host for host in hosts() if not await refused(fetcher, f"http://{host}:{bird.port}/")]
    assert passed == []
    assert bird.hits == 0


@pytest.mark.parametrize("status", REDIRECTS)
async def test_f29_no_redirect_leads_inside(bird: Canary, redirector: Adversary, status: str) -> None:
    redirects = [redirect(f"http://{host}:{bird.port}/", status=status) for host in hosts() if "\n" not in host]
    redirects += [redirect(f"//{host}:{bird.port}/", status=status) for host in ("127.0.0.1", "localhost", "[::1]")]
    async with led_astray(guarded(bird, redirector), names()) as (_, fetcher):
        for number, reply in enumerate(redirects):
            url = redirector.on(f"/{number}", reply).replace("127.0.0.1", "redirector.test")
            assert await refused(fetcher, url), reply
    assert len(redirector.heard) == len(redirects), "every redirect was seen"
    assert bird.hits == 0


async def test_the_connector_alone_refuses_what_a_lax_reading_would_let_through(
    bird: Canary, redirector: Adversary
) -> None:
    """The second line of defence: addresses handed to the transport without being read first."""
    async with led_astray(guarded(bird, redirector), names()) as (client, _):
        transport = client._transports.transport(None, reuse=True)
        for host in hosts():
            try:
                request = httpx.Request("GET", f"http://{host}:{bird.port}/")
            except (httpx.InvalidURL, UnicodeError):
                continue
            with under_way(Attempt(host=request.url.host, url=str(request.url))), pytest.raises(NETWORK_ERRORS):
                await transport.handle_async_request(request)
    assert bird.hits == 0


async def test_f28_a_name_that_changes_between_look_ups_is_judged_each_time(
    bird: Canary, redirector: Adversary
) -> None:
    rebinding = NumericResolver({f"r{n}.test": [[PUBLIC]] * n + [["127.0.0.1"]] for n in range(4)})
    async with led_astray(guarded(bird, redirector), rebinding) as (client, _):
        for number in range(4):
            for _ in range(number):
                await rebinding.resolve(f"r{number}.test")  # somebody checked before: public
            outcome = await client.get(f"http://r{number}.test:{bird.port}/")
            assert isinstance(outcome, NetFailure)
            assert outcome.kind == "refused"
    assert bird.hits == 0


@pytest.mark.parametrize("port", [21, 22, 25, 53, 110, 143, 3306, 5432, 6379, 8086, 9200, 11211, 27017])
async def test_f34_ports_of_other_services_are_refused_on_public_addresses_too(
    bird: Canary, redirector: Adversary, port: int
) -> None:
    async with led_astray(guarded(bird, redirector), names()) as (client, _):
        outcome = await client.get(f"http://{PUBLIC}:{port}/")
    assert isinstance(outcome, NetFailure)
    assert outcome.reason == f"refused: port {port} is not one of fetch.allow_ports"


async def test_f35_addresses_inside_a_document_are_not_asked_for(bird: Canary, redirector: Adversary) -> None:
    inside = f"http://127.0.0.1:{bird.port}/"
    page = f"""<html><head><base href="{inside}"><meta http-equiv="refresh" content="0;url={inside}">
        <link rel="icon" href="{inside}"></head><body><img src="{inside}">{"text " * 400}</body></html>"""
    feed = f"""<?xml version="1.0"?><?xml-stylesheet href="{inside}"?>
        <rss><channel><link>{inside}</link></channel></rss>"""
    async with led_astray(guarded(bird, redirector), names()) as (_, fetcher):
        for number, body in enumerate((page, feed)):
            url = redirector.on(f"/{number}", answer(body.encode(), headers={"Refresh": f"0; url={inside}"}))
            await fetcher.fetch(FetchRequest(url=url.replace("127.0.0.1", "redirector.test")))
    assert len(redirector.heard) == 2
    assert bird.hits == 0


async def test_a_refusal_is_told_in_words_a_person_reads(bird: Canary, redirector: Adversary) -> None:
    async with led_astray(guarded(bird, redirector), names()) as (_, fetcher):
        outcome = await fetcher.fetch(FetchRequest(url="http://meta.test/"))
    assert outcome == Unavailable(
        reason="refused: meta.test leads to 169.254.169.254, a cloud metadata address;"
        " allow it under fetch.allow_networks",
        blocked=True,
        refused_by_us=True,
    )


def test_f20_to_f34_in_a_network_of_its_own_where_every_address_answers() -> None:
    """Every IPv4 and IPv6 address is this machine there, port 80 of each a canary, and the guard the default one."""
    if os.geteuid() != 0 or shutil.which("unshare") is None or shutil.which("ip") is None:
        pytest.skip("needs root, unshare and ip: sudo -E make test")
    done = subprocess.run(
        ["unshare", "--net", sys.executable, "-m", "tests.adapters.net.namespace_canaries"],  # noqa: S607  # found by PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode == 77:
        pytest.skip(f"no network of its own can be made here: {done.stderr.strip()[-200:]}")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["control_hits"] == 1, "a public address answers"
    assert result["hits_when_unguarded"] >= 30, "the inside would have answered"
    assert result["passed"] == []
    assert result["canary_hits"] == 0
    assert result["tries"] >= 400
