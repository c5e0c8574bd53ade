"""Canonical URLs: what must compare equal, what must not, and that nothing breaks them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.text.urls import canonical_url
from tests.examples import examples

ARTICLE = "https://example.com/news/42"


@pytest.mark.parametrize(
    "spelling",
    [
        "http://example.com/news/42",
        "HTTPS://WWW.Example.COM:443/news/42/",
        "https://m.example.com/news/42?utm_source=rss&utm_medium=feed",
        "https://amp.example.com/news/42/amp",
        "https://example.com/news/42/amp/?amp=1",
        "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/news/42",
        "https://www.google.com/amp/s/example.com/news/42",
        "https://www.google.com/url?rct=j&url=https%3A%2F%2Fexample.com%2Fnews%2F42&ct=ga",
        "https://link.zhihu.com/?target=https%3A//example.com/news/42",
        "https://example.com/a/../news/./42",
        "https://example.com/%6Eews/42",
        "https://example.com/news/42;jsessionid=0A1B2C",
        "https://example.com/news/42?PHPSESSID=abc&f=rss",
        "https://example.com/news/42?token=9f86d081884c7d659a2f",
        "https://example.com/news/42?_=1712345678901",
        "https://example.com/news/42#comments",
        "https://example.com/news/42#:~:text=video%202.0",
        "https://user:word@example.com./news/42",
        "  https://example.com/news/42\n",
    ],
)
def test_spellings_of_one_article_compare_equal(spelling: str) -> None:
    assert canonical_url(spelling) == ARTICLE


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("https://example.com/?p=1", "https://example.com/?p=2"),
        ("https://example.com/story.php?sid=100", "https://example.com/story.php?sid=101"),
        ("https://example.com/view?from=paris", "https://example.com/view?from=rome"),
        ("https://example.com/a?t=1", "https://example.com/a?t=2"),
        ("https://example.com/Case", "https://example.com/case"),
        ("https://example.com:8080/a", "https://example.com/a"),
        ("https://example.com/changes#2026-05-01", "https://example.com/changes#2026-05-02"),
        ("https://example.com/#/story/one", "https://example.com/#/story/two"),
        ("https://example.com/a%2Fb", "https://example.com/a/b"),
        ("https://zh.example.com/a", "https://en.example.com/a"),
        ("https://m.co.uk/a", "https://co.uk/a"),
    ],
)
def test_different_articles_stay_different(a: str, b: str) -> None:
    assert canonical_url(a) != canonical_url(b)


def test_the_order_of_parameters_does_not_matter() -> None:
    assert canonical_url("https://example.com/a?id=7&page=2") == canonical_url("https://example.com/a?page=2&id=7")


def test_international_host_names_and_paths_have_one_form() -> None:
    assert canonical_url("https://例子.测试/新闻") == canonical_url(
        "https://xn--fsqu00a.xn--0zwm56d/%e6%96%b0%E9%97%BB"
    )
    assert canonical_url("https://en.m.wikipedia.org/wiki/A") == "https://en.wikipedia.org/wiki/A"


@pytest.mark.parametrize(
    "text", ["", "  ", "mailto:a@example.org", "javascript:alert(1)", "news/42", "http://", "urn:x:1"]
)
def test_what_is_no_web_address_comes_back_trimmed(text: str) -> None:
    assert canonical_url(text + " ") == text.strip()


WORDS = """http:// https:// www. m. amp. example .com .co.uk / amp .amp .html index % %2 %41 %25 ? & = utm_source token
# ! /../ // ;jsessionid=1 :80 :8080 例 + @ 1 . google.com/url?q= x.cdn.ampproject.org/c/s/ google.com/amp/s/"""
PARTS = st.lists(st.sampled_from([*WORDS.split(), " ", "\x00", "\ud800"]), max_size=14).map("".join)


@examples(400)
@given(st.one_of(PARTS, st.text(max_size=40), PARTS.map(lambda tail: "https://example.com/" + tail)))
def test_canonical_form_of_a_canonical_form_is_itself(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once
