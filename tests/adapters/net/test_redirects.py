"""Redirects by hand, without a network."""

from monitor.adapters.net.redirects import SAME_METHOD, Astray, follow_redirects, redirect_of
from monitor.adapters.net.targets import BadTarget, Target, read_target
from monitor.core.model.http import NetAnswer, NetFailure


def place(url: str) -> Target:
    target = read_target(url)
    assert isinstance(target, Target)
    return target


class Sites:
    """Answers by address: a text is where it redirects to, none is the end."""

    def __init__(self, ways: dict[str, str], status: int = 302) -> None:
        self.ways, self.status, self.asked = ways, status, list[str]()

    async def ask(self, at: Target) -> NetAnswer | NetFailure:
        self.asked.append(at.url)
        onward = self.ways.get(at.url)
        headers = {"location": onward} if onward else {}
        return NetAnswer(status=self.status if onward else 200, headers=headers, body=b"", url=at.url)


async def test_relative_addresses_are_read_from_where_they_stand() -> None:
    sites = Sites({"https://a.example/x/": " ../y ", "https://a.example/y": "//b.example/"})
    answer = await follow_redirects(place("https://a.example/x/"), sites.ask, most=5)
    assert isinstance(answer, NetAnswer)
    assert (answer.status, answer.url) == (200, "https://b.example/")


async def test_a_way_of_too_many_hops_ends() -> None:
    sites = Sites({"https://a.example/": "https://a.example/"})
    assert await follow_redirects(place("https://a.example/"), sites.ask, most=3) == Astray(kind="too-many")
    assert len(sites.asked) == 4


async def test_an_address_that_the_guard_cannot_read_is_refused_with_its_reason() -> None:
    sites = Sites({"https://a.example/": "ftp://a.example/feed"})
    astray = await follow_redirects(place("https://a.example/"), sites.ask, most=3)
    assert isinstance(astray, Astray)
    assert astray.kind == "refused"
    assert astray.why


async def test_a_secret_does_not_leave_tls() -> None:
    sites = Sites({"https://a.example/": "http://a.example/"}, status=307)
    way = await follow_redirects(place("https://a.example/"), sites.ask, most=3, statuses=SAME_METHOD, keep_tls=True)
    assert way == Astray(kind="unprotected")
    assert sites.asked == ["https://a.example/"]


def test_other_statuses_and_answers_without_location_are_no_redirects() -> None:
    here = place("https://a.example/")
    found = NetAnswer(status=302, headers={"location": "/b"}, body=b"", url=here.url)
    assert redirect_of(found, here, SAME_METHOD) is None
    assert redirect_of(NetAnswer(status=302, headers={}, body=b"", url=here.url), here) is None
    assert not isinstance(redirect_of(found, here), BadTarget | None)
