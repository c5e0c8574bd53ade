"""Questions to the machine and the network that a self-diagnosis asks.

Each ends within seconds, and none sends anything.
"""

import asyncio
import importlib.metadata
import platform
import socket
import ssl
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.adapters.net.authorities import lost_authorities
from monitor.core.model.operations.administration import CheckResult, fault, fine, warning

_WITHIN = 5.0
_MACHINE, _NETWORK, _MAIL = "machine", "network", "mail"
_BUILT = datetime(2026, 1, 1, tzinfo=UTC)
_SHOWN = ("aiohttp", "feedparser", "sqlalchemy", "jinja2")


def check_machine(zone: str, *, now: datetime, newest_known: datetime | None) -> Iterator[CheckResult]:
    """Python, libraries, clock and time zone. ``newest_known``: the latest time that the store holds."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _SHOWN)
    yield fine(_MACHINE, "Python", f"{platform.python_version()} on {platform.system()}; {versions}")
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "")
    if encoding not in ("utf8", "gb18030"):
        mend = "set PYTHONUTF8=1, or LANG to a UTF-8 locale: characters it lacks are shown as ?"
        yield warning(_MACHINE, "console", f"encoding {encoding or 'unknown'}", mend)
    if now < _BUILT:
        yield fault(_MACHINE, "clock", f"{now:%Y-%m-%d %H:%M} UTC lies before this program was made", "set the clock")
    elif newest_known is not None and newest_known > now:
        says = f"{now:%Y-%m-%d %H:%M} UTC; the store knows {newest_known:%Y-%m-%d %H:%M}"
        yield warning(_MACHINE, "clock", says, "is the clock right? timedatectl status")
    else:
        yield fine(_MACHINE, "clock", f"{now:%Y-%m-%d %H:%M} UTC")
    try:
        offset = now.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        yield fault(_MACHINE, "time zone", f"no data about {zone}", "pip install --upgrade tzdata")
    else:
        yield fine(_MACHINE, "time zone", f"{zone}, {offset:%H:%M} there")


async def check_network(hosts: Sequence[str], *, proxy: str, environment: Mapping[str, str]) -> Sequence[CheckResult]:
    """Names, certificates and the way out. ``hosts`` = some that the sources are on."""
    found = [*_check_roots(environment), *_check_proxy(proxy, environment)]
    if proxy:
        found.append(await _check_connection("proxy", urlsplit(proxy).hostname or "", urlsplit(proxy).port or 80))
        return found
    if not hosts:
        return [*found, fine(_NETWORK, "names", "no source to look up")]
    answers = await asyncio.gather(*(_has_address(host) for host in hosts))
    failed = [host for host, answer in zip(hosts, answers, strict=True) if not answer]
    says = f"{len(hosts) - len(failed)} of {len(hosts)} hosts have an address"
    if len(failed) == len(hosts):
        found.append(
            fault(_NETWORK, "names", says, "no name server answers: is this machine online? cat /etc/resolv.conf")
        )
    elif failed:
        found.append(
            warning(_NETWORK, "names", f"{says}; not {', '.join(failed[:3])}", "monitor sources --state failing")
        )
    else:
        found.append(fine(_NETWORK, "names", says))
    return found


def _check_roots(environment: Mapping[str, str]) -> Iterator[CheckResult]:
    for wrong in lost_authorities(environment):
        yield warning(_NETWORK, "certificates", wrong, "correct the variable, or take it away")
    count = len(ssl.create_default_context().get_ca_certs())
    paths = ssl.get_default_verify_paths()
    lazily = bool(paths.capath) and Path(paths.capath).is_dir() and any(Path(paths.capath).iterdir())
    if count or lazily:
        yield fine(_NETWORK, "certificates", f"{count or 'a folder of'} authorities of the system")
    else:
        yield warning(
            _NETWORK, "certificates", "the system has none", "apt install ca-certificates (certifi serves meanwhile)"
        )


def _check_proxy(proxy: str, environment: Mapping[str, str]) -> Iterator[CheckResult]:
    ignored = sorted(name for name in environment if name.lower() in ("http_proxy", "https_proxy", "all_proxy"))
    if proxy:
        yield fine(_NETWORK, "proxy", "all requests go through fetch.proxy")
    elif ignored:
        says = f"{', '.join(ignored)} is set, and not used"
        yield warning(_NETWORK, "proxy", says, "write the proxy into fetch.proxy if this machine needs it")


async def _has_address(host: str) -> bool:
    try:
        async with asyncio.timeout(_WITHIN):
            return bool(await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, TimeoutError, UnicodeError):
        return False


async def _check_connection(name: str, host: str, port: int) -> CheckResult:
    try:
        async with asyncio.timeout(_WITHIN):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError) as error:
        reason = getattr(error, "strerror", None) or "no answer in time"
        return fault(_NETWORK, name, f"{host}:{port} cannot be reached: {reason}", "check its address and the firewall")
    writer.close()
    return fine(_NETWORK, name, f"{host}:{port} answers")


async def check_mail_server(channel: str, host: str, port: int, *, tls: bool) -> CheckResult:
    """Whether a mail server greets; nothing is handed in and no password is given."""
    where = f"{host}:{port}"
    try:
        async with asyncio.timeout(_WITHIN):
            context = ssl.create_default_context() if tls else None
            reader, writer = await asyncio.open_connection(host, port, ssl=context)
            greeting = (await reader.readline()).decode("ascii", "replace").strip()
            writer.close()
    except ssl.SSLError as error:
        mend = "is this a plain port? write smtp+starttls:// instead of smtps://" if tls else "see the server's log"
        return fault(_MAIL, channel, f"{where}: {error.reason or error}", mend)
    except (OSError, TimeoutError) as error:
        reason = getattr(error, "strerror", None) or "no answer in time"
        return fault(_MAIL, channel, f"{where} cannot be reached: {reason}", "check smtp and the firewall")
    if greeting.startswith("220"):
        return fine(_MAIL, channel, f"{where} greets")
    return fault(_MAIL, channel, f"{where} answers “{greeting[:60]}”", "is this a mail server?")
