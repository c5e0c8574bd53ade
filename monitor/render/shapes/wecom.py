"""WeCom group robot: Markdown of at most 4,096 bytes of UTF-8."""

from collections.abc import Mapping

from monitor.render.shapes.draft import Draft, Payload, Shape
from monitor.render.sizes import utf8_bytes

LIMIT = 4_096


def _build(draft: Draft, options: Mapping[str, object]) -> Payload:  # noqa: ARG001 — the form of every builder
    return {"msgtype": "markdown", "markdown": {"content": draft.body}}


def _fits(payload: Payload) -> bool:
    markdown = payload["markdown"]
    return isinstance(markdown, dict) and utf8_bytes(str(markdown["content"])) <= LIMIT


SHAPE = Shape(build=_build, fits=_fits)
