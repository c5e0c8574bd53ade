"""How properties are tried: with how many made-up inputs, and without a look at the clock.

Hypothesis has limits of its own in wall time, for an example and for making them up: those tell of a busy
machine, not of the property.
"""

import os
from typing import Final

from hypothesis import HealthCheck, settings

_BUDGET: Final = int(os.environ.get("MONITOR_TEST_EXAMPLES", "0"))


def examples(count: int) -> settings:
    """A decorator: ``count`` examples, or ``MONITOR_TEST_EXAMPLES`` where that is fewer."""
    return settings(max_examples=min(count, _BUDGET or count))


settings.register_profile(
    "any load",
    max_examples=_BUDGET or 100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("any load")
