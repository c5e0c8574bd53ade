"""Addresses are read in one way or not at all."""

import pytest

from monitor.adapters.net.targets import BadTarget, Target, join_target, read_target

BAD_SCHEMES = [
    "file:///etc/passwd", "file:/etc/passwd", "file:../../x", "FILE:///etc/passwd", " file:///etc/passwd",
    "source:file:///etc/passwd", "view-source:http://example.org/", "jar:http://example.org/!/", "ftp://example.org/",
    "gopher://example.org/", "data:text/html,x", "javascript:alert(1)", "\tfile:///etc/passwd",
    "dict://example.org:11211/",
    "ldap://example.org/", "//example.org/", "example.org", "", "http:", "http://", "http:///x", "http:example.org",
    "https:/example.org", "http://?x", "http://#x", "http://:80/", "feed://example.org/", "h ttp://example.org/",
]  # fmt: skip

TWO_READINGS = [
    "http://169.254.169.254:8888\\@example.org/", "http://example.org\\@127.0.0.1/", "http:\\\\127.0.0.1/",
    "http://127.0.0.1#@example.org\\", "http://exam\tple.org/", "http://example.org/\r\nHost: x",
    "http://example.org /",
    "http://\u2028example.org/", "http://example.org/a b", "http://example.org/\x00", "http://example.org/\x7f",
    "http://127.0.0.1 @example.org/", "http://\u3000example.org/", "http://ex%61mple.org/", "http://a..b/",
    "http://[::1]x/", "http://[::1", "http://::1/", "http://[fe80::1%25eth0]/", "http://example.org:0/",
    "http://example.org:65536/", "http://example.org:-1/", "http://example.org:8o/", "http://example.org:80:80/",
    "http://.example.org/", "http://" + "a" * 254 + "/", "http://example.org/" + "a" * 9000,
]  # fmt: skip


@pytest.mark.parametrize("url", BAD_SCHEMES)
def test_f30_only_http_and_https_with_a_host_are_addresses(url: str) -> None:
    assert isinstance(read_target(url), BadTarget)


@pytest.mark.parametrize("url", TWO_READINGS)
def test_f31_what_two_parsers_could_read_differently_is_refused(url: str) -> None:
    assert isinstance(read_target(url), BadTarget)


@pytest.mark.parametrize(
    "url", ["http://user:secret@example.org/", "http://user@example.org/", "https://@example.org/"]
)
def test_f31_credentials_are_refused_and_told_where_they_go(url: str) -> None:
    refused = read_target(url)
    assert isinstance(refused, BadTarget)
    assert "auth: env:NAME" in refused.reason
    assert "secret" not in refused.reason


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "127.1", "0", "017700000001", "127.0.0.1.", "１２７.0.0.1",
     "①②⑦.⓪.⓪.①", "1.2.3.4.5", "999.1.1.1"],
)  # fmt: skip
def test_f24_f25_unusual_spellings_of_addresses_are_refused(host: str) -> None:
    assert isinstance(read_target(f"http://{host}/"), BadTarget)


def test_f25_an_ideographic_full_stop_is_a_dot_and_the_address_behind_it_is_seen() -> None:
    target = read_target("http://127。0。0。1/")
    assert isinstance(target, Target)
    assert str(target.address) == "127.0.0.1"


def test_a_good_address_is_kept_letter_by_letter_without_its_fragment() -> None:
    target = read_target("HTTPS://News.Example.org/a%2Fb?u=http%3A%2F%2Fx&é=1#top")
    assert isinstance(target, Target)
    assert (target.scheme, target.host, target.port) == ("https", "news.example.org", 443)
    assert target.url == "https://news.example.org/a%2Fb?u=http%3A%2F%2Fx&%C3%A9=1"


def test_a_name_in_another_script_becomes_its_ascii_form() -> None:
    target = read_target("https://中国.cn/路")
    assert isinstance(target, Target)
    assert target.host == "xn--fiqs8s.cn"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://example.org/b"), ("b", "https://example.org/x/b"), ("?q", "https://example.org/x/a?q"),
        ("//other.example/", "https://other.example/"), ("http://other.example/é", "http://other.example/%C3%A9"),
        ("/annual report.xml?of=the harbour", "https://example.org/annual%20report.xml?of=the%20harbour"),
    ],
)  # fmt: skip
def test_redirects_are_read_against_where_they_were_seen(location: str, url: str) -> None:
    target = join_target("https://example.org/x/a", location)
    assert isinstance(target, Target)
    assert target.url == url


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://x/", "gopher://x/", "data:,x", "javascript:alert(1)", "\\\\host\\x", "/\\host",
     "http:\\\\x", "//a@b/", "http://user:pw@x.example/", "/a\tb", "http://127.1/", "http:///x", "mailto:a@b",
     "about:blank", "http://exam ple.org/"],
)  # fmt: skip
def test_f30_redirects_that_leave_the_web_are_refused(location: str) -> None:
    assert isinstance(join_target("https://example.org/x", location), BadTarget)
