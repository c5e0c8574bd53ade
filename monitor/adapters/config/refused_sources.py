"""Sources that will be refused as soon as they are asked: told when the files are checked, with their place.

``check`` counts it as an error; no daemon stops for it, nor keeps its old configuration, because its other sources are
sound. Names are not looked up here; what a name leads to is judged when it is asked.
"""

import re
from collections.abc import Iterator

from monitor.adapters.net.ssrf_guard import Guard, guard_for
from monitor.adapters.net.targets import BadTarget, Target, read_target
from monitor.core.i18n.phrases import Reason
from monitor.core.model.settings import Settings, Watchlists
from monitor.errors import Problem


def find_refused_sources(settings: Settings, watchlists: Watchlists) -> Iterator[Problem]:
    """One problem for each source whose address says by itself that it is refused."""
    guard = guard_for(settings.fetch)
    for source in watchlists.sources:
        reason = _refusal_of(source.url, guard)
        if reason and source.place is not None:
            yield Problem(
                file=source.place.file,
                line=source.place.line,
                column=source.place.column,
                what=f"the source {source.url} will not be asked: {reason}",
            )


_PLAIN = re.compile(
    r"(https?)://((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})(?:/[\w./?&=%~+,;:-]*)?", re.ASCII | re.IGNORECASE
)
"""An address that every parser reads alike: nearly all are, and ``check`` needs no network library to read them."""


def read_plainly(url: str) -> Target | BadTarget:
    """As ``read_target`` reads it; ``url`` itself is kept as it is written."""
    if plain := _PLAIN.fullmatch(url):
        scheme = plain[1].lower()
        return Target(url=url, scheme=scheme, host=plain[2].lower(), port=443 if scheme == "https" else 80)
    return read_target(url)


def _refusal_of(url: str, guard: Guard) -> str:
    target = read_plainly(url)
    if isinstance(target, BadTarget):
        return str(target.reason)
    reason = guard.judge_unresolved(target)
    if isinstance(reason, Reason) and reason.key == "guard.local-name" and guard.networks:
        return ""  # a name of the own network may lead into what is allowed
    return str(reason or "")
