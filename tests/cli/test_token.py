"""``monitor token``: made, listed, revoked."""

from pathlib import Path

from tests.cli.harness import Monitor


def test_a_token_is_shown_once_and_taken_back_by_name(harness: Path, monitor: Monitor) -> None:
    assert harness
    made = monitor("token", "add", "grafana", "--scope", "read")
    value = made.out.strip()
    assert value.startswith("nm_")
    assert len(value) == 46
    assert "not shown again" in made.err
    (listed,) = monitor("token", "list", "--json").json
    assert (listed["name"], listed["scope"]) == ("grafana", "read")
    assert value not in monitor("token", "list").out
    assert monitor("token", "add", "grafana").code == 2
    assert monitor("token", "revoke", "grafana").code == 0
    assert monitor("token", "list").out.strip() == "There are no tokens."


def test_what_is_not_there_is_said(harness: Path, monitor: Monitor) -> None:
    assert harness
    unknown = monitor("token", "revoke", "nobody")
    assert (unknown.code, "no token" in unknown.err) == (2, True)
    wrong = monitor("token", "add", "x", "--scope", "wirte")
    assert wrong.code == 2
    assert "write" in wrong.err
