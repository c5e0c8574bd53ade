"""What stands where a site is no more, or asks for scripts or a password, is no text of the page that is watched."""

from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.errors import ParseError

Parse = Callable[..., ParsedDocument]


def page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("title", "body", "sentence"),
    [
        (
            "Welcome to nginx!",
            "<h1>Welcome to nginx!</h1><p>Configure it further.</p>" * 20,
            "in the place",
        ),
        ("Apache2 Debian Default Page: It works", "<p>This is the default welcome page.</p>" * 90, "in the place"),
        ("Account Suspended", "<p>Contact your hosting provider for more information.</p>", "in the place"),
        ("quay.example is for sale", "<h1>quay.example</h1><p>Inquire now.</p>", "in the place"),
        ("quay.example", "<p>The domain quay.example is parked free, courtesy of a registrar.</p>", "in the place"),
        ("", "<h1>This domain name has expired.</h1><p>Renew it now.</p>", "in the place"),
        (
            "Access denied | quay.example",
            "<h1>Access denied</h1><p>The owner of the site may have set restrictions that keep you from it.</p>"
            "<p>Cloudflare Ray ID: 8f2c</p>",
            "refused",
        ),
        ("Sign up | Quay", "<h1>Meet the harbour</h1><form><input type=password></form><p>Agree</p>", "login"),
        ("quay.example", "<p>Please enable JS and disable any ad blocker</p>", "no text"),
        ("Quay", "<p>Please enable JavaScript to view this page.</p>", "no text"),
        ("码头", "<p>您需要允许该网站执行 JavaScript</p>", "no text"),
    ],
)
def test_what_stands_in_the_place_of_a_page_is_told(parse: Parse, title: str, body: str, sentence: str) -> None:
    with pytest.raises(ParseError, match=sentence):
        parse(page(title, body), kind="watch")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Boats for sale", "<p>The Kestrel is for sale, and so is the domain of the pier.</p>"),
        ("Names of domains: what has expired", "<p>This domain has expired: quay.example.</p>"),
        ("Account suspended: what to do", "<p>Write to the harbour office.</p>"),
        ("Default page sizes", "<p>A4 in the harbour office, letter on the pier.</p>"),
        ("Sign up for the regatta", "<form><input type=email></form><p>The regatta is on 3 May, at ten.</p>"),
        ("Scripts", "<p>Please enable JavaScript to view the map.</p><p>Boats leave at six and at nine.</p>"),
        ("Access denied", "<p>A film about a harbour that lets nobody in, shown on Friday at eight.</p>"),
    ],
)
def test_a_page_about_such_things_is_one(parse: Parse, title: str, body: str) -> None:
    assert parse(page(title, body), kind="watch").entries
