# ruff: noqa: E501 what the files hold stands in whole lines
"""A change of rules goes into the file where a person would have written it; comments and all else stay."""

from pathlib import Path

import pytest

from monitor.adapters.config.edit.rules import change_rules
from monitor.core.model.feedback import Change
from monitor.errors import UserError

EXCLUDE = Change(topic="kling", kind="exclude", words=("Kling Automotive", "可灵活"))
NEEDS = Change(topic="kling", kind="needs", alias="Kling", words=("video", "AI: 视频"))

CASES = {
    "a new key after the names": (
        EXCLUDE,
        "topics:\n  - id: kling            # the id\n    aliases:\n      - 可灵          # a name\n      - Kling\n    examples: {match: [可灵]}\n",
        "topics:\n  - id: kling            # the id\n    aliases:\n      - 可灵          # a name\n      - Kling\n"
        "    exclude: [Kling Automotive, 可灵活]\n    examples: {match: [可灵]}\n",
    ),
    "one word more in a line": (
        EXCLUDE,
        "topics:\n  - id: kling\n    aliases: [Kling]\n    exclude: [可灵活]  # words\n",
        "topics:\n  - id: kling\n    aliases: [Kling]\n    exclude: [可灵活, Kling Automotive]  # words\n",
    ),
    "one word more in rows": (
        EXCLUDE,
        "topics:\n  - id: kling\n    exclude:\n      - 可灵活  # a word\n    aliases: [Kling]\n\n  - id: sora\n    aliases: [Sora]\n",
        "topics:\n  - id: kling\n    exclude:\n      - 可灵活  # a word\n      - Kling Automotive\n    aliases: [Kling]\n\n"
        "  - id: sora\n    aliases: [Sora]\n",
    ),
    "an empty list": (
        EXCLUDE,
        "topics:\n  - {id: kling, exclude: [], aliases: [Kling]}\n",
        "topics:\n  - {id: kling, exclude: [Kling Automotive, 可灵活], aliases: [Kling]}\n",
    ),
    "a topic in one line": (
        EXCLUDE,
        "topics:\n  - {id: sora, aliases: [Sora]}\n  - {id: kling, aliases: [Kling]} # end\n",
        "topics:\n  - {id: sora, aliases: [Sora]}\n  - {id: kling, aliases: [Kling], exclude: [Kling Automotive, 可灵活]} # end\n",
    ),
    "a plain name in rows": (
        NEEDS,
        "topics:\n  - id: kling\n    aliases:\n      - 可灵\n      - Kling   # ambiguous\n",
        "topics:\n  - id: kling\n    aliases:\n      - 可灵\n      - {text: Kling, needs: [video, \"AI: 视频\"]}   # ambiguous\n",
    ),
    "a plain name in a line": (
        NEEDS,
        "topics:\n  - id: kling\n    aliases: [可灵, 'Kling', Kling AI]\n",
        "topics:\n  - id: kling\n    aliases: [可灵, {text: 'Kling', needs: [video, \"AI: 视频\"]}, Kling AI]\n",
    ),
    "an alias with keys in a line": (
        NEEDS,
        "topics:\n  - id: kling\n    aliases:\n      - {text: Kling, versions: true}\n",
        "topics:\n  - id: kling\n    aliases:\n      - {text: Kling, versions: true, needs: [video, \"AI: 视频\"]}\n",
    ),
    "an alias with keys in rows": (
        NEEDS,
        "topics:\n  - id: kling\n    aliases:\n      - text: Kling\n        versions: true\n      - 可灵\n",
        "topics:\n  - id: kling\n    aliases:\n      - text: Kling\n        versions: true\n        needs: [video, \"AI: 视频\"]\n      - 可灵\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_written_where_it_belongs(name: str, tmp_path: Path) -> None:
    change, before, after = CASES[name]
    path = tmp_path / "first.yaml"
    path.write_text(f"# A comment.\nwatchlist: first\n{before}", "utf-8")
    change_rules(path, change)
    assert path.read_text("utf-8") == f"# A comment.\nwatchlist: first\n{after}"
    change_rules(path, change)
    assert path.read_text("utf-8") == f"# A comment.\nwatchlist: first\n{after}", "a second time changes nothing"


@pytest.mark.parametrize(
    ("change", "text", "why"),
    [
        (EXCLUDE, "topics:\n  - {id: sora, aliases: [Sora]}\n", "has no topic kling"),
        (EXCLUDE, "sources: []\n", "has no topic kling"),
        (NEEDS, "topics:\n  - {id: kling, aliases: [可灵]}\n", "has no alias Kling"),
        (NEEDS, "topics:\n  - {id: kling, query: x}\n", "has no alias Kling"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_is_written(change: Change, text: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "first.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(UserError, match=why):
        change_rules(path, change)
    assert path.read_text("utf-8") == text
