"""The pages about channels and templates name what there is."""

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.render.digest_view import TopicView
from monitor.core.render.message_view import PageView
from monitor.core.render.story_view import StoryView

DOCS = Path(__file__).resolve().parents[3] / "docs"


@pytest.mark.parametrize("kind", CHANNEL_KINDS)
def test_every_kind_has_its_row(kind: str) -> None:
    assert f"| `{kind}` |" in (DOCS / "channels.md").read_text()


@pytest.mark.parametrize(("name", "view"), [("page", PageView), ("topic", TopicView), ("story", StoryView)])
def test_every_field_that_templates_see_is_listed(name: str, view: type) -> None:
    text = (DOCS / "templates.md").read_text()
    (listed,) = re.findall(rf"\*\*`{name}`\*\* — (.*?)(?:\n\n|\Z)", text, re.DOTALL)
    missing = {field.name for field in fields(view)} - set(re.findall(r"`(\w+)`", listed))
    assert not missing


def test_every_template_is_described(template_files: Mapping[str, str]) -> None:
    text = (DOCS / "templates.md").read_text()
    for name in template_files:
        assert name in text or name.endswith("/message.txt")
