"""A fetcher that may talk to the adversarial server, on a clock that tests move."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from monitor.adapters.clock import SteppedClock
from monitor.adapters.fetch.http_fetcher import HttpFetcher
from monitor.adapters.net.client import open_client
from monitor.core.model.settings import FetchSettings
from tests.adapters.fetch.adversary import Adversary, ScriptedResolver, adversary

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)

NO_TRUST = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # loading real certificates takes longer than the tests


@pytest.fixture
async def server() -> AsyncIterator[Adversary]:
    async with adversary() as running:
        yield running


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(NOW)


@pytest.fixture
async def fetcher(clock: SteppedClock) -> AsyncIterator[HttpFetcher]:
    """Loopback is allowed, ``a.test`` and ``b.test`` lead there; nothing is paced; a fetch has a minute."""
    async with open_fetcher(clock, within=timedelta(minutes=1)) as opened:
        yield opened


@pytest.fixture
async def hurried(clock: SteppedClock) -> AsyncIterator[HttpFetcher]:
    """The same with 0.8 s for a fetch that is to end at its deadline."""
    async with open_fetcher(clock, within=timedelta(seconds=0.8)) as opened:
        yield opened


@asynccontextmanager
async def open_fetcher(clock: SteppedClock, *, within: timedelta) -> AsyncIterator[HttpFetcher]:
    """See ``fetcher``."""
    settings = FetchSettings(allow_networks=("127.0.0.0/8",), timeout=within)
    resolver = ScriptedResolver({"a.test": [["127.0.0.1"]], "b.test": [["127.0.0.1"]]})
    async with open_client(settings, user_agent="news-monitor/test", resolver=resolver, tls=NO_TRUST) as client:
        yield HttpFetcher(client, clock=clock, per_host_delay=timedelta(0), timeout=settings.timeout)
