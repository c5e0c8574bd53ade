"""Our reader of robots.txt (RFC 9309): which rule decides, and that no file of a stranger costs time or memory."""

import time

import pytest

from monitor.adapters.fetch.robots_rules import read_robots

US = "news-monitor"


def allows(robots: str, path: str) -> bool:
    return read_robots(robots.encode(), US).allows(f"https://port.example{path}")


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        ("", "/berths", True),
        ("User-agent: *\nDisallow: /", "/berths", False),
        ("User-agent: *\nDisallow:", "/berths", True),
        ("User-agent: *\nDisallow: /\nAllow: /berths", "/berths/7", True),
        ("User-agent: *\nAllow: /b\nDisallow: /berths", "/berths", False),
        ("User-agent: *\nAllow: /same\nDisallow: /same", "/same", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/map.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/map.pdf?v=2", True),
        ("User-agent: *\nDisallow: /*/private*/x", "/a/private-1/x", False),
        ("User-agent: other\nDisallow: /", "/berths", True),
        ("User-agent: NEWS-MONITOR/1.0\nDisallow: /quay\n\nUser-agent: *\nDisallow: /", "/berths", True),
        ("User-agent: other\nUser-agent: news-monitor\nDisallow: /quay", "/quay", False),
        ("user-agent : *\ndisallow : /quay # not for robots", "/quay", False),
        ("User-agent: *\nDisallow: /%7equay", "/~quay", False),
        ("User-agent: *\nDisallow: /码头", "/%E7%A0%81%E5%A4%B4", False),
        ("\ufeffUser-agent: *\r\nDisallow: /quay\r\n", "/quay", False),
    ],
)
def test_the_longest_rule_of_the_group_that_names_us_decides(robots: str, path: str, allowed: bool) -> None:
    assert allows(robots, path) == allowed


def test_a_delay_is_a_number_of_seconds_or_none() -> None:
    delays = {
        written: read_robots(f"User-agent: *\nCrawl-delay: {written}".encode(), US).delay for written in ("2.5", "x")
    }
    assert delays == {"2.5": 2.5, "x": 0.0}


@pytest.mark.parametrize(
    "line",
    ["Disallow: /{}\n".format("*a" * 900), "Disallow: /" + "a" * 1_900 + "\n", "Disallow: /*a*b*c*d$\n", "x" * 5_000],
)
def test_a_hostile_file_is_read_and_asked_in_no_time_and_kept_small(line: str) -> None:
    """D.1."""
    body = f"User-agent: *\n{line * (2_000_000 // len(line))}".encode()
    began = time.process_time()
    rules = read_robots(body, US)
    for _ in range(20):
        rules.allows("https://port.example/" + "a" * 4_000)
    assert time.process_time() - began < 2
    assert rules.size < 3 * 1024 * 1024
    assert len(rules.rules) <= 1_000
