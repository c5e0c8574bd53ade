"""Which of a fleet's due hosts go first when there are more than the workers can ask."""

from datetime import UTC, datetime, timedelta

BEFORE_POLLS = 2**31 - 1
"""Of messages and of requests to hubs: they are few, and no backlog of polls may hold an alert up."""
_BEGAN = datetime(2000, 1, 1, tzinfo=UTC)
_LONGEST = 2**29
"""Minutes, a thousand years: a number of the queue has 32 bits."""


def host_priority(*, due_at: datetime, fixed_times: bool) -> int:
    """Times that the user set go before all else; then what was due first, by the minute.

    It does not change while a job waits, so jobs that were queued at different times compare.
    """
    minutes = min(max((due_at - _BEGAN) // timedelta(minutes=1), -_LONGEST), _LONGEST)
    return (2 * _LONGEST if fixed_times else 0) - minutes
