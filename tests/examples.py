"""How many made-up inputs a property is tried with: all that it asks for, or the few of ``make unit``."""

import os
from typing import Final

from hypothesis import settings

_BUDGET: Final = int(os.environ.get("MONITOR_TEST_EXAMPLES", "0"))


def examples(count: int) -> settings:
    """A decorator: ``count`` examples, or ``MONITOR_TEST_EXAMPLES`` where that is fewer."""
    return settings(max_examples=min(count, _BUDGET or count), deadline=None)


if _BUDGET:
    settings.register_profile("few", max_examples=_BUDGET)
    settings.load_profile("few")
