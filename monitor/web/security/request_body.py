"""Request bodies, read up to a size and a time: whoever sends more, or slower, gets an answer and no memory."""

import asyncio
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request

from monitor.core.i18n.phrases import Reason
from monitor.web.security.sessions import Sessions

_PATIENCE = 30.0
_MOST_FIELDS = 50
SMALL = 64 * 1024
_LARGEST_REFUSED = 256 * 1024
"""Bytes of a form that are shown again to somebody without a session."""
# PostgreSQL keeps no NUL, and of half a character nothing can be encoded, not even to say what was wrong with it.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


class Form(dict[str, str]):
    """The fields of a form, the last of each name; ``all_of`` gives every one of a name."""

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__(fields)
        self._fields = tuple(fields)

    def all_of(self, name: str) -> tuple[str, ...]:
        """All values of a name, in the order of the page."""
        return tuple(value for key, value in self._fields if key == name)


async def body_of(request: Request, *, at_most: int = SMALL) -> bytes:
    """The body; 413 beyond ``at_most`` bytes, 408 when it takes more than half a minute."""
    told = request.headers.get("content-length", "0")
    if told.isdecimal() and int(told) > at_most:
        raise HTTPException(413, Reason("refused.too-large", n=at_most))
    body = bytearray()
    try:
        async with asyncio.timeout(_PATIENCE):
            async for piece in request.stream():
                body += piece
                if len(body) > at_most:
                    raise HTTPException(413, Reason("refused.too-large", n=at_most))
    except TimeoutError as error:
        raise HTTPException(408, Reason("refused.too-slow", n=round(_PATIENCE))) from error
    return bytes(body)


async def form_of(
    request: Request, *, at_most: int = SMALL, most_fields: int = _MOST_FIELDS, may_be_empty: bool = False
) -> Form:
    """The fields of a small form, each once."""
    if may_be_empty and "content-type" not in request.headers and request.headers.get("content-length", "0") == "0":
        return _with_own_token(request, ())
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415, Reason("refused.no-form"))
    text = (await body_of(request, at_most=at_most)).decode("utf-8", "replace")
    try:
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=most_fields)
    except ValueError as error:
        raise HTTPException(400, Reason("refused.many-fields", n=most_fields)) from error
    return _with_own_token(request, fields)


def _with_own_token(request: Request, fields: Sequence[tuple[str, str]]) -> Form:
    """The fields; 403 when a browser sends a form that no page of ours gave it."""
    _refuse_no_text(text for field in fields for text in field)
    form = Form(fields)
    request.state.typed = form
    sessions: Sessions | None = getattr(request.state, "sessions", None)
    if sessions is not None and not sessions.is_own_token(request, form.get("csrf", "")):
        raise HTTPException(403, Reason("refused.stale-form"))
    return form


async def typed_in(request: Request) -> Form:
    """What a form holds that was refused, before it was read or after; empty where that cannot be said."""
    read: Form | None = getattr(request.state, "typed", None)
    if read is not None:
        return read
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return Form(())
    try:
        text = (await body_of(request, at_most=_LARGEST_REFUSED)).decode("utf-8", "replace")
        return Form(parse_qsl(text, max_num_fields=_MOST_FIELDS))
    except (HTTPException, ValueError, RuntimeError):  # too large, too slow, too many, or taken from the stream already
        return Form(())


async def json_of(request: Request) -> object:
    """A small JSON document."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "JSON is expected (Content-Type: application/json).")
    try:
        document = json.loads(await body_of(request))
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, f"The body is not valid JSON: {error}") from error
    _refuse_no_text(_texts_in(document))
    return document


async def address_of_text(request: Request) -> None:
    """A dependency: 400 for an address with a NUL in it."""
    _refuse_no_text((request.url.path, *(text for part in request.query_params.multi_items() for text in part)))


def _refuse_no_text(texts: Iterable[str]) -> None:
    if any(_NO_TEXT.search(text) for text in texts):
        raise HTTPException(400, Reason("refused.no-text"))


def _texts_in(document: object) -> Iterator[str]:
    rest = [document]
    while rest:
        match rest.pop():
            case str(text):
                yield text
            case dict(members):
                rest += [*members, *members.values()]
            case list(items):
                rest += items
            case _:
                pass
