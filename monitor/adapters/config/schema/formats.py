"""Small written forms (durations, sizes, rates, times, cron lines, networks): text → value, or ``Malformed``."""

import ipaddress
import re
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from email.utils import parseaddr
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from monitor.core.calendar.schedule import next_fire, read_schedule
from monitor.core.calendar.weekdays import SHORT_WEEKDAYS, weekday_spans


class Malformed(ValueError):
    """The text is not of this form; the message is a hint such as "did you mean 5m", or empty."""


UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SIZES = {"B": 1, "kB": 1000, "MB": 1000**2, "GB": 1000**3, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}
_LONGEST_SECONDS = 100 * 366 * 86400
_TOO_LONG = "at most 100 years"
_PER = {"s": "1s", "sec": "1s", "second": "1s", "min": "1m", "minute": "1m", "hour": "1h", "day": "1d"}


def suggest_word(word: str, known: list[str] | tuple[str, ...]) -> str:
    """A "did you mean" sentence, or nothing."""
    near = nearest_word(word, known)
    return f"did you mean {near}" if near else ""


def nearest_word(word: str, known: list[str] | tuple[str, ...]) -> str:
    """The known word that is nearly this one, as it is spelt; or nothing."""
    near = get_close_matches(word, known, n=1, cutoff=0.6) or get_close_matches(
        word.lower(), [name.lower() for name in known], n=1, cutoff=0.6
    )
    if not near:
        return ""
    return next(name for name in known if name.lower() == near[0].lower())


def parse_duration(text: str) -> timedelta:
    """``30s``, ``5m``, ``1h30m``, ``90d``, ``2w``."""
    if not re.fullmatch(r"(\d{1,9}[smhdw])+", text):
        near = re.fullmatch(r"\s*(\d+)\s*([A-Za-z]*)\s*", text)
        unit = near.group(2)[:1].lower() if near else ""
        if near and near.group(2).lower() in {"ms", "msec", "millis", "milliseconds", "us", "ns"}:
            raise Malformed("durations start at 1s; write 1s, or 0s for none")
        if near and not unit:
            raise Malformed(f"add a unit: {near.group(1)}s, {near.group(1)}m, {near.group(1)}h or {near.group(1)}d")
        if near and f"{near.group(1)}{unit}" == text and unit in UNITS:
            raise Malformed(_TOO_LONG)
        raise Malformed(f"did you mean {near.group(1)}{unit}" if near and unit in UNITS else "")
    seconds = sum(int(count) * UNITS[unit] for count, unit in re.findall(r"(\d+)([smhdw])", text))
    if seconds > _LONGEST_SECONDS:
        raise Malformed(_TOO_LONG)
    return timedelta(seconds=seconds)


def write_duration(span: timedelta) -> str:
    """As it is written in a file: ``30s``, ``1h30m``; whole weeks as days. Parts of a second stand behind a point."""
    seconds, parts = int(span.total_seconds()), []
    for unit in "dhm":
        count, seconds = divmod(seconds, UNITS[unit])
        parts += [f"{count}{unit}"] if count else []
    rest = seconds + span.microseconds / 1e6
    return "".join([*parts, f"{rest:g}s"] if rest or not parts else parts)


def write_size(count: int) -> str:
    """Bytes as they are written in a file: ``8MiB``, ``500MB``; the unit that leaves the smallest whole number."""
    unit = max((unit for unit in _SIZES if count % _SIZES[unit] == 0), key=_SIZES.__getitem__) if count else "B"
    return f"{count // _SIZES[unit]}{unit}"


def parse_size(text: str) -> int:
    """``8MiB`` → bytes."""
    found = re.fullmatch(r"(\d{1,12}) ?(B|kB|MB|GB|KiB|MiB|GiB)", text)
    if found is None:
        near = re.fullmatch(r"\s*(\d+)\s*([kKmMgG])\w*\s*", text)
        raise Malformed(f"did you mean {near.group(1)}{near.group(2).upper()}iB" if near else "")
    return int(found.group(1)) * _SIZES[found.group(2)]


def parse_rate(text: str) -> tuple[int, timedelta]:
    """``20/min``, ``20/10m``: so many in so long."""
    count, slash, period = text.replace(" ", "").partition("/")
    if not slash or not re.fullmatch(r"\d{1,9}", count) or int(count) == 0:
        raise Malformed("")
    period = _PER.get(period, f"1{period}" if period in UNITS else period)
    span = parse_duration(period)
    if not span:
        raise Malformed("the time must be longer than 0")
    return int(count), span


def per_day(text: str) -> float:
    """``24/day``, ``1/h`` → how many a day."""
    count, span = parse_rate(text)
    return count * (timedelta(days=1) / span)


