"""A verdict "not relevant" makes the program look for a rule that would have refused it; nobody has to say yes."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from monitor.app.context import AppContext
from monitor.app.feedback.history import cases_of, documents_without
from monitor.app.feedback.verdicts import pending_twin
from monitor.core.match.suggest.rule_changes import Case, Dropped, Proposed, propose_change
from monitor.core.model.feedback import Proposal, Verdict
from monitor.core.model.filters import MentionFilter
from monitor.core.model.matches import Document, Topic
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction
from monitor.values import dataclass

log = lazy_logger(__name__)

DAYS = 30
_MOST = 600
"""Mentions looked at, the newest first: seconds of work, not minutes."""
_REPORTS = 3
"""Of the judged story that are looked at: reprints say the same."""
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    """What the store knows about a verdict's mention and its topic."""

    topic: Topic
    refused: Sequence[Document]
    history: Sequence[Case]
    elsewhere: Sequence[Document]


async def propose_after(app: AppContext, verdicts: Sequence[Verdict]) -> Sequence[Proposal]:
    """Propose a change for each verdict that calls for one. What goes wrong here is logged: the verdict stands."""
    made: list[Proposal] = []
    for verdict in verdicts:
        if verdict.judgement != "not-relevant":
            continue
        try:
            async with asyncio.timeout(_PATIENCE):
                proposal = await _propose_change(app, verdict)
        except TimeoutError:
            log.warning("no rule was found in time", topic=verdict.topic, story=verdict.story_id)
            continue
        except Exception:  # the verdict stands, whatever becomes of its rule
            log.exception("no rule could be looked for", topic=verdict.topic, story=verdict.story_id)
            continue
        if proposal is not None:
            made.append(proposal)
    return made


async def find_dropped(app: AppContext, verdict: Verdict) -> Sequence[Dropped]:
    """What would be tried for a verdict, and what speaks against each; empty where nothing could be tried."""
    material = await app.in_store.read(lambda tx: _load_material(app, tx, verdict))
    dropped: list[Dropped] = []
    if material is not None:
        await asyncio.to_thread(_first_proposed, material, verdict.word, dropped)
    return [found for number, found in enumerate(dropped) if found not in dropped[:number]]


async def _propose_change(app: AppContext, verdict: Verdict) -> Proposal | None:
    material = await app.in_store.read(lambda tx: _load_material(app, tx, verdict))
    if material is None:
        return None
    found = await asyncio.to_thread(_first_proposed, material, verdict.word)
    if found is None:
        return None
    made = Proposal(verdict_id=verdict.id, change=found.change, effect=found.effect, created_at=app.clock.now())
    return await app.in_store.write(lambda tx: _keep_once(tx, made))


def _first_proposed(material: _Material, word: str, dropped: list[Dropped] | None = None) -> Proposed | None:
    """Of the story's reports the first from which a rule follows."""
    tried = (
        propose_change(
            material.topic,
            refused,
            material.history,
            word=word,
            elsewhere=material.elsewhere,
            days=DAYS,
            dropped=dropped,
        )
        for refused in material.refused
    )
    return next((found for found in tried if found is not None), None)


def _keep_once(tx: Transaction, made: Proposal) -> Proposal | None:
    """The same change is proposed once, and never again after a no."""
    if pending_twin(tx, made.change) is not None:
        return None
    number = tx.proposals.add(made)
    return tx.proposals.get(number)


def _load_material(app: AppContext, tx: Transaction, verdict: Verdict) -> _Material | None:
    topic = next((watched for watched in app.watchlists.topics if watched.id == verdict.topic), None)
    if topic is None:
        return None
    since = app.clock.now() - timedelta(days=DAYS)
    mentions = tx.mentions.find(MentionFilter(topic=topic.id, since=since, limit=_MOST))
    mine = {mention.entry_id for mention in mentions if mention.story_id == verdict.story_id}
    history = cases_of(tx, mentions)
    return _Material(
        topic=topic,
        refused=[history[number].document for number in sorted(mine & history.keys())[:_REPORTS]],
        history=list(history.values()),
        elsewhere=list(documents_without(tx, topic.id)),
    )
