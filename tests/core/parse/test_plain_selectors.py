"""A selector that passes by its looks is one that the library reads, too."""

import pytest
import soupsieve
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.parse.plain_selectors import is_plain_selector

_PIECES = st.sampled_from(
    ["p", "h2", "*", ".card", "#top", "[href]", '[href^="/x/"]', "[a=b]", ":first-child", ":nth-child(2)",
     ":has(", ":not(", "(", ")", " ", " > ", ", ", "+", "~", "::", "1", "-", "\\", "|", ":empty"]
)  # fmt: skip


@pytest.mark.parametrize("selector", ["article.card > a[href]", "ul li:nth-child(3) a", ".row:has(h3.title), #news p"])
def test_everyday_selectors_are_plain(selector: str) -> None:
    assert is_plain_selector(selector)


@pytest.mark.parametrize("selector", ["", ">", "a >", "a[", ":has(a b)", "a::before", "a:unknown", "a,,b"])
def test_others_are_left_to_the_library(selector: str) -> None:
    assert not is_plain_selector(selector)


@settings(deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=8).map("".join))
def test_whatever_is_plain_compiles(selector: str) -> None:
    if is_plain_selector(selector):
        soupsieve.compile(selector)
