"""The shipped watchlists, read without the settings around them, and one dictionary for all matchers."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from monitor.core.match.matcher import Matcher, compile_matcher
from monitor.core.match.scan.segmenter import Words
from monitor.core.model.matches import Alias, Examples, Topic

WATCHLISTS = Path(__file__).parents[3] / "watchlists"
Shipped = tuple[list[Topic], dict[str, list[str]]]


def alias_of(raw: str | dict[str, Any]) -> Alias:
    if isinstance(raw, str):
        return Alias(text=raw)
    keys: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    return Alias(**keys)


def topic_of(raw: dict[str, Any]) -> Topic:
    examples = raw.get("examples", {})
    return Topic(
        id=raw["id"],
        name=dict(raw["name"]),
        owner=raw.get("owner", ""),
        aliases=tuple(alias_of(alias) for alias in raw.get("aliases", ())),
        query=raw.get("query", ""),
        exclude=tuple(raw.get("exclude", ())),
        near=tuple(raw.get("near", ())),
        examples=Examples(match=tuple(examples.get("match", ())), reject=tuple(examples.get("reject", ()))),
    )


def read_shipped() -> Shipped:
    topics: list[Topic] = []
    signals: dict[str, list[str]] = {}
    for path in sorted(WATCHLISTS.glob("*.yaml")):
        if path.name.startswith("sources"):
            continue
        raw = YAML(typ="safe").load(path.read_text("utf-8"))
        topics += [topic_of(topic) for topic in raw.get("topics", ())]
        for signal, words in raw.get("signals", {}).items():
            signals.setdefault(signal, []).extend(words)
    return topics, signals


@pytest.fixture(scope="session")
def words() -> Words:
    return Words()


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    return read_shipped()


@pytest.fixture(scope="session")
def matcher(shipped: Shipped, words: Words) -> Matcher:
    return compile_matcher(*shipped, words=words)


@pytest.fixture(scope="session")
def make(words: Words) -> Callable[[Sequence[Topic]], Matcher]:
    """A matcher of a test's own topics."""
    return lambda topics: compile_matcher(topics, {"launch": ["发布", "release"]}, words=words)
