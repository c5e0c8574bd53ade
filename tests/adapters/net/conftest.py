"""The adversarial server and a client that may talk to it."""

import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta

import pytest

from monitor.adapters.net.client import GuardedClient, open_client
from monitor.core.model.settings import FetchSettings
from tests.adapters.fetch.adversary import Adversary, adversary

LOOPBACK = ("127.0.0.0/8", "::1/128")
OpenClient = Callable[..., AbstractAsyncContextManager[GuardedClient]]

NO_TRUST = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # loading real certificates takes longer than the tests


@pytest.fixture
async def server() -> AsyncIterator[Adversary]:
    async with adversary() as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[GuardedClient]:
    """Loopback is allowed; an exchange has as long as a busy machine needs, unless a test gives it less."""
    settings = FetchSettings(allow_networks=LOOPBACK, timeout=timedelta(minutes=1))
    async with open_client(settings, user_agent="news-monitor/test", tls=NO_TRUST) as opened:
        yield opened
