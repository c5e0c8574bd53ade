"""Request bodies, read up to a size and a time: whoever sends more, or slower, gets an answer and no memory."""

import asyncio
import json
from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request

from monitor.core.i18n.phrases import Reason

_PATIENCE = 30.0
_MOST_FIELDS = 50
SMALL = 64 * 1024


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


async def form_of(request: Request) -> Mapping[str, str]:
    """The fields of a small form, each once."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415, Reason("refused.no-form"))
    text = (await body_of(request)).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise HTTPException(400, Reason("refused.many-fields", n=_MOST_FIELDS)) from error


async def json_of(request: Request) -> object:
    """A small JSON document."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise HTTPException(415, "JSON is expected (Content-Type: application/json).")
    try:
        return json.loads(await body_of(request))
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, f"The body is not valid JSON: {error}") from error
