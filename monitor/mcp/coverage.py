"""The line at the end of each answer: what was looked at, who was not seen, since when."""

from monitor.app.context import AppContext
from monitor.core.i18n.phrases import render_reason
from monitor.core.model.operations.key_values import LAST_RUN
from monitor.core.model.operations.monitor_status import FailingSource
from monitor.core.render.json_documents import time_json
from monitor.core.status.facts import LONGEST_SILENCE
from monitor.mcp.answers import clean
from monitor.ports import Transaction

_NAMED = 3


def coverage_line(app: AppContext, tx: Transaction) -> str:
    """In sentences: whoever reads a list must know what it cannot hold."""
    now = app.clock.now()
    tally, since = tx.figures.sources(now=now, listed=_NAMED), tx.figures.kept_since()
    if since is None:
        return f"Coverage: nothing is stored yet; {tally.watched} sources are watched. As of {time_json(now)}."
    said = [
        f"Coverage: entries first seen since {time_json(since)}; {tally.seen} of {tally.watched} watched sources are "
        "well and were read within a day"
    ]
    if tally.failing:
        named = "; ".join(map(_trouble, tally.troubles))
        more = f"; and {tally.failing - len(tally.troubles)} more" if tally.failing > len(tally.troubles) else ""
        said.append(f"{tally.failing} failing: {named}{more}")
    if tally.gone:
        said.append(f"{tally.gone} gone for good")
    progress = tx.search.progress()
    if progress.is_behind:
        said.append(f"the search index has {progress.indexed_to} of {progress.newest} entries")
    note = tx.key_values.get(LAST_RUN)
    if note is not None and now - note.seen_at > LONGEST_SILENCE:
        said.append(f"nothing newer was read since the monitor was last at work, {time_json(note.seen_at)}")
    return f"{'; '.join(said)}. As of {time_json(now)}."


def _trouble(source: FailingSource) -> str:
    why = clean(render_reason(source.error, "en"), 120)
    return f"{clean(source.name, 80)} (since {time_json(source.since)}: {why})"
