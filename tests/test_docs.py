"""The documents can be read on a screen, and their links lead somewhere."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from monitor.core.channels.kind import ChannelKind
from monitor.core.parse.kinds import SourceKind

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted((*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"))
WIDTH, CELL = 120, 200


def prose_and_tables(text: str) -> Iterator[tuple[int, str]]:
    """Numbered lines outside code."""
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced and not line.startswith("    "):
            yield number, line


def anchors(page: Path) -> set[str]:
    """Of the headings, as GitHub makes them."""
    titles = [line.lstrip("#").strip() for _, line in prose_and_tables(page.read_text("utf-8")) if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_line_of_prose_and_no_cell_of_a_table_is_a_wall(page: Path) -> None:
    wide = []
    for number, line in prose_and_tables(page.read_text("utf-8")):
        if line.lstrip().startswith("|"):
            shown = re.sub(r"\]\([^)\s]+\)", "]", line)  # where a link leads is not read
            wide += [number for cell in re.split(r"(?<!\\)\|", shown) if len(cell.strip()) > CELL]
        elif len(line) > WIDTH and " " in line.strip().lstrip("*- "):
            wide.append(number)
    assert wide == [], "lines that are too wide"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: there is no such heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_module_that_a_page_names_is_there(page: Path) -> None:
    if "decisions" in page.parts:
        return  # a decision tells what was true when it was made
    missing = [
        path
        for path in re.findall(r"`((?:[a-z_]+/)+[a-z_0-9]+\.py)`", page.read_text("utf-8"))
        if not any(
            (ROOT / start / path).exists()
            for start in ("", "monitor", "monitor/adapters", "tests", "tests/adapters", "tests/core")
        )
    ]
    assert missing == []


@pytest.mark.parametrize(("guide", "kind"), [("add-a-source-kind", SourceKind), ("add-a-channel", ChannelKind)])
def test_the_guide_to_a_new_kind_names_every_field_of_its_value(guide: str, kind: type) -> None:
    text = (ROOT / "docs" / "development" / f"{guide}.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+)`", text))
    assert [field.name for field in fields(kind) if field.name not in named] == []
