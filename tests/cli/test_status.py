"""``monitor status``, reading without the service's environment, and what the daemon says of itself."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import structlog

from monitor.cli.console.daemon_voice import DaemonVoice, live_text
from monitor.cli.console.live_line import LiveLine, fitted
from monitor.cli.console.logs import PartLevels, PollSummary
from monitor.core.model.operations.monitor_status import SourceTally
from monitor.core.status.conditions import Condition, MonitorStatus
from monitor.core.status.facts import StatusFacts, StoreFacts
from tests.cli.harness import FakeSite, Monitor

BROKEN = '  - {{url: "{base}/nothing.xml", title: Volt Weekly}}\n'
READING = (
    ("mentions",), ("stories",), ("topics",), ("sources",), ("export",), ("deliveries",), ("feedback",), ("summaries",),
    ("explain", "--text", "可灵发布"), ("digest", "daily"), ("routes", "test", "--topic", "kling"), ("status",),
)  # fmt: skip


def test_status_is_green_only_when_nothing_is_wrong(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    fresh = monitor("status", "--json")
    assert (fresh.code, fresh.json["status"], fresh.json["says"]) == (2, "failing", "the monitor has never run here")
    assert not (harness / "state").exists(), "looking makes nothing"
    fake_site.items = [("城市天气", "多云")]
    monitor("once")
    well = monitor("status")
    assert (well.code, well.out.splitlines()[0]) == (0, "ok  all is well: 1 of 1 source seen within a day")
    with (harness / "watchlists" / "first.yaml").open("a", encoding="utf-8") as file:
        file.write(BROKEN.format(base=fake_site.base))
    monitor("once", "--force")
    ran = monitor("status", "--json")
    assert (ran.code, ran.json["status"], ran.json["running"]) == (1, "degraded", False)
    assert [problem["kind"] for problem in ran.json["problems"]] == ["sources"]
    assert "Volt Weekly" in ran.json["says"]
    assert [source["name"] for source in ran.json["failing_sources"]] == ["Volt Weekly"]
    assert monitor("status", "--brief").out.startswith("degraded: 1 of 2 sources fails: Volt Weekly, since ")


def test_status_says_which_line_of_the_configuration_is_wrong(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    with (harness / "watchlists" / "first.yaml").open("a", encoding="utf-8") as file:
        file.write("nonsense: 1\n")
    ran = monitor("status", "--json")
    assert (ran.code, ran.json["problems"][0]["kind"]) == (2, "configuration")
    assert "first.yaml:12:1: unknown key nonsense" in ran.json["problems"][0]["sentence"]


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_reading_needs_no_secret_and_writes_nothing(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.delenv("HOOK_SECRET")
    before = sorted(path for path in harness.rglob("*"))
    ran = monitor(*words)
    assert ran.code in ({2} if words == ("status",) else {0}), ran.err
    assert "HOOK_SECRET" not in ran.out + ran.err
    assert sorted(path for path in harness.rglob("*")) == before
    assert monitor("once").code == 2, "what sends needs it all the same"


def test_an_empty_folder_is_told_in_a_sentence(monitor: Monitor, tmp_path: Path) -> None:
    for words in (
        ("mentions",), ("status",), ("sources",), ("export",), ("check",), ("once",), ("send-test", "team"),
        ("token", "list"),
    ):  # fmt: skip
        ran = monitor(*words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.count("\n") == 1
        assert "there is no monitor.yaml here" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_what_is_refused_in_an_empty_folder_leaves_nothing_behind(monitor: Monitor, tmp_path: Path) -> None:
    assert "nothing was changed" in monitor("topics", "add", "X").err
    assert monitor("backup", "b.tar.gz").code == 2
    assert list(tmp_path.iterdir()) == []
    assert monitor("topics", "add", "Rivian").code == 0
    assert [path.name for path in (tmp_path / "watchlists").iterdir()] == ["mine.yaml"]


def test_options_of_monitor_stand_before_or_behind_a_command(harness: Path, monitor: Monitor) -> None:
    (harness / "monitor.yaml").rename(harness / "other.yaml")
    for words in (
        ("-c", "other.yaml", "topics"),
        ("topics", "-c", "other.yaml"),
        ("topics", "--config=other.yaml", "-v"),
    ):
        assert "kling" in monitor(*words, "--json").out, words
    assert "--log-level" in monitor("topics", "--log-level", "loud").err
    assert monitor("-h").out == monitor("--help").out == monitor("help").out
    assert monitor("help", "mute").out == monitor("mute", "-h").out
    assert monitor("version").out == monitor("--version").out


def test_a_folder_stands_for_the_settings_in_it_and_a_bare_monitor_for_its_status(
    harness: Path, monitor: Monitor
) -> None:
    assert monitor("-c", harness, "topics").code == 0
    assert monitor().code == 2
    monitor("once")
    assert "sources" in monitor().out


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("monitor men", ["mentions"]),
        ("monitor mute k", ["kling"]),
        ("monitor send-test ", ["team"]),
        ("monitor digest ", ["daily"]),
        ("monitor sources pause New", ["Newsroom"]),
        ("monitor mentions --topic ", ["kling"]),
        ("monitor routes test --signal ", ["launch"]),
    ],
)
def test_a_shell_is_offered_commands_and_names(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch, typed: str, offered: list[str]
) -> None:
    if "sources" in typed:
        monitor("once")
    monkeypatch.delenv("HOOK_SECRET")
    words = typed.split(" ")
    monkeypatch.setenv("_MONITOR_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    ran = monitor()
    assert (ran.out.split("\n")[:-1], ran.err) == (offered, "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(monitor: Monitor, shell: str) -> None:
    ran = monitor("completion", shell)
    assert (ran.code, f"complete_{shell}" in ran.out, "news-monitor" in ran.out) == (0, True, True)


NOW = datetime(2026, 11, 23, 3, 12, tzinfo=UTC)


def seen(*conditions: Condition) -> MonitorStatus:
    tally = SourceTally(watched=3, asked=3, seen=2, next_at=NOW.replace(minute=15))
    store = StoreFacts(sources=tally, stories=9, sent=6, next_digest_at=NOW.replace(hour=7, minute=30))
    facts = StatusFacts(now=NOW, zone=ZoneInfo("Europe/Berlin"), holder="daemon", store=store)
    return MonitorStatus(facts=facts, conditions=conditions)


def test_the_live_line_says_what_is_so_and_fits_the_terminal() -> None:
    problem = Condition(kind="sources", level="degraded", reason="one fails")
    assert live_text(seen()) == "04:12 2/3 sources · 9 stories · 6 sent · poll 04:15 · digest 08:30"
    assert live_text(seen(problem)).startswith("04:12 1 problem · 2/3 sources")
    assert len(live_text(seen(problem))) < 80
    assert len(live_text(seen(problem), 70)) < 70, "what tells least gives way"
    assert "sent" not in live_text(seen(problem), 70)
    assert fitted("可灵发布新版本", 7) == "可灵发…"


def test_the_live_line_stays_below_what_is_printed() -> None:
    line = LiveLine(text="now")
    written = StringIO()
    for text in ("", "one\n", "half", " a line\n", ""):
        written.write(line.around(text))
    assert written.getvalue() == "now\r\x1b[Kone\nnow\r\x1b[Khalf a line\nnow\r\x1b[Know"


def test_a_change_is_one_line_and_no_change_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    voice = DaemonVoice(zone=ZoneInfo("Europe/Berlin"), now=lambda: NOW, line=LiveLine())
    problem = Condition(kind="sources", level="degraded", reason="1 of 3 sources fails")
    voice.show_status(seen(problem), is_news=True)
    voice.show_status(seen(problem), is_news=False)
    assert capsys.readouterr().err == "04:12 degraded: 1 of 3 sources fails\n"
    voice.stopping(1, within=7.5)
    assert capsys.readouterr().err == "stopping: waits for 1 request, at most 8 s; Ctrl-C again stops now\n"
    assert json.dumps(voice.line.text if voice.line else None) == '""'


def test_levels_by_part_and_a_summary_of_polls() -> None:
    levels = PartLevels({"": "info", "polling": "error"})
    assert levels.level_of("monitor.app.polling.poll_source") == "error"
    assert levels.level_of("monitor.app.delivery.sender") == "info"
    now, lines = 0.0, list[object]()
    summary = PollSummary(lambda: now)
    for second in range(125):
        now = float(second)
        event = {"event": "polled", "level": "info", "new": 2, "mentions": 1, "error": "x" if second % 2 else ""}
        with suppress(structlog.DropEvent):
            lines.append(summary(None, "", event))
    counted = {"event": "polled", "level": "info", "polls": 61, "new": 122, "mentions": 61, "failed": 30}
    assert lines[0] == counted
    assert len(lines) == 2
