"""What stands around the settings and means something else than it seems to: told by ``check``."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from monitor.adapters.config.settings.misnamed import misnamed_in
from monitor.cli.context import settings_file
from monitor.core.model.settings import Settings

_OFFSET = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_AUTHORITIES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def odd_surroundings(settings: Settings, env: Mapping[str, str]) -> Iterator[str]:
    """Settings that are not read, zones that run the other way, authorities that are not there."""
    yield from _second_settings()
    zones = {settings.timezone, *(digest.timezone for digest in settings.digests if digest.timezone)}
    # What a rule (TZ=CST-8) was read as, nobody wrote.
    written = " ".join((env.get("TZ", ""), env.get("MONITOR_TIMEZONE", ""), _text_of(settings.file)))
    for zone in sorted(zone for zone in zones if zone in written):
        yield from _turned_round(zone)
    if any(env.get(name) for name in _AUTHORITIES):
        from monitor.adapters.net.authorities import lost_authorities

        yield from lost_authorities(env)


def _text_of(file: str) -> str:
    return Path(file).read_text("utf-8") if file else ""


def _second_settings() -> Iterator[str]:
    """Whoever edits the wrong one of two waits for nothing."""
    used = settings_file()
    other = misnamed_in(used.parent) if used is not None else None
    if used is not None and other is not None and not other.samefile(used):
        yield f"{other}: it is not read; {used} is"


def _turned_round(zone: str) -> Iterator[str]:
    """POSIX counts westwards: ``Etc/GMT+8`` is the time of the Pacific, not that of China."""
    if found := _OFFSET.fullmatch(zone):
        sign, hours = found[1], int(found[2])
        side = "behind" if sign == "+" else "ahead of"
        other = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"
        if hours:
            yield f"timezone {zone} is {hours} h {side} UTC; the other side is {other}, a place is better (Area/City)"
