"""Lines that nobody asked for load nothing; the others say what they are about."""

import json
import subprocess
import sys

_PROGRAM = """
import asyncio, sys
from monitor.cli.console.logs import log_to_stderr
from monitor.core.model.settings import LogSettings
from monitor.log_lines import lazy_logger, lines_about

log_to_stderr(LogSettings(format="json", levels={levels!r}))
log = lazy_logger("monitor.app.polling")
log.info("polled", new=0)
print("structlog" in sys.modules)

async def poll(source):
    with lines_about(source=source):
        await asyncio.sleep(0)
        log.warning("slow", error=source[-1])
        with lines_about(part="inner"):
            log.warning("slower", error=source)

async def both():
    await asyncio.gather(poll("https://news.example/a"), poll("https://news.example/b"))

asyncio.run(both())
log.warning("over")
"""


def _run(levels: dict[str, str]) -> tuple[str, list[dict[str, object]]]:
    program = _PROGRAM.format(levels=levels)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 our own lines
    return done.stdout.strip(), [json.loads(line) for line in done.stderr.splitlines()]


def test_a_line_below_every_level_loads_nothing_and_says_nothing() -> None:
    loaded, lines = _run({})
    assert loaded == "False"
    assert [line["event"] for line in lines] == ["slow", "slower", "slow", "slower", "over"]


def test_a_part_that_is_asked_for_is_heard() -> None:
    loaded, lines = _run({"polling": "info"})
    assert loaded == "True"
    assert (lines[0]["event"], lines[0]["new"]) == ("polled", 0)


def test_each_line_says_of_which_source_it_is_also_when_two_are_asked_at_once() -> None:
    _, lines = _run({})
    said = [(line["event"], line.get("source"), line.get("error")) for line in lines]
    assert {entry for entry in said if entry[0] == "slow"} == {
        ("slow", "https://news.example/a", "a"),
        ("slow", "https://news.example/b", "b"),
    }
    assert {line["source"] for line in lines if line["event"] == "slower"} == {
        "https://news.example/a",
        "https://news.example/b",
    }
    assert said[-1] == ("over", None, None)
