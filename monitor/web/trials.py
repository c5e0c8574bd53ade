"""Changed rules tried on what is kept, while somebody writes them: mistakes by line, warnings, +new −lost."""

import asyncio
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.adapters.config.watchlists.load import load_watchlists, watchlist_files
from monitor.app.context import AppContext
from monitor.app.queries.trial import TrialDocuments, trial_documents
from monitor.core.match.findings import Finding
from monitor.core.match.lint import check_examples, lint_topics
from monitor.core.match.matcher import compile_matcher
from monitor.core.model.matches import Topic
from monitor.core.model.settings import Watchlists
from monitor.errors import ConfigError, Problem
from monitor.evaluation.backtest import Backtest, compare_matchers
from monitor.values import dataclass

DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What became of it. ``problems`` mean that it cannot be saved."""

    problems: Sequence[Problem] = ()
    findings: Sequence[Finding] = ()
    result: Backtest | None = None
    documents: int = 0
    is_whole: bool = True
    changed: tuple[str, ...] = ()


async def try_watchlist(app: AppContext, file: Path, text: str) -> Trial:
    """Try a watchlist file with this text in the place of the one there."""
    try:
        after = await asyncio.to_thread(_read_with, app, file, text)
    except ConfigError as error:
        return Trial(problems=error.problems)
    stem = _topics_in(after, file)
    before = {topic.id: topic for topic in app.watchlists.topics}
    changed = [topic for topic in stem if _rules_of(before.get(topic.id)) != _rules_of(topic)]
    gone = [topic for topic in _topics_in(app.watchlists, file) if topic.id not in {one.id for one in stem}]
    old = [before[topic.id] for topic in (*changed, *gone) if topic.id in before]
    since = app.clock.now() - timedelta(days=DAYS)
    found = await app.in_store.look(lambda tx: trial_documents(tx, [*old, *changed], since=since))
    return await asyncio.to_thread(_compare_hits, app, after, old, changed, found)


def _compare_hits(
    app: AppContext, after: Watchlists, old: Sequence[Topic], changed: Sequence[Topic], found: TrialDocuments
) -> Trial:
    matcher = compile_matcher(changed, after.signals) if changed else None
    findings = [*lint_topics(changed, {}), *(check_examples(matcher, changed) if matcher else [])]
    named = [(entry.title, document) for entry, document in zip(found.entries, found.documents, strict=True)]
    result = compare_matchers(
        compile_matcher(old, app.watchlists.signals), compile_matcher(changed, after.signals), named
    )
    return Trial(
        findings=findings,
        result=result,
        documents=len(found.entries),
        is_whole=found.is_whole,
        changed=tuple(topic.id for topic in (*changed, *old)),
    )


def _read_with(app: AppContext, file: Path, text: str) -> Watchlists:
    """All watchlists, with this file as ``text``: read in a folder of its own, so that nothing is written here."""
    folder = Path(app.settings.watchlists)
    with TemporaryDirectory(prefix="news-monitor-") as name:
        room = Path(name)
        for other in watchlist_files(folder, blank_ok=True):
            if other.name != file.name:
                (room / other.name).write_bytes(other.read_bytes())
        (room / file.name).write_text(text, "utf-8")
        try:
            return load_watchlists(room, settings=replace(app.settings, watchlists=name), env=os.environ)
        except ConfigError as error:
            raise ConfigError([replace(one, file=Path(one.file).name) for one in error.problems]) from None


def _topics_in(watchlists: Watchlists, file: Path) -> list[Topic]:
    placed = [(topic, topic.place) for topic in watchlists.topics]
    return [topic for topic, place in placed if place is not None and Path(place.file).name == file.name]


def _rules_of(topic: Topic | None) -> object:
    """What decides about hits: not where it stands."""
    if topic is None:
        return None
    aliases = tuple(replace(alias, place=None) for alias in topic.aliases)
    return replace(topic, place=None, aliases=aliases, examples=replace(topic.examples, places={}))
