"""Apprise, out of process: it opens its own connections, so a child under our rules does that, one for each message.

Apprise tells yes or no, and often yes too easily.
"""

import asyncio
import contextlib
import json
import logging
import os
import sys
import tempfile
from dataclasses import field
from datetime import timedelta
from urllib.parse import urlsplit

from monitor.adapters.channels.dependencies import ChannelSetup
from monitor.adapters.net.ssrf_guard import Guard
from monitor.core.channels.answers import clip_line
from monitor.core.channels.apprise import ADDRESS
from monitor.core.channels.options import proxy_of, text_option
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Deferred, Envelope, InDoubt, Refused, SendOutcome, Sent
from monitor.errors import UserError
from monitor.values import dataclass

_CHILD = "monitor.adapters.channels.apprise_child"
_PATIENCE = timedelta(minutes=2)
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""What the child sees of our environment: no proxies, no secrets, and no home with a ``.netrc`` in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseChannel:
    """Hands the text to Apprise in a child process, which connects only where ``guard`` allows it.

    ``proxy`` is an HTTP proxy, or ``None`` for none.
    """

    url: str = field(repr=False)
    guard: Guard
    proxy: str | None = field(default=None, repr=False)
    patience: timedelta = _PATIENCE

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        payload = envelope.rendered.payload
        task = {
            "url": self.url,
            "title": str(payload["title"]),
            "body": str(payload["body"]),
            "networks": [str(network) for network in self.guard.networks],
            "places": [list(place) for place in self.guard.places],
            "proxy": self.proxy,
        }
        with tempfile.TemporaryDirectory(prefix="news-monitor-apprise-") as home:
            answer = await _ask_child(json.dumps(task).encode(), home, self.patience)
        return _outcome_of(answer)


async def _ask_child(task: bytes, home: str, patience: timedelta) -> bytes:
    """What the child wrote; empty when it broke or was stopped."""
    kept = {name: value for name, value in os.environ.items() if name in _PASSED_ON}
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", _CHILD),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=kept | {"HOME": home, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(patience.total_seconds()):
            answer, _ = await child.communicate(task)
    except TimeoutError:
        return b""
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    return answer


def _outcome_of(answer: bytes) -> SendOutcome:
    try:
        found = json.loads(answer)
    except ValueError:
        return InDoubt(reason=Reason("channel.apprise-broke"))
    if found["sent"]:
        return Sent(code="apprise", answer=Reason("channel.apprise-sent"))
    if found["refused"]:
        return Refused(reason=clip_line(found["refused"]), code="guard")
    why = clip_line(found["log"]) or Reason("net.no-reason")
    return Deferred(reason=Reason("channel.apprise-failed", why=why), code="apprise")


def _is_known(url: str) -> bool:
    # Loading it takes half a second: only whoever has such a channel pays for it.
    import apprise

    # What it says of an address that it cannot read holds pieces of it, and it is a secret.
    said = logging.getLogger("apprise")
    before, said.disabled = said.disabled, True
    try:
        return bool(apprise.Apprise().add(url))
    finally:
        said.disabled = before


def build_channel(setup: ChannelSetup) -> AppriseChannel:
    """UserError for an address of no service that Apprise knows, and for a proxy that it cannot go through."""
    settings = setup.settings
    url = text_option(settings, ADDRESS)
    if not _is_known(url):
        raise UserError(
            f"channel {settings.name}: Apprise cannot use this address: it knows no such service, or a part of it is "
            "missing or not written as in an address (an @ in a password is %40)"
        )
    proxy = proxy_of(settings) or setup.deps.proxy
    proxy = None if proxy == "direct" else proxy
    if proxy and urlsplit(proxy).scheme not in ("http", "https"):
        raise UserError(
            f"channel {settings.name}: Apprise goes through no SOCKS proxy; write proxy: direct, or an http:// proxy"
        )
    return AppriseChannel(url=url, guard=setup.deps.guard, proxy=proxy)
