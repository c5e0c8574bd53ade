"""``monitor password``: asked twice, never on the command line, and only the hash is printed."""

import io
from pathlib import Path

import pytest
from typing_extensions import override

from monitor.web.security.passwords import is_right_password
from tests.cli.harness import Monitor


class Terminal(io.StringIO):
    """Somebody sits there."""

    @override
    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What will be typed, in order."""
    answers: list[str] = []
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _prompt: answers.pop(0))
    return answers


def test_the_hash_is_that_of_the_password(monitor: Monitor, typed: list[str]) -> None:
    typed += ["eleven blue herons", "eleven blue herons"]
    ended = monitor("password")
    assert ended.code == 0
    kept = ended.out.strip()
    assert kept.startswith("$argon2id$")
    assert is_right_password(kept, b"eleven blue herons")
    assert not is_right_password(kept, b"eleven blue heron")
    assert "herons" not in ended.out + ended.err
    assert typed == []


def test_two_that_differ_make_nothing(monitor: Monitor, typed: list[str]) -> None:
    typed += ["eleven blue herons", "eleven blue heron"]
    ended = monitor("password")
    assert (ended.code, ended.out) == (2, "")
    assert "differ" in ended.err


def test_a_weak_one_is_said_to_be_weak(monitor: Monitor, typed: list[str]) -> None:
    typed += ["secret", "secret"]
    ended = monitor("password")
    assert ended.code == 0
    assert "weak" in ended.err


def test_a_script_gives_it_on_stdin(monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("eleven blue herons\n"))
    assert is_right_password(monitor("password").out.strip(), b"eleven blue herons")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert monitor("password").code == 2


def test_it_is_taken_from_no_argument(monitor: Monitor) -> None:
    assert monitor("password", "eleven blue herons").code == 2


def test_the_hash_in_a_file_is_a_password_of_the_pages(harness: Path, monitor: Monitor, typed: list[str]) -> None:
    typed += ["eleven blue herons", "eleven blue herons"]
    (harness / "web").write_text(monitor("password").out, "utf-8")
    (harness / "web").chmod(0o600)
    settings = harness / "monitor.yaml"
    listen = 'web: {listen: "127.0.0.1:0"}'
    settings.write_text(settings.read_text("utf-8").replace(listen, 'web: {listen: "0.0.0.0:0", password: "file:web"}'))
    assert monitor("check").code == 0
