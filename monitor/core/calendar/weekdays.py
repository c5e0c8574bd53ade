"""Days of the week by name: one table, and one reader of "Mon-Fri" and "Sat,Sun"."""

from collections.abc import Iterator

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Monday = 0, as ``datetime.weekday`` counts."""
SHORT_WEEKDAYS = tuple(name[:3] for name in WEEKDAYS)
HAN_WEEKDAYS = "一二三四五六日"
"""What follows 周 or 星期."""


def read_weekdays(written: str) -> frozenset[int]:
    """ "Mon-Fri", "Sat,Sun", "Fri-Mon", "monday"; ValueError names the day that is none."""
    days: set[int] = set()
    for first, last in weekday_spans(written):
        low, high = weekday_number(first), weekday_number(last)
        days.update((low + step) % 7 for step in range((high - low) % 7 + 1))
    return frozenset(days)


def weekday_spans(written: str) -> Iterator[tuple[str, str]]:
    """The days that each part of a list names, as they are written: the first and the last (of one day, the same)."""
    for part in written.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        yield first, last or first


def weekday_number(written: str) -> int:
    """Of a name in full or its first three letters, in any case; ValueError when it is none."""
    name = written.strip().lower()
    for number, known in enumerate(WEEKDAYS):
        if name in {known, known[:3]}:
            return number
    raise ValueError(f'"{written}" is none of {", ".join(SHORT_WEEKDAYS)}')
