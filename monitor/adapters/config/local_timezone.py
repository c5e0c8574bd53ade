"""What the machine itself says when the settings are silent: its time zone."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tzlocal import get_localzone_name

from monitor.adapters.config.schema.formats import Malformed, time_zone
from monitor.errors import UserError

_LOCALTIME = Path("/etc/localtime")
_SEASONS = (datetime(2026, 1, 15), datetime(2026, 7, 15))  # noqa: DTZ001 - local times, to see their distance from UTC


# POSIX.1 (IEEE Std 1003.1, 8.3): the name of standard time, how far it is *behind* UTC, and the rules of summer time
_RULE = re.compile(r"(?:[A-Za-z]{3,20}|<[A-Za-z0-9+-]{3,20}>)([+-]?)(\d{1,2})(?::(\d\d))?(?::\d\d)?(\D.*)?")
_FARTHEST = range(-14, 13)
"""Whole hours behind UTC for which there is a zone Etc/GMT±N, whose signs are those of the rules."""


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
        if name not in ("", "localtime") and (zone := _known_zone(name)):
            return zone
    rule = _RULE.fullmatch(wanted)
    if wanted not in ("", "localtime") and rule is None and not wanted.startswith("/"):
        raise UserError(_misspelt(wanted))
    found = _zone_of_machine(machine, localtime)
    return found if rule is None else _zone_of_rule(wanted, rule, found)


def _zone_of_machine(machine: Callable[[], str | None], localtime: Path) -> str:
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


def _zone_of_rule(written: str, rule: "re.Match[str]", machines: str) -> str:
    """CST-8 names no zone, but is right: the machine's, where that keeps its time, else the one of whole hours."""
    sign, hours, minutes, summer = rule.groups()
    behind = timedelta(hours=int(hours), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    if any(at.replace(tzinfo=ZoneInfo(machines)).utcoffset() == -behind for at in _SEASONS):
        return machines
    whole = behind // timedelta(hours=1)
    if summer or behind % timedelta(hours=1) or whole not in _FARTHEST:
        raise UserError(
            f"TZ={written} is a rule that names no time zone, and the machine's ({machines}) has another time; write "
            "TZ=Area/City, or set timezone in monitor.yaml"
        )
    return f"Etc/GMT{whole:+d}" if whole else "Etc/UTC"


def _misspelt(name: str) -> str:
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
