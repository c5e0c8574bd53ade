"""``/metrics``, and what is made of it: alert rules and a dashboard."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families
from ruamel.yaml import YAML

from monitor.app.queries.metrics import OTHER, by_known_topic
from monitor.core.model.deliveries import Deferred
from monitor.core.model.fetch import Unavailable
from monitor.core.model.operations.metrics import Durations
from monitor.web.security.headers import CONTENT_POLICY
from tests.app.harness import rss
from tests.web.conftest import OpenPages, Pages
from tests.web.harness import AUTH, FEED, OLD, WEB, feed, told

DOCS = Path(__file__).parents[2] / "docs"
NEWS = ("可灵开放接口", "快手可灵今天开放接口。")
NAME = re.compile(r"\bnewsmonitor_[a-z_]+")
SUFFIX = re.compile(r"_(bucket|sum|count)$")


async def scraped(pages: Pages) -> Mapping[str, Any]:
    """The families of one scrape by name, read by the client's own parser."""
    answer = await pages.http.get("/metrics", auth=AUTH)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return {family.name: family for family in text_string_to_metric_families(answer.text)}


def value(families: Mapping[str, Any], name: str, **labels: str) -> float:
    """The one sample of that name with these labels."""
    family = name.removesuffix("_total")
    (sample,) = [
        sample for sample in families[SUFFIX.sub("", family)].samples if (sample.name, sample.labels) == (name, labels)
    ]
    return float(sample.value)


async def test_a_scrape_tells_what_happened_since_the_first(open_pages: OpenPages) -> None:
    broken = {"https://b.example/feed": Unavailable(reason="no")}
    async with open_pages(feed() | broken, web=WEB) as pages:
        await pages.harness.round()
        pages.heartbeat.beat()
        before = await scraped(pages)
        assert value(before, "newsmonitor_mentions_total", topic="kling") == 0
        assert value(before, "newsmonitor_polls_total", result="failed") == 1
        now = pages.harness.clock.now()
        pages.harness.documents[FEED] = rss(("可灵开源", "可灵今天开源。", now - timedelta(minutes=2)), OLD)
        await pages.harness.round(after=timedelta(minutes=2))
        after = await scraped(pages)
        again = await scraped(pages)
    for families in (after, again):
        assert value(families, "newsmonitor_entries_total") == 1
        assert value(families, "newsmonitor_mentions_total", topic="kling") == 1
        assert value(families, "newsmonitor_mentions_total", topic="jimeng") == 0
        assert value(families, "newsmonitor_stories_total", topic="kling") == 1
        assert value(families, "newsmonitor_deliveries_total", channel="team", outcome="sent") == 1
        assert value(families, "newsmonitor_detection_delay_seconds_count") == 1
        assert value(families, "newsmonitor_detection_delay_seconds_sum") == 240
        assert value(families, "newsmonitor_detection_delay_seconds_bucket", le="300.0") == 1
        assert value(families, "newsmonitor_detection_delay_seconds_bucket", le="60.0") == 0
    assert value(after, "newsmonitor_polls_total", result="news") == 2
    assert value(after, "newsmonitor_poll_duration_seconds_count") == 4
    assert value(after, "newsmonitor_store_commit_duration_seconds_count") > 4
    assert value(after, "newsmonitor_store_bytes") > 10_000
    assert value(after, "newsmonitor_sources", state="active", health="failing") == 1
    assert value(after, "newsmonitor_problems", kind="sources") == 1
    assert value(after, "process_resident_memory_bytes") > 1_000_000


async def test_what_waits_is_told_by_channel(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages, *NEWS)
        pages.harness.team.answers = [Deferred(reason="busy")]
        pages.harness.documents[FEED] = rss(("即梦降价", "即梦今天降价。", pages.harness.clock.now()), OLD)
        await pages.harness.round()
        pages.harness.clock.jump_to(pages.harness.clock.now() + timedelta(minutes=45))
        families = await scraped(pages)
    assert value(families, "newsmonitor_deliveries_waiting", channel="team") == 1
    assert value(families, "newsmonitor_delivery_oldest_waiting_seconds", channel="team") == 45 * 60
    assert value(families, "newsmonitor_delivery_oldest_waiting_seconds", channel="mail") == 0


