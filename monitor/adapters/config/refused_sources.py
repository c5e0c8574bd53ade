"""Sources that will be refused as soon as they are asked: told when the files are checked, with their place.

A warning, no mistake: one source that may not be asked stops no monitor. Names are not looked up here; what a name
leads to is judged when it is asked.
"""

from collections.abc import Iterator

from monitor.adapters.net.ssrf_guard import Guard, guard_for
from monitor.adapters.net.targets import BadTarget, read_target
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


def _refusal_of(url: str, guard: Guard) -> str:
    target = read_target(url)
    if isinstance(target, BadTarget):
        return str(target.reason)
    reason = guard.judge_unresolved(target)
    if isinstance(reason, Reason) and reason.key == "guard.local-name" and guard.networks:
        return ""  # a name of the own network may lead into what is allowed
    return str(reason or "")
