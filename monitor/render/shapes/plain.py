"""Terminal and Apprise: plain text."""

from collections.abc import Mapping

from monitor.render.shapes.draft import Draft, Payload, Shape
from monitor.render.sizes import utf16_units

APPRISE_UNITS = 1_800
"""Below the smallest text limit of the services in common use (Discord's 2,000 characters)."""


def _build(draft: Draft, options: Mapping[str, object]) -> Payload:  # noqa: ARG001 — the form of every builder
    return {"title": draft.title, "body": draft.body}


TERMINAL = Shape(build=_build, fits=lambda payload: True)  # noqa: ARG005 — the form of every measure
APPRISE = Shape(build=_build, fits=lambda payload: utf16_units(str(payload["body"])) <= APPRISE_UNITS)
