"""Which of a fleet's due hosts go first when there are more than the workers can ask."""

from datetime import timedelta

_MOST = 100_000


def host_priority(*, overdue: timedelta, fixed_times: bool) -> int:
    """Times that the user set go before all else; then whatever waits longest, in minutes (0 to 100,000)."""
    waited = min(max(int(overdue / timedelta(minutes=1)), 0), _MOST)
    return _MOST + waited if fixed_times else waited
