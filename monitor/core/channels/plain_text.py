"""Terminal and Apprise: plain text."""

from collections.abc import Mapping

from monitor.core.render.limits import Size, utf16_units
from monitor.core.render.message_format import MessageDraft, MessageFormat, Payload

APPRISE_UNITS = 1_800
"""Below the smallest text limit of the services in common use (Discord's 2,000 characters)."""


def _build(draft: MessageDraft, options: Mapping[str, object]) -> Payload:  # noqa: ARG001 — the form of every builder
    return {"title": draft.title, "body": draft.body}


def _apprise_sizes(payload: Payload) -> tuple[Size, ...]:
    return (Size(used=utf16_units(str(payload["body"])), limit=APPRISE_UNITS, unit="UTF-16 units of the body"),)


TERMINAL = MessageFormat(build=_build, sizes=lambda payload: ())  # noqa: ARG005 — the form of every measure
APPRISE = MessageFormat(build=_build, sizes=_apprise_sizes)
