"""A mailbox written twice is told once."""

from pathlib import Path

from monitor.adapters.config.settings.load import load_settings

MAIL = """
channels:
  mail: {type: email, from: a@example.org, to: [Ann@Example.org, ann@example.org, bo@example.org], smtp: "smtp://127.0.0.1:25"}
"""


def test_addresses_that_differ_in_case_alone_are_one_recipient(tmp_path: Path) -> None:
    (tmp_path / "monitor.yaml").write_text(MAIL, encoding="utf-8")
    settings = load_settings(tmp_path / "monitor.yaml", env={}, base=tmp_path)
    assert settings.channels[0].recipients == ("Ann@Example.org", "bo@example.org")
