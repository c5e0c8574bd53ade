"""Explaining, linting, checking examples, trying rules on old documents, importing, evaluating."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from monitor.adapters.config.importers.trendradar import convert_rules
from monitor.core.match.explain import explain_document
from monitor.core.match.lint import check_examples, lint_topics
from monitor.core.match.matcher import Matcher
from monitor.core.match.scan.segmenter import Words
from monitor.core.model.matches import Alias, Document, Examples, Topic
from monitor.errors import UserError
from monitor.evaluation.backtest import compare_matchers
from monitor.evaluation.matching import match_rows, score_mentions

Make = Callable[[Sequence[Topic]], Matcher]
KLING = Topic(id="kling", name={"zh": "可灵", "en": "Kling"}, aliases=(Alias(text="可灵"),))


def test_an_explanation_walks_the_chain_in_either_language(make: Make) -> None:
    said = explain_document(make([KLING]), Document(title="座椅可灵活调节"))
    assert "because 可灵 here is part of 可 + 灵活" in said.as_text("en")
    assert "其实是 可 + 灵活 的一部分" in said.as_text("zh")
    steps = said.as_json()["topics"][0]["hits"][0]["steps"]
    assert [step["step"] for step in steps] == ["fold", "hit", "boundary", "verdict"]
    json.dumps(said.as_json(), allow_nan=False)


def test_an_explanation_shows_evidence_with_its_weight(make: Make) -> None:
    topic = Topic(id="sora", name={"en": "Sora"}, aliases=(Alias(text="Sora", sure=False),), near=("video",))
    said = explain_document(make([topic]), Document(body="Sora makes a video"))
    assert said.topics[0].matched
    assert "+0.20" in said.as_text("en")
    assert "【Sora】" in said.as_text("en")


def test_topics_without_a_hit_are_named_in_one_line(make: Make) -> None:
    assert explain_document(make([KLING]), Document(title="天气")).as_text("en").endswith("occurs: kling")


@pytest.mark.parametrize(
    ("rule", "topic"),
    [
        ("nothing-to-find", Topic(id="t", name={}, exclude=("日电",))),
        ("joined-aliases", Topic(id="t", name={}, aliases=(Alias(text="Harbour Line，Pier Nine"),))),
        ("joined-aliases", Topic(id="t", name={}, aliases=(Alias(text="Fjord, Harbour"),))),
        ("query-in-alias", Topic(id="t", name={}, aliases=(Alias(text="Fjord OR Harbour"),))),
        ("query-in-alias", Topic(id="t", name={}, aliases=(Alias(text="Fjord | Harbour"),))),
        ("query-in-alias", Topic(id="t", name={}, aliases=(Alias(text="Fjord/Harbour"),))),
        ("query-in-alias", Topic(id="t", name={}, aliases=(Alias(text="Fjord*"),))),
        ("query-in-alias", Topic(id="t", name={}, aliases=(Alias(text="-Fjord"),))),
        ("query-in-alias", Topic(id="t", name={}, aliases=(Alias(text="title:Fjord"),))),
        ("query-in-alias", Topic(id="t", name={}, aliases=(Alias(text="Fjord (ferry)"),))),
        ("empty-alias", Topic(id="t", name={}, aliases=(Alias(text="- -"),))),
        ("short-alias", Topic(id="t", name={}, aliases=(Alias(text="Wan"),))),
        ("common-word", Topic(id="t", name={}, aliases=(Alias(text="灵活"),))),
        ("common-word", Topic(id="t", name={}, aliases=(Alias(text="Runway"),))),
        ("alias-twice", Topic(id="t", name={}, aliases=(Alias(text="Kling AI"), Alias(text="KlingAI")))),
        ("exclusion-never", Topic(id="t", name={}, aliases=(Alias(text="可灵"),), exclude=("可灵活",))),
        ("exclusion-always", Topic(id="t", name={}, aliases=(Alias(text="可灵AI"),), exclude=("可灵",))),
        ("unreachable-needs", Topic(id="t", name={}, aliases=(Alias(text="Wan", needs=("x",), not_near=("X",)),))),
        ("needs-ignored", Topic(id="t", name={}, aliases=(Alias(text="Wanx", sure=True, needs=("x",)),))),
        ("regex-in-alias", Topic(id="t", name={}, aliases=(Alias(text=r"\bKling\b"),))),
        ("chinese-word-boundary", Topic(id="t", name={}, query=r"re:/\b可灵\b/")),
        ("matches-everything", Topic(id="t", name={}, query="-招聘")),
        ("letter-in-query", Topic(id="t", name={}, query="Fjord y Lago")),
        ("word-in-query", Topic(id="t", name={}, query="Fjord without Lake")),
        ("joined-words", Topic(id="t", name={}, query="Fjord/Lake")),
        ("joined-words", Topic(id="t", name={}, query="Fjord+Lake")),
        ("word-in-query", Topic(id="t", name={}, query="Fjord unless Lake")),
        ("word-in-query", Topic(id="t", name={}, query="either Fjord or Lake")),
        ("word-in-query", Topic(id="t", name={}, query="Fjord but not Lake")),
        ("query-in-words", Topic(id="t", name={}, aliases=(Alias(text="Fjord", needs=("ferr*",)),))),
        ("query-in-words", Topic(id="t", name={}, aliases=(Alias(text="Fjord", not_near=("lake OR pond",)),))),
        ("query-in-words", Topic(id="t", name={}, aliases=(Alias(text="Fjord"),), exclude=("-lake",))),
        ("query-in-words", Topic(id="t", name={}, aliases=(Alias(text="Fjord"),), exclude=('"lake"',))),
        ("query-in-words", Topic(id="t", name={}, aliases=(Alias(text="Fjord"),), near=("lake, pond",))),
        ("tag-alone", Topic(id="t", name={}, aliases=(Alias(text="#FjordLine"),))),
        ("tag-alone", Topic(id="t", name={}, aliases=(Alias(text="@fjordline"), Alias(text="Fjord")))),
        ("number-alias", Topic(id="t", name={}, aliases=(Alias(text="2046"),))),
        ("mixed-letters", Topic(id="t", name={}, aliases=(Alias(text="Fjоrd"),))),
        ("joined-words", Topic(id="t", name={}, query="海湾-湖泊")),
        ("matches-nothing", Topic(id="t", name={}, query="Fjord OR (title:Lake boat -lake)")),
        (
            "contradicting-examples",
            Topic(id="t", name={}, aliases=(Alias(text="Kling"),), examples=Examples(match=("Ａ",), reject=("a",))),
        ),
    ],
)
def test_the_linter_names_what_cannot_work(rule: str, topic: Topic, words: Words) -> None:
    assert rule in {finding.rule for finding in lint_topics([topic], {}, words=words)}


@pytest.mark.parametrize(
    "name",
    [
        "AC/DC",
        "TCP/IP",
        "Toys'R'Us",
        "Harbour Line, Inc.",
        "HARBOUR OR PIER",
        "Fjord-Line",
        "C*Net",
        "Portland, OR",
        "Guess?",
    ],
)
def test_the_linter_leaves_names_alone_that_only_look_like_queries(name: str, words: Words) -> None:
    rules = {
        finding.rule for finding in lint_topics([Topic(id="t", name={}, aliases=(Alias(text=name),))], {}, words=words)
    }
    assert not rules & {"query-in-alias", "joined-aliases"}


def test_words_and_tags_that_are_right_are_left_alone(words: Words) -> None:
    aliases = (Alias(text="#FjordLine"), Alias(text="Fjord Line", needs=("AC/DC", "search and rescue", "T-shirt")))
    topic = Topic(id="t", name={}, aliases=(*aliases, Alias(text="Яндекс.Go")), exclude=("C++", "Lake's", ".NET"))
    found = {finding.rule for finding in lint_topics([topic], {}, words=words)}
    assert not found & {"query-in-words", "tag-alone", "mixed-letters"}


@pytest.mark.parametrize(
    "query",
    [
        '"Fjord/Lake"',
        "Fjord AC/DC",
        '"海湾-湖泊"',
        "海湾 -湖泊",
        "Fjord -title:Fjord",
        '"Fjord without Lake"',
        "Fjord -Lake*",
    ],
)
def test_the_linter_leaves_queries_alone_that_say_what_is_meant(query: str, words: Words) -> None:
    assert lint_topics([Topic(id="t", name={}, query=query)], {}, words=words) == []


def test_the_linter_sees_an_alias_inside_another_topics_alias(words: Words) -> None:
    other = Topic(id="o", name={}, aliases=(Alias(text="Open-Vidu"),))
    vidu = Topic(id="s", name={}, aliases=(Alias(text="Vidu"),))
    assert [finding.rule for finding in lint_topics([vidu, other], {}, words=words)] == ["alias-inside-other"]


def test_a_failing_example_is_a_finding_with_the_reason(make: Make) -> None:
    examples = Examples(match=("座椅可灵活",), reject=("可灵",))
    topic = Topic(id="kling", name={}, aliases=(Alias(text="可灵"),), examples=examples)
    findings = check_examples(make([topic]), [topic])
    assert [finding.rule for finding in findings] == ["example-missed", "example-matched"]
    assert "可 + 灵活" in findings[0].sentence


def test_a_backtest_counts_new_lost_and_same(make: Make) -> None:
    wider = Topic(id="kling", name={}, aliases=(Alias(text="Kling"), Alias(text="可灵", needs=("视频",))))
    documents = [("1", Document(title="Kling")), ("2", Document(title="可灵")), ("3", Document(title="可灵视频"))]
    result = compare_matchers(make([KLING]), make([wider]), documents)
    assert str(result) == "+1 −1 =1"
    assert [sample.document for sample in result.topics[0].new_samples] == ["1"]
    assert "needs" in result.topics[0].lost_samples[0].reason


def test_trendradar_rules_become_topics_and_the_report_says_what_changed() -> None:
    kling = "[可灵]\n可灵\n/(?<![a-z])kling(?![a-z])/ => Kling\n!灵活\n@10\n"
    text = f"[GLOBAL_FILTER]\n震惊\n\n[WORD_GROUPS]\n{kling}\n豆包\n+手机\n\n!日电\n"
    imported = convert_rules(text)
    first, second = imported.watchlist["topics"]
    assert first["aliases"] == ["可灵", "kling"]
    assert first["exclude"] == ["灵活", "震惊"]
    assert second["query"] == '"豆包" AND "手机"'
    report = "\n".join(imported.report)
    for said in ["boundaries are built in", "@10", "only exclusions", "their own topic only", "global filter"]:
        assert said in report


def test_what_cannot_be_looked_for_is_left_out_and_said() -> None:
    """Else one such word, which the checks refuse, would keep the whole file out."""
    imported = convert_rules("可灵\n+\n!—\n???\n字\n\n豆包\n+—\n+手机\n\n...\n!广告\n")
    first, second = imported.watchlist["topics"]
    assert (first["aliases"], first.get("exclude")) == (["可灵"], None)
    assert second["query"] == '"豆包" AND "手机"'
    report = "\n".join(imported.report)
    for said in [
        "group 1 (without a name): “” is left out",
        "“—” is left out",
        "“???” is left out: marks alone",
        "“字” is left out: one character",
        "group 2 (without a name): “—” is left out",
        "group 3 (without a name) is left out",
    ]:
        assert said in report


def test_what_cannot_be_seen_is_left_out_of_a_word_and_that_is_said() -> None:
    imported = convert_rules("豆\u200b包\n")
    assert imported.watchlist["topics"][0]["aliases"] == ["豆包"]
    assert "line 1: “豆包” was read without the characters" in imported.report[0]


def test_a_name_of_any_length_becomes_an_id() -> None:
    first, second = convert_rules(f"{'long ' * 40}\n\n{'long ' * 40}x").watchlist["topics"]
    assert (len(first["id"]), second["id"]) == (48, f"{first['id']}-2")


def test_a_regular_expression_that_is_not_linear_is_left_out_and_said() -> None:
    imported = convert_rules("/(?<=a)b(c)\\1/\n可灵")
    assert imported.watchlist["topics"][0]["aliases"] == ["可灵"]
    assert "is left out" in imported.report[0]


def row(number: int, body: str, label: Any, topic: str = "kling") -> dict[str, Any]:
    return {"id": str(number), "title": "", "body": body, "topic": topic, "label": label}


def test_labelled_rows_are_scored_by_topic_and_overall(make: Make) -> None:
    rows = [row(1, "可灵", True), row(2, "可灵活", False), row(3, "可灵活", True), row(4, "可灵", False)]
    scores = score_mentions([*rows, row(5, "x", True, "nobody")], make([KLING]))
    figures = {"tp": 1, "fp": 1, "fn": 1, "tn": 1, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert scores.document == {"overall": figures, "topics": {"kling": figures}}
    assert [wrong["id"] for wrong in scores.wrong] == ["3", "4"]
    assert scores.unknown == {"nobody": 1}


def test_a_row_that_is_no_row_is_the_users_mistake(make: Make) -> None:
    with pytest.raises(UserError, match="label"):
        score_mentions([row(1, "可灵", "yes")], make([KLING]))
    with pytest.raises(UserError, match="title"):
        list(match_rows([{"title": 3}], make([KLING])))


def test_matched_rows_pass_their_other_keys_through(make: Make) -> None:
    lines = list(match_rows([{"id": "a", "title": "用可灵"}, {"body": "可灵活"}], make([KLING]), refused=True))
    first, second = lines
    assert (first["id"], first["row"], first["section"], first["topic"]) == ("a", 0, 0, "kling")
    assert (first["field"], first["start"], first["end"], first["spans"]) == ("title", 1, 3, [["title", 1, 3]])
    assert (second["row"], second["refused"], second["step"]) == (1, True, "boundary")


@pytest.mark.parametrize("alias", ["Apple", "Target", "Block", "Ford", "Georgia", "Inter", "Bahn", "라인", "SAS"])
def test_the_linter_warns_of_names_of_daily_language(alias: str, words: Words) -> None:
    topic = Topic(id="t", name={}, aliases=(Alias(text=alias),))
    assert {finding.rule for finding in lint_topics([topic], {}, words=words)} & {"common-word", "short-alias"}


@pytest.mark.parametrize("alias", ["손흥민", "ソニー", "Microsoft", "Pfizer", "Газпром", "比亚迪", "Real Madrid"])
def test_the_linter_is_silent_about_names_of_their_own(alias: str, words: Words) -> None:
    assert lint_topics([Topic(id="t", name={}, aliases=(Alias(text=alias),))], {}, words=words) == []
