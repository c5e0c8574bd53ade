"""What is said of an address when files are checked is what will be said when it is asked."""

import pytest

from monitor.adapters.config.refused_sources import read_plainly
from monitor.adapters.net.ssrf_guard import Guard
from monitor.adapters.net.targets import BadTarget, read_target

ADDRESSES = [
    "https://news.example/feed",
    "http://news.example",
    "HTTPS://News.Example/Feed.XML?a=1&b=%20c",
    "https://printer.local/feed",
    "http://nas.home.arpa/rss",
    "https://news.example:8443/feed",
    "https://news.example:9/feed",
    "http://127.0.0.1/feed",
    "http://2130706433/feed",
    "http://0x7f.1/feed",
    "https://a@news.example/feed",
    "https://news.example\\@evil.example/",
    "https://新闻.example/feed",
    "https://-news.example/feed",
    "https://news.example/#part",
    "ftp://news.example/feed",
    "https://localhost/feed",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_quick_look_judges_as_the_careful_one(address: str) -> None:
    quick, careful, guard = read_plainly(address), read_target(address), Guard()
    assert isinstance(quick, BadTarget) == isinstance(careful, BadTarget)
    if isinstance(quick, BadTarget) or isinstance(careful, BadTarget):
        assert quick == careful
    else:
        assert (quick.scheme, quick.host, quick.port) == (careful.scheme, careful.host, careful.port)
        assert guard.judge_unresolved(quick) == guard.judge_unresolved(careful)
