"""Which language a page speaks, and how it writes times."""

from datetime import datetime, tzinfo

from monitor.core.model.languages import LANGUAGES, Language


def language_of(accepted: str, default: Language) -> Language:
    """The reader's: the first of ours that the browser names (RFC 9110, 12.5.4), else the settings'."""
    ranked: list[tuple[float, int, Language]] = []
    for place, part in enumerate(accepted.split(",")[:20]):
        tag, _, weight = part.strip().lower().partition(";q=")
        primary = tag.partition("-")[0]
        if primary in LANGUAGES:
            ranked.append((-_language_weight(weight), place, primary))
    return min(ranked)[2] if ranked else default


def _language_weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def full_moment(at: datetime, zone: tzinfo) -> str:
    """2026-11-26 12:20 in the settings' zone."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