def clock_time(text: str) -> str:
    """``08:30`` → the same, two digits each; ``25:00`` is refused."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if found is None or int(found.group(1)) > 23 or int(found.group(2)) > 59:
        raise Malformed("did you mean 00:00" if text == "24:00" else "")
    return f"{int(found.group(1)):02}:{found.group(2)}"


def quiet_hours(text: str) -> str:
    """``22:00-07:30``; it may pass midnight."""
    start, dash, end = text.replace("–", "-").partition("-")
    if not dash:
        raise Malformed("")
    start, end = clock_time(start.strip()), clock_time(end.strip())
    if start == end:
        raise Malformed("start and end are the same")
    return f"{start}-{end}"


def parse_weekday(text: str) -> str:
    """``Mon`` … ``Sun``, in any case."""
    if text.lower() not in SHORT_WEEKDAYS:
        raise Malformed(suggest_word(text, [day.capitalize() for day in SHORT_WEEKDAYS]))
    return text.capitalize()


def active_hours(text: str) -> str:
    """``08:00-22:00``, ``Mon-Fri 08:00-22:00``, ``Sat,Sun 10:00-18:00``; midnight may be passed."""
    days, space, hours = text.strip().rpartition(" ")
    written = quiet_hours(hours)
    if not space:
        return written
    parts = [dict.fromkeys(map(parse_weekday, span)) for span in weekday_spans(days)]
    return f"{','.join(map('-'.join, parts))} {written}"


def digest_time(text: str) -> str:
    """``08:30``, ``Mon 09:00``, ``Mon-Fri 09:00`` or a five-field cron line such as ``30 8 * * mon-fri``."""
    parts = text.split()
    if len(parts) in {1, 2}:
        parts[-1] = clock_time(parts[-1])
    try:
        schedule = read_schedule(" ".join(parts))
    except ValueError as exc:
        raise Malformed(str(exc)) from exc
    if next_fire(schedule, datetime(2024, 1, 1, tzinfo=UTC), ZoneInfo("UTC")) is None:
        raise Malformed("such a day never comes")
    return " ".join(parts)


def time_zone(text: str) -> str:
    """An IANA name such as ``Asia/Shanghai``."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        known = available_timezones()
        if not known:
            raise Malformed("this machine has no time zone data: pip install tzdata") from exc
        hint = suggest_word(text, [*sorted(known), "Asia/Beijing"])
        if hint.endswith("/Beijing") or text.upper() in {"CST", "BEIJING"}:
            hint = "did you mean Asia/Shanghai"
        elif re.fullmatch(r"(UTC|GMT)?[+-]\d{1,2}(:?\d{2})?", text):
            hint = "did you mean Asia/Shanghai" if text.lstrip("UTCGM+0:") in {"8", "8:00", "800"} else ""
        raise Malformed(hint) from exc
    return text


def email_address(text: str) -> str:
    """``a@example.org`` or ``Name <a@example.org>``, as it goes into a header."""
    address = bare_address(text)
    local, _, domain = address.rpartition("@")
    label = r"[^\W_]([\w-]*[^\W_])?"
    bad = (
        not re.fullmatch(r"[^\s@<>,;:\"()\[\]\\]{1,64}", local)
        or local.startswith(".")
        or local.endswith(".")
        or ".." in local
        or not re.fullmatch(rf"{label}(\.{label})*", domain)
        or any(ord(char) < 32 or ord(char) == 127 for char in text)
    )
    if bad:
        raise Malformed("")
    return text.strip()


def bare_address(text: str) -> str:
    """The address alone of what ``email_address`` accepted."""
    return parseaddr(text)[1] if "<" in text else text.strip()


def parse_network(text: str) -> str:
    """``127.0.0.0/8``, ``fd00::/8`` or a single address."""
    try:
        return str(ipaddress.ip_network(text, strict=True))
    except ValueError as exc:
        try:
            hint = f"did you mean {ipaddress.ip_network(text, strict=False)}"
        except ValueError:
            hint = ""
        raise Malformed(hint) from exc


def direct_place(text: str) -> str:
    """A network or an address, ``rsshub.lan``, or ``*.lan`` (also as ``.lan``) for all names below it; lower case."""
    name = text.lower().removeprefix("*")
    if re.fullmatch(r"\.?[^\W_]([\w.-]{0,250}[^\W_])?", name) and not name[-1].isdigit():
        return f"*{name}" if name.startswith(".") else name
    if "/" in text.removeprefix("http://").removeprefix("https://") or ":" in text or name[-1:].isdigit():
        return parse_network(text)
    raise Malformed("")


def host_port(text: str) -> str:
    """``rsshub.lan:1200``, ``[::1]:80``; lower case."""
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 1 <= int(port) <= 65535):
        raise Malformed("the port is missing" if ":" not in text else "")
    if host.startswith("[") and host.endswith("]"):
        try:
            return f"[{ipaddress.IPv6Address(host[1:-1])}]:{int(port)}"
        except ValueError as exc:
            raise Malformed("") from exc
    if not re.fullmatch(r"[\w.-]{1,253}", host):
        raise Malformed("without http:// and without a path" if "/" in text else "")
    return f"{host.lower()}:{int(port)}"


def language_tag(text: str) -> str:
    """``zh``, ``en``, ``zh-CN``, ``zh-Hant-TW``."""
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", text):
        raise Malformed("")
    return text
