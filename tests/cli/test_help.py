"""What the command line says of itself."""

import pytest

from monitor.cli.arguments.other_names import OTHER_NAMES, OUTSIDE
from monitor.cli.registry import COMMANDS
from tests.cli.harness import Monitor

BELOW = {
    "sources": ["add", "remove", "pause", "resume", "refresh"],
    "topics": ["add"],
    "stories": ["show", "merge", "split"],
    "feedback": ["add", "accept", "reject"],
    "eval": ["mentions", "stories", "pairs", "polling", "extraction"],
}
ALL = [[name] for name in COMMANDS] + [[group, name] for group, names in BELOW.items() for name in names]


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_command_has_help_with_an_example_of_itself(monitor: Monitor, words: list[str]) -> None:
    ran = monitor(*words, "--help")
    assert (ran.code, ran.err) == (0, "")
    (example,) = [line.strip() for line in ran.out.splitlines() if line.strip().startswith("Example:")]
    assert example.removeprefix("Example: ").split()[0] == "monitor"
    assert " ".join(words) in example


def test_the_version_and_the_list_of_commands_come_without_settings(monitor: Monitor) -> None:
    assert monitor("--version").out.startswith("news-monitor ")
    shown = monitor("--help").out
    assert all(f"  {name}  " in shown for name in COMMANDS)


def test_what_a_word_of_other_programs_leads_to_is_a_command(monitor: Monitor) -> None:
    for name in {name for names in OTHER_NAMES.values() for name in names}:
        shown = monitor(*name.split(), "--help")
        assert (shown.code, shown.out.split()[1:][: len(name.split()) + 1]) == (0, ["monitor", *name.split()]), name
    words = [word for words in OTHER_NAMES for word in words]
    assert len(words) == len(set(words))
    assert not {*words, *OUTSIDE} & set(COMMANDS)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((), "Missing command"),
        (("mention",), "no command “mention”; did you mean `monitor mentions`?"),
        (("health",), "no command “health”; did you mean `monitor status` or `monitor doctor`?"),
        (("help", "Watch"), "no command “Watch”; did you mean `monitor topics add` or `monitor sources add`?"),
        (("stop",), "did you mean `systemctl stop news-monitor`, or Ctrl-C where it runs?"),
        (("xyzzy",), "no command “xyzzy”; `monitor --help` lists them all"),
        (("--frob",), "No such option: --frob"),
        (("search", "-site:example.org"), "goes behind “--”, as in monitor search -- -jobs"),
        (("mentions", "--limit", "0"), "expected 1 or more; got 0"),
        (("parse",), "Missing argument 'paths'"),
        (("topics", "add"), "Missing argument 'name'"),
        (("eval", "nope"), "No such command 'nope'"),
    ],
)
def test_wrong_words_are_named_on_stderr_with_exit_2(monitor: Monitor, words: tuple[str, ...], line: str) -> None:
    ran = monitor(*words)
    assert (ran.code, ran.out) == (2, "")
    assert line in ran.err or (not words and "Usage:" in ran.err)
