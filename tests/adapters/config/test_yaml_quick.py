"""libyaml and the careful reader give one tree; what libyaml does not get, the careful reader reads alone."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.adapters.config.schema import yaml_tree
from monitor.adapters.config.schema.yaml_quick import compose_quickly
from monitor.errors import ConfigError

_SHIPPED = sorted((Path(__file__).resolve().parents[3] / "watchlists").glob("*.yaml"))
_PIECES = st.sampled_from(
    ["a", "b: ", "- ", "\n", "\n  ", "\n    - ", "[", "]", "{", "}", ", ", ",", ":", ": ", "'", '"', "#", " # x",
     "&a ", "*a", "!t ", "|", "> ", "?", "? ", "<<: ", "%", "@", "~", "null", "0x1f", "灵",
     "http://h.example/?a=1&b=2", "'a b'", '"c"', "{x: 1}", "[p, q]", "\t", "\\", "---\n", "\u2028", "é"]
)  # fmt: skip


def _tree(text: str) -> object:
    try:
        return yaml_tree.read_tree(text.encode(), "f.yaml")
    except ConfigError as error:
        return [str(problem) for problem in error.problems]


def _careful_tree(text: str) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_tree, "compose_quickly", lambda _text: None)
        return _tree(text)


@pytest.mark.parametrize("path", _SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_watchlist_is_read_quickly_and_alike(path: Path) -> None:
    text = path.read_text("utf-8")
    assert compose_quickly(text) is not None
    assert _tree(text) == _careful_tree(text)


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_both_readers_agree_on_every_text(text: str) -> None:
    assert _tree(text) == _careful_tree(text)


@pytest.mark.parametrize(
    "text", ["a: &x 1\nb: *x\n", "a: !t 1\n", "a: |\n  b\n", 'a: "\\u0041"\n', "a:\n", '{"a":1}', "a: 1\n---\nb: 2\n"]
)
def test_what_the_two_may_read_otherwise_is_left_to_the_careful_one(text: str) -> None:
    assert compose_quickly(text) is None
