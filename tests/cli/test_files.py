"""``parse``, ``match``, ``backtest``, ``eval``: the shapes they print, and what they say of files that are wrong."""

import gzip
import json
from pathlib import Path

import pytest

from tests.cli.harness import Monitor

FEED = (
    '<rss version="2.0"><channel><title>T</title><item><title>一</title><link>https://a.example/1</link><guid>g1</guid>'
    "<pubDate>Mon, 23 Nov 2026 09:00:00 +0800</pubDate><author>x</author>"
    "<description>&lt;p&gt;Text&lt;/p&gt;</description></item></channel></rss>"
)
ROWS = '{"id":7,"title":"快手可灵发布2.0","body":"x"}\n\n{"title":"座椅可灵活调节"}\n'
FIGURES = {"tp", "fp", "fn", "tn", "precision", "recall", "f1"}
DELAYS = {"mean_delay_minutes", "median", "p95", "missed", "requests_per_source_day", "mean_of_sources", "worst_tenth"}
PAIR = {"title": "快手可灵发布2.0", "body": "可灵 2.0 今天发布。", "published": "2026-11-23T09:00:00Z", "source": "A"}


def test_parse_prints_one_document_a_file_and_goes_on_after_one_that_is_no_feed(
    monitor: Monitor, tmp_path: Path
) -> None:
    (tmp_path / "d" / "below").mkdir(parents=True)
    (tmp_path / "d" / "a.xml").write_text(FEED, "utf-8")
    (tmp_path / "d" / "below" / "no.txt").write_text("hello", "utf-8")
    (tmp_path / "d" / "empty.xml").write_text("", "utf-8")
    ran = monitor("parse", "d", "--json")
    assert ran.code == 1
    good, empty, text = ran.lines
    assert good == {
        "file": "d/a.xml", "format": "rss", "path": "fast", "title": "T",
        "entries": [
            {"id": "g1", "title": "一", "link": "https://a.example/1", "published": "2026-11-23T01:00:00Z",
             "updated": None, "author": "x", "text": "Text"}
        ],
    }  # fmt: skip
    assert [set(row) for row in (empty, text)] == [{"file", "error"}] * 2


def test_match_prints_a_line_a_mention_with_offsets_into_the_field(harness: Path, monitor: Monitor) -> None:
    (harness / "rows.jsonl").write_text(ROWS, "utf-8")
    (found,) = monitor("match", "rows.jsonl", "--json").lines
    assert found.items() >= {
        "row": 0, "section": 0, "topic": "kling", "field": "title", "surface": "可灵", "start": 2, "end": 4,
        "spans": [["title", 2, 4]], "signals": ["launch"], "id": 7,
    }.items()  # fmt: skip
    assert found["score"] >= 0.5
    assert found["reason"]
    _, refused = monitor("match", "rows.jsonl", "--json", "--refused").lines
    assert (refused["row"], refused["refused"]) == (1, True)


def test_rows_may_be_packed_marked_and_windowsy(harness: Path, monitor: Monitor) -> None:
    (harness / "rows.jsonl.gz").write_bytes(gzip.compress(("\ufeff" + ROWS.replace("\n", "\r\n")).encode()))
    assert len(monitor("match", "rows.jsonl.gz", "--json").lines) == 1


def test_explain_says_why_not(harness: Path, monitor: Monitor) -> None:
    assert "灵活" in monitor("explain", "--text", "座椅可灵活调节").out
    assert monitor("explain", "--text", "快手可灵发布", "--json").json["topics"][0]["matched"] is True


def test_backtest_compares_one_file_with_its_own_topics_in_force(harness: Path, monitor: Monitor) -> None:
    (harness / "rows.jsonl").write_text(ROWS, "utf-8")
    (harness / "new.yaml").write_text("topics: [{id: kling, aliases: [座椅]}]\n", "utf-8")
    document = monitor("backtest", "new.yaml", "--rows", "rows.jsonl", "--json").json
    assert document["documents"] == 2
    assert [(t["topic"], t["new"], t["lost"], t["same"]) for t in document["topics"]] == [("kling", 1, 1, 0)]
    assert "+0 −0 =1" in monitor("backtest", "--rows", "rows.jsonl").out


