"""Errors and maintenance that are sent as if all were well are no pages; whoever writes about them is one."""

from collections.abc import Callable

import pytest

from monitor.core.model.entries import ParsedDocument
from monitor.core.parse.article import extract_article
from monitor.core.parse.pages.error_pages import fault_of
from monitor.errors import ParseError

Parse = Callable[..., ParsedDocument]

MENU = "<nav><a>Ferries</a><a>Quays</a><a>Tickets</a></nav>"


def page(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("title", "body", "fault"),
    [
        ("502 Bad Gateway", "<h1>502 Bad Gateway</h1><hr>nginx/1.18", "faulty"),
        ("Harbour | Error 503", "<p>The server is busy.</p>", "faulty"),
        ("Site maintenance", MENU + "<p>Sorry for the inconvenience. We will be back shortly!</p>", "faulty"),
        ("Wartungsarbeiten – Hafen", "<p>Wir bitten um Entschuldigung.</p>", "faulty"),
        ("网站维护中", "<p>抱歉，请稍后再来。</p>", "faulty"),
        ("Error establishing a database connection", "<h1>Error establishing a database connection</h1>", "faulty"),
        ("Page not found - Harbour", MENU + "<p>The page may have been moved.</p>", "missing"),
        ("404", "", "missing"),
        ("Oops! That page can’t be found.", MENU, "missing"),
        ("页面不存在", "<p>返回首页</p>", "missing"),
        ("", "<h1>404 Not Found</h1>", "missing"),
        ("404: NOT_FOUND", "<p>Code: DEPLOYMENT_NOT_FOUND</p>", "missing"),
        ("Too Many Requests", "<h1>429 Too Many Requests</h1><hr>nginx", "faulty"),
        ("503 Backend fetch failed", "<h1>Error 503 Backend fetch failed</h1><p>XID: 12</p>", "faulty"),
        ("", "<b>Fatal error</b>: Uncaught Error: Call to undefined function quay() in index.php:3", "faulty"),
        (
            "Unavailable",
            "<h1>451: Unavailable due to legal reasons</h1><p>You are in a country of the European Economic Area.</p>",
            "faulty",
        ),
    ],
)
def test_a_page_that_shows_an_error_alone_is_one(parse: Parse, title: str, body: str, fault: str) -> None:
    assert fault_of(page(title, body)) == (fault, title)
    sentence = "not found" if fault == "missing" else "error or maintenance page"
    with pytest.raises(ParseError, match=sentence):
        parse(page(title, body), kind="watch")
    with pytest.raises(ParseError, match=sentence):
        extract_article(page(title, body).encode(), url="https://e.org/a", content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "404 Not Found - a history",
            "<p>The number that the web shows for what is lost came from a room of servers, it is said.</p>",
        ),
        (
            "Harbour status",
            "<h1>Service unavailable</h1><p>The ticket machines at the northern quay take no cards since six.</p>",
        ),
        ("Maintenance", "<ul><li>Ferries</li><li>Quays</li></ul>"),
        (
            "Planned maintenance",
            "<h1>Planned maintenance</h1><p>On 3 May the ticket desk will be unavailable from 02:00 to 04:00.</p>",
        ),
        ("1001 | Nights", "<p>Open from six.</p>"),
        ("Offline", "<h1>Offline: the new chart plotter</h1>"),
        (
            "Scheduled maintenance - Harbour",
            "<p>On 5 May the gates of the western lock stay closed from six to eight.</p>",
        ),
        ("Harbour is down to two ferries", "<p>So it says.</p>"),
        ("", ""),
    ],
)
def test_a_page_that_says_more_is_a_page(title: str, body: str) -> None:
    assert fault_of(page(title, body))[0] is None


def test_a_page_behind_much_script_is_judged_by_its_words(parse: Parse) -> None:
    script = f"<script>{'x' * 300_000}</script><p>The gates of the western lock stay closed.</p>"
    head = '<meta http-equiv="refresh" content="5; url=/again">'
    (entry,) = parse(
        f"<html><head><title>Harbour</title>{head}</head><body>{script}</body></html>", kind="watch"
    ).entries
    assert entry.text == "The gates of the western lock stay closed."
