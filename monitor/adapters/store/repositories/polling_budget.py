"""The price of a poll, what was spent, and when it was last solved for: one row."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from monitor.adapters.store.tables import polling_budget
from monitor.core.polling.budget import BudgetState

ROW = select(polling_budget).where(polling_budget.c.id == 1)


class PollingBudgets:
    """The ``PollingBudgetRepository`` port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def load(self) -> BudgetState:
        """As it was saved last; the state of a new monitor when it never was, or was damaged."""
        row = self._db.execute(ROW).first()
        if row is None:
            return BudgetState()
        state = BudgetState(solved=row.solved, correction=row.correction, spent=tuple(row.spent), usual=row.usual)
        return state if state.is_sound else BudgetState()

    def save(self, state: BudgetState) -> None:
        """Store it in place of what was there."""
        self._set(solved=state.solved, correction=state.correction, spent=list(state.spent), usual=state.usual)

    def solved_at(self) -> datetime | None:
        """The hour of the last solution; ``None`` before the first."""
        row = self._db.execute(ROW).first()
        return None if row is None else row.solved_at

    def set_solved_at(self, at: datetime | None) -> None:
        """Note the hour of a solution; ``None`` = solve at once."""
        self._set(solved_at=at)

    def _set(self, **values: object) -> None:
        if not self._db.execute(update(polling_budget).values(**values)).rowcount:
            blank = BudgetState()
            row = {"id": 1, "solved": blank.solved, "correction": blank.correction, "usual": blank.usual}
            self._db.execute(insert(polling_budget), row | {"spent": list(blank.spent)} | values)
