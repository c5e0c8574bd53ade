"""Who may: the password in every spelling, this machine only without one, and never another site's page."""

import base64

import pytest

from monitor.core.model.settings import WebSettings
from monitor.web.security.auth import is_cross_site, is_not_local, password_matches


def basic(password: str, encoding: str = "utf-8") -> str:
    """The header as the server hands it on: its bytes read as Latin-1."""
    return "Basic " + base64.b64encode(f"me:{password}".encode(encoding)).decode("latin-1")


@pytest.mark.parametrize(
    ("password", "authorization"),
    [
        ("secret", basic("secret")),
        ("with:colon", basic("with:colon")),
        ("密码🔑", basic("密码🔑")),
        ("pässword", basic("pässword")),
        ("pässword", basic("pässword", "latin-1")),
        ("secret", "Bearer secret"),
        ("secret", "bearer  secret "),
        ("密码", "Bearer " + "密码".encode().decode("latin-1")),
    ],
)
def test_the_password_is_known_in_every_spelling(password: str, authorization: str) -> None:
    assert password_matches(password, authorization)


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic 密",
        basic(""),
        basic("secre"),
        basic("secrets"),
        basic("??"),
        "Bearer ??",
        "Bearer",
        "Digest secret",
        "secret",
    ],
)
@pytest.mark.parametrize("password", ["secret", "密码"])
def test_anything_else_is_not(password: str, authorization: str) -> None:
    assert not password_matches(password, authorization)


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST", "[::1]:8765", "127.8.8.8", "a.localhost."]
)
def test_without_a_password_this_machine_is_answered(host: str) -> None:
    assert is_not_local({"host": host}) == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example:8765"},
        {"host": "10.0.0.5:8765"},
        {"host": ""},
        {},
        {"host": "127.0.0.1:8765", "x-forwarded-for": "203.0.113.5"},
        {"host": "127.0.0.1:8765", "forwarded": "for=203.0.113.5"},
    ],
)
def test_without_a_password_nobody_else_is(headers: dict[str, str]) -> None:
    assert "set web.password" in is_not_local(headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none"},
        {"origin": "http://127.0.0.1:8765"},
        {"origin": "https://news.example.org"},
    ],
)
def test_a_change_from_the_own_pages_or_a_program_is_fine(headers: dict[str, str]) -> None:
    assert is_cross_site({"host": "127.0.0.1:8765", **headers}, "https://news.example.org/monitor") == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:8765"},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://["},
    ],
)
@pytest.mark.parametrize("base_url", ["", "https://news.example.org"])
def test_a_change_from_anywhere_else_is_refused(headers: dict[str, str], base_url: str) -> None:
    assert is_cross_site({"host": "127.0.0.1:8765", **headers}, base_url)


@pytest.mark.parametrize(
    ("password", "weak"),
    [
        ("", False),
        ("harbour", True),
        ("Password2026!", True),
        ("admin-1234567", True),
        ("aaaaaaaabbbbbbb", True),
        ("482910557341", True),
        ("tern pier mast", False),
        ("c4Kq-71pz_Wm", False),
    ],
)
def test_a_password_that_is_soon_guessed_is_told(password: str, weak: bool) -> None:
    """D.3: told at the start and by ``monitor check``; the password itself is never part of the sentence."""
    why = WebSettings(password=password).weakness
    assert bool(why) == weak
    assert not password or password not in why
