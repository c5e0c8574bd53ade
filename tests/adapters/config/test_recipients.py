"""A mailbox written twice is told once."""

from pathlib import Path

import pytest

from monitor.adapters.config.settings.load import load_settings
from monitor.errors import ConfigError

MAIL = """
channels:
  mail: {type: email, from: a@example.org, to: [Ann@Example.org, ann@example.org, bo@example.org], smtp: "smtp://127.0.0.1:25"}
"""


def test_addresses_that_differ_in_case_alone_are_one_recipient(tmp_path: Path) -> None:
    (tmp_path / "monitor.yaml").write_text(MAIL, encoding="utf-8")
    settings = load_settings(tmp_path / "monitor.yaml", env={}, base=tmp_path)
    assert settings.channels[0].recipients == ("Ann@Example.org", "bo@example.org")


REFERRED = """
channels:
  mail: {type: email, from: "env:DESK", to: ["env:ANN", bo@example.org], smtp: "smtp://127.0.0.1:25"}
"""


def test_mailboxes_may_stand_in_variables(tmp_path: Path) -> None:
    (tmp_path / "monitor.yaml").write_text(REFERRED, encoding="utf-8")
    env = {"DESK": "News <desk@example.org>", "ANN": "ann@example.org\n"}
    channel = load_settings(tmp_path / "monitor.yaml", env=env, base=tmp_path).channels[0]
    assert channel.recipients == ("ann@example.org", "bo@example.org")
    assert channel.options["from"] == "News <desk@example.org>"


def test_a_mailbox_that_its_variable_does_not_hold_is_told_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "monitor.yaml").write_text(REFERRED, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load_settings(tmp_path / "monitor.yaml", env={"DESK": "desk@example.org", "ANN": "nobody"}, base=tmp_path)
    assert "monitor.yaml:3:46: the value behind channels.mail.to[0] is wrong" in str(refused.value)
