"""``--config``: where the settings are."""

import os
from pathlib import Path

CONFIG_VARIABLE = "MONITOR_CONFIG"


def take_config(value: Path | None) -> Path | None:
    """For this process and those it starts."""
    if value is not None:
        os.environ[CONFIG_VARIABLE] = str(value)
    return value
