"""What a story weighs in a digest: more voices, the makers' word and signals lift it; what is not new sinks."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.core.digest.weight import weigh_story
from monitor.core.model.messages import StoryNews
from monitor.core.model.sources import Tier
from monitor.core.model.stories import Fact, Outlet, Story

AT = datetime(2026, 11, 23, tzinfo=UTC)


def _news(*tiers: Tier, signals: tuple[str, ...] = ()) -> StoryNews:
    reports = [
        Outlet(source=f"outlet {n}", title="Plant opens", url="", published_at=AT, seen_at=AT, tier=tier)
        for n, tier in enumerate(tiers)
    ]
    story = Story(
        id=1, title="Plant opens", url="", topics=("a",), signals=signals, first_seen_at=AT, last_seen_at=AT,
        outlets=reports,
    )  # fmt: skip
    return StoryNews(story=story)


def test_one_report_of_one_newsroom_weighs_one_and_has_nothing_to_say_for_itself() -> None:
    weight = weigh_story(_news("press"))
    assert (weight.value, weight.reasons) == (1.0, ())


def test_each_factor_lifts_and_says_so() -> None:
    many = weigh_story(_news("press", "press", "press", "press"))
    assert (many.value, [str(reason) for reason in many.reasons]) == (3.0, ["4 outlets"])
    official = weigh_story(_news("official"))
    assert 2.0 < official.value < many.value
    assert [str(reason) for reason in official.reasons] == ["the makers' own word"]
    assert weigh_story(_news("press", signals=("launch",))).value == 1.25
    assert weigh_story(_news("press", signals=("a", "b", "c"))).value == 1.5
    assert weigh_story(_news("aggregator")).value < 1


def test_an_outlet_that_reports_twice_is_one_voice() -> None:
    news = _news("press", "press")
    twice = replace(news.story, outlets=[replace(outlet, source="same") for outlet in news.story.outlets])
    assert weigh_story(replace(news, story=twice)).value == 1.0


MANY = _news("press", "press", "press", signals=("launch",))


@pytest.mark.parametrize(
    "known",
    [replace(MANY, continued=True), replace(MANY, late=True), replace(MANY, earlier=True)],
    ids=["continued", "late", "earlier"],
)
def test_what_is_not_new_never_outweighs_one_fresh_report(known: StoryNews) -> None:
    assert weigh_story(known).value < weigh_story(_news("press")).value


def test_a_correction_is_news_and_says_so() -> None:
    taken_back = replace(_news("press"), new_facts=[Fact(kind="status", value="retracted")])
    weight = weigh_story(taken_back)
    assert weight.value > 1
    assert [str(reason) for reason in weight.reasons] == ["a correction"]
