"""Routes on paper say the same as routes that are taken, and why."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.core.alerting.route_check import judge_channels, judge_routes
from monitor.core.alerting.routing import Traits, routes_for
from monitor.core.model.settings import ChannelSettings, Route, RouteMatch

ZONE = ZoneInfo("Europe/Berlin")
EVENING = datetime(2026, 11, 23, 23, 15, tzinfo=ZONE)
NIGHT = "22:00-07:30"
RECALL = RouteMatch(signals=frozenset({"recall"}))
CRITICAL = RouteMatch(severity=frozenset({"critical"}))
VOLT = RouteMatch(topics=frozenset({"volt"}), min_score=0.5)
ROUTES = (
    Route(match=RECALL, channels=("pager",), severity="critical", quiet_hours=NIGHT, proceed=True),
    Route(match=CRITICAL, channels=("chief",)),
    Route(match=VOLT, channels=("team",), quiet_hours=NIGHT, group_wait=timedelta(minutes=2)),
    Route(channels=("pager", "team")),
)
CHANNELS = {name: ChannelSettings(name=name, kind="webhook") for name in ("pager", "chief", "team")}
STORIES = {
    "a recall": Traits(topics=frozenset({"volt"}), signals=frozenset({"recall"})),
    "a launch": Traits(topics=frozenset({"volt"}), signals=frozenset({"launch"})),
    "a weak one": Traits(topics=frozenset({"volt"}), score=0.2),
    "another topic": Traits(topics=frozenset({"amp"})),
}


@pytest.mark.parametrize("story", STORIES)
def test_the_routes_on_paper_are_those_that_are_taken(story: str) -> None:
    traits = STORIES[story]
    on_paper = [verdict.route for verdict in judge_routes(ROUTES, traits) if verdict.taken]
    assert on_paper == list(routes_for(ROUTES, traits))


def test_each_route_says_why() -> None:
    assert [verdict.why for verdict in judge_routes(ROUTES, STORIES["a launch"])] == [
        "signals recall wanted, launch given",
        "severity critical wanted, none given by routes before",
        "topics volt; min_score 0.5",
        "route 3 ended the search",
    ]
    assert judge_routes(ROUTES, STORIES["a weak one"])[2].why == "min_score 0.5 wanted, 0.2 given"
    assert judge_routes(ROUTES, STORIES["another topic"])[3].why == "it takes every story"


def test_a_channel_says_when_and_what_holds_it_up() -> None:
    (team,) = judge_channels(judge_routes(ROUTES, STORIES["a launch"]), CHANNELS, now=EVENING, zone=ZONE)
    assert (team.channel, team.at.astimezone(UTC)) == ("team", datetime(2026, 11, 24, 6, 30, tzinfo=UTC))
    assert team.why == ["group_wait 2 min: others of its group go along", "quiet hours 22:00-07:30"]
    pager, chief = judge_channels(judge_routes(ROUTES, STORIES["a recall"]), CHANNELS, now=EVENING, zone=ZONE)
    assert (pager.at, pager.why) == (EVENING, ["severity critical passes the quiet hours 22:00-07:30"])
    assert (chief.route, chief.at, chief.why) == (2, EVENING, [])


def test_a_channel_that_two_routes_name_is_told_once_by_the_first() -> None:
    routes = (Route(channels=("team",), proceed=True, group_wait=timedelta(minutes=1)), Route(channels=("team",)))
    (team,) = judge_channels(judge_routes(routes, STORIES["a launch"]), CHANNELS, now=EVENING, zone=ZONE)
    assert (team.route, team.at) == (1, EVENING + timedelta(minutes=1))