async def test_names_keep_to_the_conventions_and_openmetrics_reads_it_too(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages, *NEWS)
        families = await scraped(pages)
        asked = {"Accept": "application/openmetrics-text; version=1.0.0"}
        answer = await pages.http.get("/metrics", auth=AUTH, headers=asked)
        strict = {family.name for family in openmetrics(answer.text)}  # type: ignore[no-untyped-call] # of the client
        assert (await pages.http.get("/metrics")).status_code == 401
    assert answer.headers["content-security-policy"] == CONTENT_POLICY
    own = {name for name in families if name.startswith("newsmonitor_")}
    assert own <= strict
    assert len(own) <= 25
    for name in own:
        family = families[name]
        assert family.documentation
        assert not re.search(r"_(ms|minutes|hours|kb|mb)(_|$)", name)
        if family.type == "histogram":
            assert name.endswith("_seconds")
        if family.type == "counter":
            assert all(sample.name.endswith("_total") for sample in family.samples)


async def test_rules_dashboard_and_docs_name_what_there_is(open_pages: OpenPages) -> None:
    async with open_pages(feed(), web=WEB) as pages:
        await told(pages, *NEWS)
        pages.heartbeat.beat()
        families = await scraped(pages)
    known = {
        f"{name}_total" if family.type == "counter" else name
        for name, family in families.items()
        if name.startswith("newsmonitor_")
    }
    # Only there when there is something to tell.
    known |= {"newsmonitor_disk_free_bytes"}
    rules, dashboard = (DOCS / "prometheus" / name for name in ("alerts.yaml", "grafana.json"))
    assert {SUFFIX.sub("", name) for name in NAME.findall(rules.read_text("utf-8"))} <= known
    assert {SUFFIX.sub("", name) for name in NAME.findall(dashboard.read_text("utf-8"))} <= known
    assert set(NAME.findall((DOCS / "metrics.md").read_text("utf-8"))) == known


def test_the_alert_rules_have_the_shape_that_prometheus_takes() -> None:
    document = YAML(typ="safe").load((DOCS / "prometheus" / "alerts.yaml").read_text("utf-8"))
    assert set(document) == {"groups"}
    names = []
    for group in document["groups"]:
        assert set(group) <= {"name", "interval", "rules"}
        for rule in group["rules"]:
            assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
            assert re.fullmatch(r"[a-zA-Z_][a-zA-Z0-9_]*", rule["alert"])
            assert rule["expr"].count("(") == rule["expr"].count(")")
            assert re.fullmatch(r"\d+[smhd]", rule.get("for", "0s"))
            assert rule["labels"]["severity"] in {"critical", "warning", "info"}
            assert rule["annotations"].keys() == {"summary", "description"}
            names.append(rule["alert"])
    assert len(names) == len(set(names)) > 5


def test_the_dashboard_is_whole() -> None:
    document = json.loads((DOCS / "prometheus" / "grafana.json").read_text("utf-8"))
    panels = document["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert all(panel["title"] and panel["targets"] for panel in panels)
    places = {(x, y) for panel in panels for x, y in _cells(panel["gridPos"])}
    assert len(places) == sum(panel["gridPos"]["w"] * panel["gridPos"]["h"] for panel in panels)


def _cells(at: Mapping[str, int]) -> list[tuple[int, int]]:
    return [(at["x"] + dx, at["y"] + dy) for dx in range(at["w"]) for dy in range(at["h"])]


@pytest.mark.parametrize(("known", "shown"), [(["a"], {"a": 2, OTHER: 3}), (["a", "b"], {"a": 2, "b": 3})])
def test_topics_that_nobody_watches_share_a_label(known: list[str], shown: dict[str, int]) -> None:
    from collections import Counter

    assert by_known_topic(Counter({"a": 2, "b": 3}), known) == shown


def test_labels_of_topics_are_bounded() -> None:
    from collections import Counter

    many = [f"topic-{number}" for number in range(900)]
    shown = by_known_topic(Counter(many), many)
    assert len(shown) == 501
    assert shown[OTHER] == 400


def test_durations_fall_into_their_bounds() -> None:
    durations = Durations((1.0, 2.0))
    for seconds in (-5, 1.0, 1.5, 2.0, 9):
        durations.observe(seconds)
    assert durations.counts == [2, 2, 1]
    assert durations.total == 13.5


async def test_ready_once_it_ticks_and_while_the_store_answers(open_pages: OpenPages) -> None:
    async with open_pages(feed()) as pages:
        assert (await pages.http.get("/readyz")).status_code == 503
        pages.heartbeat.beat()
        answer = await pages.http.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
        pages.heartbeat.note("store", "database x: the disk is full")
        assert (await pages.http.get("/readyz")).status_code == 503


def test_the_client_is_loaded_by_whoever_asks_only() -> None:
    code = "import sys, monitor.web.site, monitor.wiring; print('prometheus_client' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 our own line
    assert done.stdout.strip() == "False"
