"""Settings files under a name that nobody reads, as editors and other programs' habits make them."""

import re
from pathlib import Path

NAME = "monitor.yaml"
_MEANT = re.compile(r"monitor\.ya?ml(\.txt)?", re.IGNORECASE)


def misnamed_in(folder: Path) -> Path | None:
    """The first file there that is called nearly as the settings file is; ``None`` where nobody can look."""
    try:
        found = sorted(path for path in folder.iterdir() if path.name != NAME and _MEANT.fullmatch(path.name))
    except OSError:
        return None
    return found[0] if found else None
