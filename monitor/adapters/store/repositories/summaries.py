"""Questions to a language model, one row each, noted before they are asked: budget and cache outlive any crash."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Connection, bindparam, delete, func, insert, select, update

from monitor.adapters.store.columns import AnyRow, Moment, add_row
from monitor.adapters.store.prepared import split_batches
from monitor.adapters.store.tables import ai_summary, summary_cooldown
from monitor.core.model.summaries import SummaryAttempt, SummaryCooldown, SummaryOutcome

OF_STORIES = (
    select(ai_summary)
    .where(
        ai_summary.c.story_id.in_(bindparam("story_ids", type_=BigInteger, expanding=True)),
        ai_summary.c.language == bindparam("language"),
    )
    .order_by(ai_summary.c.id)
)
SPENT = select(func.count(), func.coalesce(func.sum(ai_summary.c.characters), 0)).where(
    ai_summary.c.created_at >= bindparam("since", type_=Moment)
)
OUTCOMES = (
    select(ai_summary.c.outcome, func.count())
    .where(
        ai_summary.c.created_at >= bindparam("from_at", type_=Moment),
        ai_summary.c.created_at < bindparam("to_at", type_=Moment),
    )
    .group_by(ai_summary.c.outcome)
)
COOLDOWN = select(summary_cooldown).where(summary_cooldown.c.settings == bindparam("settings"))
LATEST = select(ai_summary).order_by(ai_summary.c.id.desc()).limit(bindparam("limit"))


class Summaries:
    """The ``SummaryRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def cooldown(self, settings: str) -> SummaryCooldown | None:
        """Why the endpoint of these settings (a hash) is left alone, if it is."""
        row = self._db.execute(COOLDOWN, {"settings": settings}).first()
        return None if row is None else SummaryCooldown(failures=row.failures, until=row.until, reason=row.reason)

    def set_cooldown(self, settings: str, cooldown: SummaryCooldown | None) -> None:
        """Note that it failed once more, or (``None``) that it is well; other settings' failures are forgotten."""
        self._db.execute(delete(summary_cooldown))
        if cooldown is not None:
            row = {"failures": cooldown.failures, "until": cooldown.until, "reason": cooldown.reason}
            self._db.execute(insert(summary_cooldown), {"settings": settings} | row)

    def ask(self, story_id: int, language: str, state: str, *, characters: int, now: datetime) -> int:
        """Note that a question is about to go out; it counts from now on, whatever comes of it."""
        values = {
            "story_id": story_id,
            "language": language,
            "state": state,
            "outcome": "asked",
            "text": "",
            "basis": [],
            "why": "",
            "characters": characters,
            "created_at": now,
        }
        return add_row(self._db, ai_summary, values)

    def settle(
        self,
        attempt_id: int,
        outcome: SummaryOutcome,
        *,
        text: str = "",
        basis: Sequence[tuple[int, int, str]] = (),
        why: str = "",
    ) -> None:
        """Note what came of a question."""
        values = {"outcome": outcome, "text": text, "basis": [list(reference) for reference in basis], "why": why}
        self._db.execute(update(ai_summary).where(ai_summary.c.id == attempt_id).values(**values))

    def of(self, story_ids: Collection[int], language: str) -> Mapping[int, Sequence[SummaryAttempt]]:
        """Every question about these stories in this language, oldest first, by story."""
        found: dict[int, list[SummaryAttempt]] = {}
        for batch in split_batches(story_ids):
            for row in self._db.execute(OF_STORIES, {"story_ids": batch, "language": language}):
                found.setdefault(row.story_id, []).append(_as_attempt(row))
        return found

    def spent(self, *, since: datetime) -> tuple[int, int]:
        """Questions asked and characters sent since then."""
        calls, characters = self._db.execute(SPENT, {"since": since}).one()
        return int(calls), int(characters)

    def outcomes(self, *, from_at: datetime, to_at: datetime) -> Mapping[SummaryOutcome, int]:
        """How many questions of [from_at, to_at) ended in which way."""
        return {row[0]: int(row[1]) for row in self._db.execute(OUTCOMES, {"from_at": from_at, "to_at": to_at})}

    def latest(self, *, limit: int) -> Sequence[SummaryAttempt]:
        """Newest first."""
        return [_as_attempt(row) for row in self._db.execute(LATEST, {"limit": limit})]


def _as_attempt(row: AnyRow) -> SummaryAttempt:
    return SummaryAttempt(
        id=row.id,
        story_id=row.story_id,
        language=row.language,
        state=row.state,
        outcome=row.outcome,
        text=row.text,
        basis=tuple((report, entry, said) for report, entry, said in row.basis),
        why=row.why,
        characters=row.characters,
        created_at=row.created_at,
    )
