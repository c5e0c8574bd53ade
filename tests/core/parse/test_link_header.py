"""A hub and a topic are read from the headers of an answer."""

import pytest

from monitor.core.parse.links import linked_address

URL = "https://e.org/blog/feed"


@pytest.mark.parametrize(
    ("header", "hub", "topic"),
    [
        ('<https://hub.e.org/>; rel="hub", <https://e.org/feed>; rel="self"', "https://hub.e.org/", "https://e.org/feed"),
        ("<https://hub.e.org/>;rel=hub,<feed>;rel=self", "https://hub.e.org/", "https://e.org/blog/feed"),
        ('<https://hub.e.org/?a=1,2;3>; title="x, <y>; rel=self"; REL="Hub"', "https://hub.e.org/?a=1,2;3", ""),
        ('<https://e.org/a>; rel="self hub"', "https://e.org/a", "https://e.org/a"),
        ('<https://hub.e.org/1>; rel=hub, <https://hub.e.org/2>; rel=hub', "https://hub.e.org/1", ""),
        ('<https://e.org/wp-json/>; rel="https://api.w.org/"', "", ""),
        ("<javascript:alert(1)>; rel=hub", "", ""),
        ("<https://hub.e.org/>; rev=hub", "", ""),
        ('<https://hub.e.org/>; rel="prev"; rel="hub"', "", ""),
        ("rel=hub", "", ""),
        ("<" * 20_000, "", ""),
    ],
)  # fmt: skip
def test_links_of_a_header(header: str, hub: str, topic: str) -> None:
    assert (linked_address(header, "hub", url=URL), linked_address(header, "self", url=URL)) == (hub, topic)
