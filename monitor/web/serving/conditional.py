"""Answers that need not be sent twice: an entity tag, and 304 for whoever has it."""

import hashlib

from fastapi import Request
from fastapi.responses import Response


def tagged(request: Request, body: bytes, media_type: str) -> Response:
    """The answer with its tag (RFC 9110 §8.8.3); nothing but that when the asker's is the same."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    # no-cache lets it be kept by the asker alone, and asked about each time.
    told = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=told)
    return Response(body, headers=told | {"Content-Type": media_type})


def _has(given: str, tag: str) -> bool:
    offered = [part.strip().removeprefix("W/") for part in given.split(",")]
    return "*" in offered or tag in offered
