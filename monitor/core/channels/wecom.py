"""WeCom group robot: Markdown of at most 4,096 bytes of UTF-8."""

from collections.abc import Mapping

from monitor.core.render.limits import Size, utf8_bytes
from monitor.core.render.message_format import MessageDraft, MessageFormat, Payload

LIMIT = 4_096


def _build(draft: MessageDraft, options: Mapping[str, object]) -> Payload:  # noqa: ARG001 — the form of every builder
    return {"msgtype": "markdown", "markdown": {"content": draft.body}}


def _sizes(payload: Payload) -> tuple[Size, ...]:
    markdown = payload["markdown"]
    content = str(markdown["content"]) if isinstance(markdown, dict) else ""
    return (Size(used=utf8_bytes(content), limit=LIMIT, unit="bytes of the content"),)


SHAPE = MessageFormat(build=_build, sizes=_sizes)
