"""Verdicts of readers and the proposals that follow from them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from monitor.adapters.store.columns import AnyRow, add_row, read_ranges
from monitor.adapters.store.prepared import PreparedLookup, split_batches
from monitor.adapters.store.tables import proposal, verdict
from monitor.core.model.feedback import Change, Effect, Judgement, Proposal, ProposalState, Verdict

OF_TICKET = select(verdict).where(verdict.c.ticket == bindparam("ticket")).order_by(verdict.c.id)
JUDGED = PreparedLookup(
    lambda story_ids: (
        select(verdict.c.story_id, verdict.c.topic, verdict.c.judgement)
        .where(verdict.c.story_id.in_(story_ids), verdict.c.judgement != bindparam("besides"))
        .order_by(verdict.c.id)
    )
)
NEWEST_VERDICTS = select(verdict).order_by(verdict.c.id.desc()).limit(bindparam("limit"))
NEWEST_PROPOSALS = select(proposal).order_by(proposal.c.id.desc()).limit(bindparam("limit"))
ONE_PROPOSAL = select(proposal).where(proposal.c.id == bindparam("wanted"))


class Verdicts:
    """The ``VerdictRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, said: Verdict) -> int:
        """Store one; returns its number."""
        values = {name: value for name, value in asdict(said).items() if name != "id"}
        return add_row(
            self._db, verdict, {**values, "highlights": list(said.highlights), "mentions": list(said.mentions)}
        )

    def of_ticket(self, ticket: str) -> Sequence[Verdict]:
        """What a link recorded; nothing when it was not used."""
        return [_as_verdict(row) for row in self._db.execute(OF_TICKET, {"ticket": ticket})] if ticket else []

    def find(self, *, limit: int = 100) -> Sequence[Verdict]:
        """Newest first."""
        return [_as_verdict(row) for row in self._db.execute(NEWEST_VERDICTS, {"limit": limit})]

    def judged(self, story_ids: Collection[int]) -> Mapping[tuple[int, str], Judgement]:
        """(story, topic) → the newest judgement; ``mute`` is none."""
        rows = JUDGED.run(self._db, story_ids, {"besides": "mute"})
        return {(story_id, topic): judgement for story_id, topic, judgement in rows}


class Proposals:
    """The ``ProposalRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def add(self, proposed: Proposal) -> int:
        """Store one; returns its number."""
        return add_row(
            self._db,
            proposal,
            {
                "verdict_id": proposed.verdict_id,
                "topic": proposed.change.topic,
                "kind": proposed.change.kind,
                "alias": proposed.change.alias,
                "words": list(proposed.change.words),
                "effect": asdict(proposed.effect),
                "state": proposed.state,
                "created_at": proposed.created_at,
                "decided_at": proposed.decided_at,
                "decided_by": proposed.decided_by,
            },
        )

    def get(self, proposal_id: int) -> Proposal | None:
        """One, or ``None``."""
        row = self._db.execute(ONE_PROPOSAL, {"wanted": proposal_id}).first()
        return _as_proposal(row) if row is not None else None

    def find(self, *, limit: int = 100) -> Sequence[Proposal]:
        """Newest first."""
        return [_as_proposal(row) for row in self._db.execute(NEWEST_PROPOSALS, {"limit": limit})]

    def of_verdicts(self, verdict_ids: Collection[int]) -> Sequence[Proposal]:
        """What these verdicts proposed, newest first."""
        return [
            _as_proposal(row)
            for batch in split_batches(verdict_ids)
            for row in self._db.execute(
                select(proposal).where(proposal.c.verdict_id.in_(batch)).order_by(proposal.c.id.desc())
            )
        ]

    def of_change(self, change: Change) -> Sequence[Proposal]:
        """Every proposal of this very change, newest first."""
        same = (proposal.c.topic == change.topic, proposal.c.kind == change.kind, proposal.c.alias == change.alias)
        rows = self._db.execute(select(proposal).where(*same).order_by(proposal.c.id.desc()))
        return [found for found in map(_as_proposal, rows) if found.change == change]

    def decide(self, proposal_id: int, state: ProposalState, *, who: str, now: datetime) -> None:
        """Close one."""
        self._db.execute(
            update(proposal).where(proposal.c.id == proposal_id).values(state=state, decided_by=who, decided_at=now)
        )


def _as_verdict(row: AnyRow) -> Verdict:
    values = {**row._mapping, "highlights": read_ranges(row.highlights), "mentions": tuple(row.mentions)}  # noqa: SLF001 SQLAlchemy's documented name
    return Verdict(**values)


def _as_proposal(row: AnyRow) -> Proposal:
    effect = {**row.effect, "removed_titles": tuple(row.effect["removed_titles"])}
    return Proposal(
        id=row.id,
        verdict_id=row.verdict_id,
        change=Change(topic=row.topic, kind=row.kind, alias=row.alias, words=tuple(row.words)),
        effect=Effect(**effect),
        state=row.state,
        created_at=row.created_at,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
    )
