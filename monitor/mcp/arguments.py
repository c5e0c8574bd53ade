"""What a tool takes: its arguments as JSON Schema, and what a call gave, checked; mistakes are sentences."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from monitor.core.text.written_dates.moments import read_moment
from monitor.errors import UserError
from monitor.values import dataclass

Schema = dict[str, object]

_LONGEST_TEXT = 20_000
_SHOWN = 60


def text_of(does: str, **more: object) -> Schema:
    """A text."""
    return {"type": "string", "description": does, **more} if does else {"type": "string", **more}


def number_of(default: int, most: int, does: str = "") -> Schema:
    """A whole number from 1."""
    known: Schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return known | ({"description": does} if does else {})


SINCE = text_of("24h, 7d, today, 昨天, last week, 2026-11-01 or a time with zone")
CURSOR = text_of("what next said")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The arguments of one call."""

    values: Mapping[str, object]
    now: datetime
    zone: tzinfo

    def text(self, name: str) -> str:
        """Empty when it was not given."""
        found = self.values.get(name, "")
        return found if isinstance(found, str) else ""

    def number(self, name: str) -> int:
        """0 when it was not given and has no default."""
        found = self.values.get(name, 0)
        return found if isinstance(found, int) else 0

    def texts(self, name: str) -> list[str]:
        """Of a list."""
        found = self.values.get(name, ())
        return [text for text in found if isinstance(text, str)] if isinstance(found, list | tuple) else []

    def flag(self, name: str) -> bool:
        """Whether it was set."""
        return self.values.get(name) is True

    def moment(self, name: str) -> datetime | None:
        """A point in time; UserError for what is not understood."""
        written = self.text(name)
        if not written:
            return None
        found = read_moment(written, now=self.now, zone=self.zone)
        if found is None:
            raise UserError(f'{name}="{written[:_SHOWN]}": expected such as 24h, 7d, yesterday, 上周 or 2026-11-01')
        return found


def check_arguments(
    given: Mapping[str, object], known: Mapping[str, Schema], required: tuple[str, ...]
) -> dict[str, object]:
    """The values with defaults filled in; UserError says what is wrong with the first that is."""
    for name in given:
        if name not in known:
            raise UserError(f'there is no argument "{name[:_SHOWN]}"; there are: {", ".join(known)}')
    values: dict[str, object] = {name: schema["default"] for name, schema in known.items() if "default" in schema}
    for name, value in given.items():
        # Models send null for what they leave out.
        if value is not None:
            values[name] = _check_value(name, value, known[name])
    for name in required:
        if values.get(name) in (None, ""):
            raise UserError(f'"{name}" is missing')
    return values


def _check_value(name: str, value: object, schema: Schema) -> object:
    match schema["type"]:
        case "integer":
            return _check_number(name, value, schema)
        case "boolean":
            if not isinstance(value, bool):
                raise UserError(f'"{name}": expected true or false')
        case "array":
            most = schema["maxItems"]
            if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
                raise UserError(f'"{name}": expected a list of texts')
            if isinstance(most, int) and len(value) > most:
                raise UserError(f'"{name}": at most {most}')
        case _:
            _check_text(name, value, schema)
    return value


def _check_text(name: str, value: object, schema: Schema) -> None:
    if not isinstance(value, str):
        raise UserError(f'"{name}": expected a text')
    if len(value) > _LONGEST_TEXT:
        raise UserError(f'"{name}": at most {_LONGEST_TEXT} characters')
    choices = schema.get("enum")
    if isinstance(choices, list) and value not in choices:
        raise UserError(f'{name}="{value[:_SHOWN]}": expected one of {", ".join(map(str, choices))}')


def _check_number(name: str, value: object, schema: Schema) -> int:
    # Some models write numbers as texts.
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 18:
        value = int(value)
    least, most = schema["minimum"], schema.get("maximum", 2**53)
    if isinstance(value, bool) or not isinstance(value, int):
        raise UserError(f'"{name}": expected a whole number')
    if isinstance(least, int) and isinstance(most, int) and not least <= value <= most:
        raise UserError(f'"{name}": expected a number from {least} to {most}')
    return value