def test_evaluations_print_the_documents_of_the_contract(harness: Path, monitor: Monitor) -> None:
    rows = [
        {"id": 1, "title": "快手可灵发布2.0", "body": "", "topic": "kling", "label": True},
        {"id": 2, "title": "座椅可灵活调节", "body": "", "topic": "kling", "label": True},
        {"id": 3, "title": "x", "body": "", "topic": "nobody", "label": False},
    ]
    (harness / "m.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    ran = monitor("eval", "mentions", "m.jsonl", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "nobody 1" in ran.err
    document = monitor("eval", "mentions", "m.jsonl", "--json", "--only-known", "--errors", "wrong.jsonl").json
    assert set(document["overall"]) == set(document["topics"]["kling"]) == FIGURES
    assert (document["overall"]["tp"], document["overall"]["fn"]) == (1, 1)
    assert json.loads((harness / "wrong.jsonl").read_text("utf-8"))["id"] == 2

    (harness / "s.jsonl").write_text(json.dumps({"id": 1, "story": "s", **PAIR}), "utf-8")
    assert set(monitor("eval", "stories", "s.jsonl", "--json").json) == {
        "b_cubed", "pairwise", "related_merged", "digest_led", "digest_joined", "stories_true", "stories_found", "rows",
    }  # fmt: skip
    (harness / "p.jsonl").write_text(json.dumps({"id": 1, "label": "same", "a": PAIR, "b": PAIR | {"source": "B"}}))
    assert monitor("eval", "pairs", "p.jsonl", "--json").json == {
        "same": {"precision": 1.0, "recall": 1.0, "f1": 1.0},
        "confusion": {"same": {"same": 1}},
    }
    times = [1_700_000_000 + 7_200 * n for n in range(400)]
    (harness / "t.jsonl").write_text(json.dumps({"source": "a", "timestamps": times}), "utf-8")
    polling = monitor("eval", "polling", "t.jsonl", "--polls-per-day", "4", "--json").json
    assert set(polling) == {"fixed", "adaptive", "poisson_bound", "oracle", "entries", "sources"}
    assert set(polling["adaptive"]) == set(polling["oracle"]) == DELAYS


def test_extraction_is_scored_page_by_page(monitor: Monitor, tmp_path: Path) -> None:
    text = " ".join(f"Sentence number {n} of an article about a lamp." for n in range(30))
    html = f"<html><body><article><h1>Lamp</h1><p>{text}</p></article></body></html>"
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(html.encode()))
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "truth_phrases.json").write_text(
        '{"a": {"file": "a.html.gz", "with": ["Sentence number 3"], "without": ["cookie"]}}', "utf-8"
    )
    document = monitor("eval", "extraction", ".", "--json").json
    assert document["f1"] > 0.9
    assert document["phrases"] == {"with": {"found": 1, "of": 1}, "without": {"absent": 1, "of": 1}}
    (tmp_path / "truth_phrases.json").write_text('{"a": {}}', "utf-8")
    assert monitor("eval", "extraction", ".").err.startswith("monitor: truth_phrases.json: expected")


BAD = {
    "bad.jsonl": ('{"title":"a"}\n{bad\n', "bad.jsonl:2:2: not valid JSON"),
    "list.jsonl": ("[1]", "list.jsonl:1:1: expected an object; got list"),
    "nan.jsonl": ('{"title":NaN}', "nan.jsonl:1:1: not valid JSON: NaN is not a number"),
    "deep.jsonl": ("[" * 100_000, "deep.jsonl:1:1: nested too deep"),
    "packed.jsonl.gz": ("{}", "packed.jsonl.gz: cannot be read: Not a gzipped file"),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("words", [("match",), ("eval", "pairs")], ids=" ".join)
def test_a_file_that_is_no_json_lines_is_named_with_its_line(
    harness: Path, monitor: Monitor, name: str, words: tuple[str, ...]
) -> None:
    content, line = BAD[name]
    (harness / name).write_text(content, "utf-8")
    ran = monitor(*words, name, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert line in ran.err


WRONG = [
    (("match", "nofile"), "file 'nofile' does not exist"),
    (("match", "watchlists"), "is a directory"),
    (("parse", "nofile"), "path 'nofile' does not exist"),
    (("backtest", "nowhere"), "path 'nowhere' does not exist"),
    (("backtest", "--rows", "nofile"), "file 'nofile' does not exist"),
    (("backtest", "monitor.yaml"), "unknown key timezone in the watchlist file"),
    (("eval", "stories", "rows.jsonl"), 'row 1: expected "story"'),
    (("eval", "pairs", "rows.jsonl"), 'row 1: expected "label"'),
    (("eval", "polling", "rows.jsonl", "--polls-per-day", "4"), "row 1: expected source and timestamps"),
    (("eval", "polling", "none.jsonl", "--polls-per-day", "4"), "no row has timestamps"),
    (("eval", "polling", "short.jsonl", "--polls-per-day", "4"), "of which 14 warm up"),
    (("eval", "polling", "short.jsonl", "--polls-per-day", "4", "--policy", "x"), 'no policy "x"'),
    (("eval", "polling", "rows.jsonl", "--polls-per-day", "4", "--plot", "p.pdf"), "name it FILE.svg or FILE.png"),
    (("eval", "polling", "rows.jsonl", "--polls-per-day", "4", "--plot", "no/p.png"), "its folder is not there"),
    (("eval", "extraction", "watchlists"), "no pages"),
    (("eval", "mentions", "none.jsonl", "--errors", "no/such/folder.jsonl"), "cannot be written"),
    (("explain",), "give one of --url, --text"),
    (("explain", "--entry", "99"), "the store has no entry 99"),
    (("fetch", "feed.xml"), "monitor parse reads files"),
]


@pytest.mark.parametrize(("words", "line"), WRONG, ids=[" ".join(words) for words, _ in WRONG])
def test_wrong_use_is_one_clear_line(harness: Path, monitor: Monitor, words: tuple[str, ...], line: str) -> None:
    (harness / "rows.jsonl").write_text(ROWS, "utf-8")
    (harness / "none.jsonl").write_text("", "utf-8")
    (harness / "short.jsonl").write_text('{"source":"s","timestamps":[1700000000,1700003600]}', "utf-8")
    ran = monitor(*words)
    assert (ran.code, ran.out) == (2, "")
    assert line in ran.err


REFUSED = [
    ("http://127.0.0.2:1/feed.xml", "cannot be reached|refused"),
    ("https://nowhere.invalid/feed.xml", "there is no host named nowhere.invalid"),
    ("http://10.0.0.1/feed.xml", "refused: 10.0.0.1 is"),
    ("http://192.0.2.1:22/feed.xml", "refused"),
]


@pytest.mark.parametrize(("url", "reason"), REFUSED)
def test_a_source_that_cannot_be_fetched_is_exit_1_with_the_reason(
    harness: Path, monitor: Monitor, url: str, reason: str
) -> None:
    ran = monitor("fetch", url, "--json")
    assert (ran.code, ran.json["url"]) == (1, url)
    assert any(part in ran.json["error"] for part in reason.split("|"))
