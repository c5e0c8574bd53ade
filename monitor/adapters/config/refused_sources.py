"""Sources that will be refused as soon as they are asked: told when the files are read, with their place.

An address that says itself that it is of a private network, which no setting allows, is a mistake; anything else is a
warning. Names are not looked up here; what a name leads to is judged when it is asked.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from monitor.core.i18n.phrases import Reason
from monitor.core.model.settings import Settings, Watchlists
from monitor.errors import Problem
from monitor.lazy import lazy_module

# Needed where an address is not plainly one of the internet: in few watchlists.
if TYPE_CHECKING:
    from monitor.adapters.net import ssrf_guard, targets
else:
    ssrf_guard = lazy_module("monitor.adapters.net.ssrf_guard")
    targets = lazy_module("monitor.adapters.net.targets")

_PLAIN = re.compile(
    r"(https?)://((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})(?:/[\w./?&=%~+,;:-]*)?", re.ASCII | re.IGNORECASE
)
"""An address that every parser reads alike: nearly all are, and ``check`` needs no network library to read them."""
_LOCAL = re.compile(
    r"\.(?:local|localhost|localdomain|internal|intranet|lan|home|corp|private|home\.arpa)$", re.IGNORECASE
)
_PRIVATE = frozenset({"guard.address", "guard.spelling", "guard.zone", "guard.local-name"})


def find_private_sources(settings: Settings, watchlists: Watchlists) -> Iterator[Problem]:
    """One problem for each source whose address is of a private network that the settings do not allow."""
    for problem, key in _find_refused(settings, watchlists):
        if key in _PRIVATE:
            yield problem


def find_refused_sources(settings: Settings, watchlists: Watchlists) -> Iterator[Problem]:
    """One problem for each source whose address says by itself that it is refused for another reason."""
    for problem, key in _find_refused(settings, watchlists):
        if key not in _PRIVATE:
            yield problem


def why_private(settings: Settings, url: str) -> str:
    """Why an address of a private network will be refused; empty for any other."""
    reason = _refusal_of(settings, url)
    return str(reason) if _key_of(reason) in _PRIVATE else ""


def _find_refused(settings: Settings, watchlists: Watchlists) -> Iterator[tuple[Problem, str]]:
    for source in watchlists.sources:
        if source.place is None or not (reason := _refusal_of(settings, source.url)):
            continue
        problem = Problem(
            file=source.place.file,
            line=source.place.line,
            column=source.place.column,
            what=f"the source {source.url} will not be asked: {reason}",
        )
        yield problem, _key_of(reason)


def _key_of(reason: str) -> str:
    return reason.key if isinstance(reason, Reason) else ""


def read_plainly(url: str) -> "targets.Target | targets.BadTarget":
    """As ``read_target`` reads it; ``url`` itself is kept as it is written."""
    if plain := _PLAIN.fullmatch(url):
        scheme = plain[1].lower()
        return targets.Target(url=url, scheme=scheme, host=plain[2].lower(), port=443 if scheme == "https" else 80)
    return targets.read_target(url)


def _refusal_of(settings: Settings, url: str) -> str:
    plain = _PLAIN.fullmatch(url)
    if plain and not _LOCAL.search(plain[2]):
        return ""
    guard = ssrf_guard.guard_for(settings.fetch)
    target = read_plainly(url)
    if isinstance(target, targets.BadTarget):
        return target.reason
    reason = guard.judge_unresolved(target)
    if isinstance(reason, Reason) and reason.key == "guard.local-name" and guard.networks:
        return ""  # a name of the own network may lead into what is allowed
    return reason or ""
