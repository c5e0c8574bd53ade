"""What a change was asked with, read strictly."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from fastapi import HTTPException, Request

from monitor.core.i18n.phrases import reason_of
from monitor.errors import UserError
from monitor.web.security.request_body import json_of

LARGEST = 2**53


@contextmanager
def answer_conflicts() -> Iterator[None]:
    """What is asked is well formed, and cannot be done as things are: 409."""
    try:
        yield
    except UserError as error:
        raise HTTPException(409, reason_of(error)) from error


async def refuse_repeated(request: Request) -> None:
    """A dependency: what a query gives twice means neither; UserError."""
    seen = set[str]()
    for name, _ in request.query_params.multi_items():
        if name in seen:
            raise UserError(f"{name[:20]}: given more than once")
        seen.add(name)


async def read_fields(request: Request, known: set[str]) -> Mapping[str, object]:
    """The body's fields; UserError for anything but an object of these."""
    document = await json_of(request)
    if not isinstance(document, dict) or not document.keys() <= known:
        raise UserError(f"expected a JSON object with {', '.join(sorted(known)) or 'nothing in it: {}'}")
    return document


def text_field(fields: Mapping[str, object], name: str, *, default: str | None = None) -> str:
    """A field that is a text."""
    found = fields.get(name, default)
    if not isinstance(found, str):
        raise UserError(f'"{name}": a text is expected')
    return found


def number_field(fields: Mapping[str, object], name: str) -> int:
    """A field that is a number from 1; 0 when it is not there."""
    if name not in fields:
        return 0
    found = _whole_number(fields[name])
    if found is None:
        raise UserError(f'"{name}": a number from 1 is expected')
    return found


def numbers_field(fields: Mapping[str, object], name: str, *, most: int) -> Sequence[int]:
    """A field that is a list of numbers from 1, one at least."""
    found = fields.get(name)
    numbers = [_whole_number(part) for part in found] if isinstance(found, list) else []
    whole = [number for number in numbers if number is not None]
    if len(whole) != len(numbers) or not 0 < len(whole) <= most:
        raise UserError(f'"{name}": expected 1 to {most} numbers')
    return whole


def _whole_number(value: object) -> int | None:
    """JSON has one kind of number: 5.0 is 5."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < LARGEST else None
