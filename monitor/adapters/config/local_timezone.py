"""What the machine itself says when the settings are silent: its time zone."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal import get_localzone_name

from monitor.adapters.config.schema.formats import Malformed, time_zone
from monitor.errors import UserError

_LOCALTIME = Path("/etc/localtime")
_SEASONS = (datetime(2026, 1, 15), datetime(2026, 7, 15))  # noqa: DTZ001 - local times, to see their distance from UTC


def local_zone(
    env: Mapping[str, str],
    *,
    machine: Callable[[], str | None] = get_localzone_name,
    localtime: Path = _LOCALTIME,
) -> str:
    """The IANA name behind ``TZ``, else of the machine; ``UTC`` where it has none.

    UserError when the machine has a zone but not its name: a copied ``/etc/localtime``, files that contradict each
    other, a misspelt ``TZ``. Digests would come at another hour than the clock on the wall says.
    """
    wanted = env.get("TZ", "").lstrip(":")
    for name in (wanted.partition("zoneinfo/")[2], wanted):
        if name and (zone := _known_zone(name)):
            return zone
    if "/" in wanted and "/zoneinfo/" not in wanted and not wanted.startswith("/"):
        raise UserError(_misspelt(wanted))
    try:
        found = machine()
    except ZoneInfoNotFoundError as error:
        why = " ".join(str(error.args[0]).split())
        raise UserError(f"the machine's time zone is not clear: {why}; set timezone in monitor.yaml") from error
    if found and (zone := _known_zone(found)):
        return zone
    if _is_far_from_utc(localtime):
        raise UserError(
            f"{localtime} is a copy that does not name its time zone; set timezone in monitor.yaml or TZ=Area/City"
        )
    return "UTC"


def _misspelt(name: str) -> str:
    # Rules of the form CST-8 name no zone either, but are right: the system says its zone beside them.
    hint = ""
    try:
        time_zone(name)
    except Malformed as problem:
        hint = str(problem)
    return f"TZ={name} names no time zone; {hint or 'correct it'}, or set timezone in monitor.yaml"


def _known_zone(name: str) -> str:
    try:
        return time_zone(name.removeprefix("posix/"))
    except Malformed:
        return ""


def _is_far_from_utc(localtime: Path) -> bool:
    try:
        with localtime.open("rb") as file:
            zone = ZoneInfo.from_file(file)
    except (OSError, ValueError):
        return False
    return any(at.replace(tzinfo=zone).utcoffset() != timedelta(0) for at in _SEASONS)
