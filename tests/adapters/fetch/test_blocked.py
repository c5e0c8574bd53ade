"""Pages in the way of a document."""

import gzip
import os
import time
from pathlib import Path

import pytest

from monitor.adapters.fetch.block_pages import looks_blocked
from monitor.core.parse.pages.shown import shown_pieces

PROSE = "Kling 2.1 makes longer clips and the price of a second falls again this week. " * 30

BARRED = {
    "a log-in page": '<!doctype html><html><title>Members</title><form><input type="password"></form></html>',
    "a log-in page by its title": "<html><head><title>登录 - 某站</title></head><body>用户名</body></html>",
    "a captive portal": '<html><head><meta http-equiv="refresh" content="0;url=http://portal/"></head></html>',
    "a browser check": "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>",
    "a captcha": "<html><title>Sorry</title><body>Please solve the CAPTCHA to go on</body></html>",
    "a Chinese captcha": "<html><head><title>百度安全验证</title></head><body></body></html>",
    "a WeChat check": "<html><title></title><body>当前环境异常，完成验证后即可继续访问。</body></html>",
    "a proof of work": "<html><title>Making sure you're not a bot!</title><body><p>Loading...</p></body></html>",
    "a proof of work that explains itself": (
        "<html><title>Making sure you&#39;re not a bot!</title><script src=/.within.website/x/anubis.js></script>"
        f"<body><h1>Making sure you're not a bot!</h1><details><p>{'This site is asked too much by machines. ' * 40}"
    ),
    "a checkpoint": "<html><title>Acme Security Checkpoint</title><p>We're verifying your browser</p></html>",
    "a check that names its method": (
        "<html><title>Making sure you're human</title><body><p>Why am I seeing this?</p>"
        "<p>Your browser solves a proof-of-work task before this library is shown to it.</p></body></html>"
    ),
    "a refusal in a frame": "<html><body><iframe src=/_Incapsula_Resource>Request unsuccessful.</iframe></body></html>",
    "a hotel": "<html><title>Hotel Wi-Fi login</title><h1>Welcome to our Wi-Fi</h1><form>Room <input></form></html>",
    "a refusal": "<html><head><title>403 Forbidden</title></head><body>nginx</body></html>",
    "XHTML": '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><title>Sign in</title></html>',
}

FREE = {
    "a feed about log-ins": f"<?xml version='1.0'?><rss><channel><title>Login captcha</title>{PROSE}</channel></rss>",
    "a feed with a form": '<feed><entry><content type="html">&lt;input type="password"></content></entry></feed>',
    "a page with a log-in box": f'<html><title>News</title><body><p>{PROSE}</p><input type="password"></body></html>',
    "an article about captchas": f"<html><title>Why captchas fail</title><body><p>{PROSE}</p></body></html>",
    "a short honest page": "<html><title>News</title><body><ul><li>Kling 2.1 is out</li></ul></body></html>",
    "JSON": '{"title": "captcha"}',
    "text": "captcha",
}


@pytest.mark.parametrize(
    "title",
    [
        "Designing harbours",
        "Assigning berths",
        "Blog index",
        "Log in the river",
        "Login flow redesign",
        "Sign-in sheet template",
        "403 days at sea",
        "Forbidden City tour",
        "Access denied: a film",
        "Just a moment in time",
        "Security check tips",
        "Captcha history",
        "Making sure you're not a bottleneck",
        "Checkpoint security at the ferry",
        "Wi-Fi 7 access points",
    ],
)
def test_a_headline_with_such_words_over_a_line_of_text_is_no_wall(title: str) -> None:
    """A.6: words are whole words, and a page that says something of its own is a page."""
    page = f"<html><title>{title}</title><h1>{title}</h1><p>The harbour opens in May with twelve new berths.</p></html>"
    assert looks_blocked(page.encode(), "text/html") is None


@pytest.mark.parametrize(
    "page",
    [
        "<form>User <input> <input type=password></form><h1>Notices</h1><p>The pool is closed on Monday.</p>",
        "<h1>Berths</h1><p>Twelve are free at the north pier.</p><small>Protected by reCAPTCHA; the Privacy"
        " Policy applies.</small><script src='https://captcha.example/api.js'></script>",
        "<meta http-equiv='refresh' content='120;url=https://port.example/board'><p>Line 5: late</p>",
        "<meta content=60 http-equiv=refresh><p>Line 5: late</p>",
    ],
)
def test_a_log_in_box_a_notice_and_a_reload_are_no_walls(page: str) -> None:
    assert looks_blocked(f"<html><title>Board</title><body>{page}</body></html>".encode(), "text/html") is None


@pytest.mark.parametrize(
    ("title", "text", "is_wall"),
    [
        ("Log in or register?", "Half of all shoppers leave at this question, as an account takes a minute.", False),
        ("Login", "The band Login plays at the harbour on Friday, and doors open at eight.", False),
        ("登录还是注册？", "一项研究说，半数顾客在注册账号之前就离开了，港口的商店也是如此。", False),
        ("Log in or register?", "Log in to your account to read what half of all shoppers do at the harbour.", True),
        ("Log in or register?", "An account takes a minute, they say.<form>Name <input name=user></form>", True),
    ],
)
def test_an_article_about_logging_in_has_nothing_to_fill_in(title: str, text: str, is_wall: bool) -> None:
    search = "<form role=search><input type=search></form>"
    page = f"<html><title>{title}</title><body>{search}<h1>{title}</h1><p>{text}</p></body></html>"
    assert (looks_blocked(page.encode(), "text/html") is not None) is is_wall


@pytest.mark.parametrize("name", BARRED)
def test_f61_pages_that_bar_the_way_are_recognised(name: str) -> None:
    assert looks_blocked(BARRED[name].encode(), "text/html")


@pytest.mark.parametrize("name", FREE)
def test_documents_that_only_speak_of_it_are_not(name: str) -> None:
    assert looks_blocked(FREE[name].encode(), "application/json" if name == "JSON" else "text/html") is None


def test_text_is_found_between_tags_and_not_in_scripts() -> None:
    page = "<p>a</p><script>x<b</script><style>y</style><!-- z --> b <br/>c<noscript>d</noscript>e"
    assert shown_pieces(page, enough=100) == ["a", "b", "c", "e"]


@pytest.mark.parametrize(
    "hostile", ["<script" * 40_000, "<!--" * 60_000, "<" * 250_000, "<title" * 40_000, "<a b=" * 50_000]
)
def test_f57_hostile_pages_take_no_time(hostile: str) -> None:
    began = time.process_time()
    looks_blocked(b"<html>" + hostile.encode(), "text/html")
    assert time.process_time() - began < 2


@pytest.mark.data
def test_no_real_article_is_taken_for_a_barrier() -> None:
    data = Path(os.environ.get("MONITOR_DATA", Path(__file__).parents[4] / "shared" / "data")) / "extraction"
    pages = [*data.rglob("*.html"), *data.rglob("*.html.gz")]
    if not pages:
        pytest.skip("no pages: point MONITOR_DATA at the measured data")
    read = {page: gzip.decompress(page.read_bytes()) if page.suffix == ".gz" else page.read_bytes() for page in pages}
    assert [page.name for page, body in read.items() if looks_blocked(body, "text/html")] == []
