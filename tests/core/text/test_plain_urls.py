"""An address parsed by its looks says what the parser says of it."""

import ada_url
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text import urls

_PIECES = st.sampled_from(
    ["www.", "news.example", "a-b.co.uk", "xn--fa-hia.example", "1.2", "/", "/p", "/.", "/..", "/%2e", ";v=1",
     "?", "?a=1", "&b=2", "#", "#x1", "%20", "%", "é", ":80", ":8080", "@", "'", "..", "A", "~", "!", "[", "|",
     " "]
)  # fmt: skip
_FIELDS = ("protocol", "hostname", "port", "pathname", "search", "hash", "href", "origin")


@settings(deadline=None)
@given(st.sampled_from(["http://", "https://"]), st.lists(_PIECES, min_size=1, max_size=8).map("".join))
def test_a_plain_address_is_read_alike(scheme: str, rest: str) -> None:
    found = urls._parse_url(scheme + rest)
    if isinstance(found, urls._PlainUrl):
        reference = ada_url.URL(scheme + rest)
        assert [getattr(found, name) for name in _FIELDS] == [getattr(reference, name) for name in _FIELDS]


def test_articles_usually_are_plain() -> None:
    assert isinstance(urls._parse_url("https://www.outlet.example/2026/11/a-title?id=7#part-2"), urls._PlainUrl)
