"""What README.md shows works: its commands are there and take those words, its links lead to files."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.cli.registry import command_of

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def _shown() -> Iterator[list[str]]:
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            for part in " ".join(map(shlex.quote, words)).split(" '&&' "):
                yield shlex.split(part)


SHOWN = [words for words in _shown() if words]
COMMANDS = [words for words in SHOWN if words[0] == "monitor"]
TARGETS = [words for words in SHOWN if words[0] == "make"]
LINKS = sorted({link for link in re.findall(r"\]\(([^)\s]+)\)", README) if "://" not in link and link[0] != "#"})


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_of_the_readme_takes_its_words(words: list[str]) -> None:
    command = command_of(words[1])
    context = command.make_context(words[1], words[2:], resilient_parsing=False)
    assert context.params is not None


@pytest.mark.parametrize("words", TARGETS, ids=" ".join)
def test_every_make_target_of_the_readme_is_in_the_makefile(words: list[str]) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("link", LINKS)
def test_every_link_of_the_readme_leads_to_a_file(link: str) -> None:
    assert (ROOT / link.split("#")[0]).exists(), f"README.md links to {link}, which is not there"


def test_the_readme_shows_commands_and_links() -> None:
    assert len(COMMANDS) >= 8
    assert len(TARGETS) >= 3
    assert len(LINKS) >= 8
