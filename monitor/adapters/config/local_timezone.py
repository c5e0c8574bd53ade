"""What the machine itself says when the settings are silent: its time zone."""

from collections.abc import Mapping
from pathlib import Path

from monitor.adapters.config.schema.formats import Malformed, time_zone

_LINK = Path("/etc/localtime")
_NAME = Path("/etc/timezone")


def local_zone(env: Mapping[str, str], *, link: Path = _LINK, name: Path = _NAME) -> str:
    """The IANA name behind ``TZ``, ``/etc/localtime`` or ``/etc/timezone``; else ``UTC``."""
    candidates = [env.get("TZ", "").lstrip(":").partition("zoneinfo/")[2] or env.get("TZ", "").lstrip(":")]
    try:
        candidates.append(str(link.resolve()).partition("zoneinfo/")[2])
        candidates.append(name.read_text("utf-8").strip())
    except (OSError, UnicodeDecodeError):
        pass  # a machine without these files simply has no say
    for candidate in candidates:
        if candidate:
            try:
                return time_zone(candidate.removeprefix("posix/"))
            except Malformed:
                continue
    return "UTC"
