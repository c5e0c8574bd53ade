"""What ``monitor init`` was told, by questions or by options, put into a draft; what could not be checked is kept."""

import ipaddress
from collections.abc import Mapping
from dataclasses import field
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from monitor.adapters.clock import SystemClock
from monitor.app.polling.preview import SourcePreview
from monitor.cli.console.output import say, say_error
from monitor.cli.setup.draft import Draft
from monitor.cli.source_preview import feed_lines, preview_lines
from monitor.core.channels.recognize import kind_of_address
from monitor.core.text.urls import place_of
from monitor.values import dataclass

DEFAULT_SMTP: Final = "smtp://127.0.0.1:25"
AI_VIDEO: Final = "ai-video"
_MAIL_PORTS = {"smtps": 465, "smtp+starttls": 587}
_LOCAL_ENDINGS = (".local", ".lan", ".internal", ".home.arpa")


@dataclass(slots=True, kw_only=True)
class Unchecked:
    """What was written unseen, and why: sentences."""

    lines: list[str] = field(default_factory=list)


def full_address(written: str) -> str:
    """An address as typed, with http:// or https:// before it."""
    text = written.strip()
    if "://" in text or text.startswith("rsshub:"):
        return text
    return f"{'http' if is_private(f'http://{text}') else 'https'}://{text}"


def is_private(url: str) -> bool:
    """Whether an address names this machine or the local network; asking there takes a permission."""
    host = (urlsplit(url).hostname or "").lower()
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(_LOCAL_ENDINGS)


def allowed_address(draft: Draft, written: str) -> str:
    """The whole address; one on the local network is allowed, as somebody asks for it by name."""
    url = full_address(written)
    if is_private(url) and draft.is_new:
        draft.allow(place_of(url))
    return url


def look_at(draft: Draft, written: str) -> SourcePreview:
    """The source at an address, shown."""
    seen = draft.preview(allowed_address(draft, written))
    zone = ZoneInfo(draft.load().settings.timezone)
    for line in (*feed_lines(seen), *preview_lines(seen, zone, now=SystemClock().now())):
        say(f"  {line}")
    return seen


def keep_source(draft: Draft, written: str, seen: SourcePreview, unchecked: Unchecked) -> bool:
    """Add what was looked at, also when it could not be read; False for a web page that names no feed."""
    url = full_address(written)
    if seen.document is not None:
        draft.add_source(seen.url if seen.site else url, seen.document.title)
        return True
    if seen.body:
        say_error(f"  {url}: {seen.error}")
        return False
    say_error(f"  {url} cannot be read now: {seen.error}; it is added unseen")
    draft.add_source(url)
    unchecked.lines.append(f"{url}: {seen.error}; look again: monitor fetch {url}")
    return True


def mail_channel(draft: Draft, address: str, smtp: str, password: str) -> str:
    """The channel ``mail``; its sender is the server's user where that is an address, else the reader."""
    server = smtp if "://" in smtp else f"smtp+starttls://{smtp}"
    user = (urlsplit(server).username or "").replace("%40", "@")
    sender = user if "@" in user else address
    if is_private(server):
        parts = urlsplit(server)
        draft.allow(f"{parts.hostname}:{parts.port or _MAIL_PORTS.get(parts.scheme, 25)}")
    keys: Mapping[str, object] = {
        "type": "email", "from": f"News <{sender}>", "to": [address], "smtp": server,
    }  # fmt: skip
    draft.add_channel("mail", keys, {"password": password} if password else {})
    return "mail"


def hook_channel(draft: Draft, url: str) -> str:
    """The channel ``team``, of the service that the address belongs to; the address is kept like a secret."""
    kind = kind_of_address(url)
    if is_private(url):
        draft.allow(place_of(url))
        draft.add_channel("team", {"type": kind, "url": url}, {})
    else:
        draft.add_channel("team", {"type": kind}, {"url": url})
    return "team"
