"""What a first request loads is loaded beside the event loop."""

import ssl
import threading

import pytest

from monitor.adapters.net import client
from monitor.adapters.net.client import open_client
from monitor.core.model.settings import FetchSettings


async def test_authorities_are_read_in_another_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in: list[int] = []

    def read() -> ssl.SSLContext:
        read_in.append(threading.get_ident())
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    monkeypatch.setattr(client, "_trusting_context", read)
    async with open_client(FetchSettings(), user_agent="test"):
        pass
    assert len(read_in) == 1
    assert read_in[0] != threading.get_ident()


async def test_given_certificates_are_used_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> ssl.SSLContext:
        raise AssertionError("the system's authorities were read")

    monkeypatch.setattr(client, "_trusting_context", never)
    async with open_client(FetchSettings(), user_agent="test", tls=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)):
        pass
