"""The shipped watchlists: their examples hold, the linter has nothing to say, every name of the contract is there."""

from monitor.core.match.lint import check_examples, lint_topics
from monitor.core.match.matcher import Matcher
from monitor.core.match.scan.segmenter import Words
from monitor.core.model.matches import Topic

FIXED = {
    "kling", "jimeng", "seaweed", "hunyuan", "wanxiang", "vme", "huijing", "sora",
    "deepseek", "doubao", "wenxin", "chatgpt", "miaoda",
}  # fmt: skip
SIGNALS = {
    "launch", "version", "open-source", "pricing", "revenue", "users", "org-change", "benchmark", "film-cost",
    "funding", "regulation",
}  # fmt: skip


def test_every_example_holds(matcher: Matcher, shipped: tuple[list[Topic], dict[str, list[str]]]) -> None:
    assert [str(finding) for finding in check_examples(matcher, shipped[0])] == []


def test_the_linter_finds_nothing(shipped: tuple[list[Topic], dict[str, list[str]]], words: Words) -> None:
    assert [str(finding) for finding in lint_topics(*shipped, words=words)] == []


def test_the_fixed_topics_and_signals_are_there(shipped: tuple[list[Topic], dict[str, list[str]]]) -> None:
    topics, signals = shipped
    assert {topic.id for topic in topics} >= FIXED
    assert set(signals) == SIGNALS


def test_every_rule_against_a_false_hit_carries_one(shipped: tuple[list[Topic], dict[str, list[str]]]) -> None:
    for topic in shipped[0]:
        guarded = topic.exclude or any(alias.not_near for alias in topic.aliases)
        assert not guarded or topic.examples.reject, topic.id
