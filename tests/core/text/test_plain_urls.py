"""An address parsed by its looks says what the parser says of it."""

import ada_url
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text import simple_urls, urls

_PIECES = st.sampled_from(
    ["www.", "news.example", "a-b.co.uk", "xn--fa-hia.example", "1.2", "/", "/p", "/.", "/..", "/%2e", ";v=1",
     "?", "?a=1", "&b=2", "#", "#x1", "%20", "%", "é", ":80", ":8080", "@", "'", "..", "A", "~", "!", "[", "|",
     " "]
)  # fmt: skip
_FIELDS = ("protocol", "hostname", "port", "pathname", "search", "hash", "href", "origin")


@given(st.sampled_from(["http://", "https://"]), st.lists(_PIECES, min_size=1, max_size=8).map("".join))
def test_a_plain_address_is_read_alike(scheme: str, rest: str) -> None:
    found = urls._parse_url(scheme + rest)
    if isinstance(found, urls._PlainUrl):
        reference = ada_url.URL(scheme + rest)
        assert [getattr(found, name) for name in _FIELDS] == [getattr(reference, name) for name in _FIELDS]


def test_articles_usually_are_plain() -> None:
    assert isinstance(urls._parse_url("https://www.outlet.example/2026/11/a-title?id=7#part-2"), urls._PlainUrl)


_SITES = st.sampled_from(["www.", "m.", "news.", "amp.", "co.uk", "outlet.example", "de.m.", "google.com", "a-b.org"])
_PATHS = st.sampled_from(
    ["/", "/2026", "/a-title", "/amp", "/camp", ".amp", "/index.html", "/default.htm", "/AMP/", "/p.html", "/.",
     "/x.y~z", "/%41", "?a=1", "#b", ";sid=1", "//"]
)  # fmt: skip


@given(
    st.sampled_from(["http://", "https://"]),
    st.lists(_SITES, min_size=1, max_size=4).map("".join),
    st.lists(_PATHS, max_size=4).map("".join),
)
def test_a_simple_address_has_the_form_that_parsing_gives_it(scheme: str, host: str, path: str) -> None:
    url = scheme + host + path
    if simple := simple_urls.simple_form(url):
        for kept in (urls._ARTICLE, urls._ENTRY, urls._FEED):
            assert urls._canonical_form(url, kept) == simple
        parsed = urls._parse_url(url)
        assert parsed is not None
        plain = simple_urls.plain_host(parsed.hostname) + urls._plain_path(parsed.pathname)
        assert urls.bare_address(url) == plain


def test_most_articles_have_simple_addresses() -> None:
    assert simple_urls.simple_form("http://www.outlet.example/2026/a-title/") == "https://outlet.example/2026/a-title"
    assert not simple_urls.simple_form("https://outlet.example/2026?id=7")
