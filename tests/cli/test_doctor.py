"""The doctor says what is wrong and what to do, also while something else is wrong."""

import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import FakeSite, Monitor, Ran


def states(ran: Ran) -> Mapping[tuple[str, str], str]:
    return {(row["section"], row["name"]): row["state"] for row in ran.json["checks"]}


def row(ran: Ran, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(check for check in ran.json["checks"] if check["name"] == name)
    return found


def test_a_healthy_installation_has_no_faults(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    assert harness
    fake_site.items = [("快手可灵发布2.0", "可灵")]
    monitor("once")
    ran = monitor("doctor", "--json")
    assert ran.code == 0
    assert "fault" not in states(ran).values()
    assert row(ran, "answers")["says"] == "1 of 1 answer"
    shown = monitor("doctor")
    assert "0 faults" in shown.out
    assert "whsec" not in shown.out + ran.out


def test_a_wrong_watchlist_is_a_fault_and_the_rest_is_looked_at_all_the_same(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    (harness / "watchlists" / "first.yaml").write_text("topics: {", "utf-8")
    ran = monitor("doctor", "--json")
    assert ran.code == 1
    assert states(ran)["configuration", "files"] == "fault"
    assert states(ran)["store", "integrity"] == "ok"


def test_a_file_in_place_of_the_state_folder_is_a_fault(harness: Path, monitor: Monitor) -> None:
    (harness / "notes.txt").write_text("a list of things to do\n", "utf-8")
    (harness / "monitor.yaml").write_text("state_dir: notes.txt\n", "utf-8")
    ran = monitor("doctor")
    assert ran.code == 1
    assert "notes.txt is not a folder" in ran.out


def test_a_damaged_store_names_the_way_back(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    database = harness / "state" / "monitor.db"
    content = bytearray(database.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    database.write_bytes(content)
    for end in ("-wal", "-shm"):
        Path(f"{database}{end}").unlink(missing_ok=True)
    ran = monitor("doctor", "--json")
    assert ran.code == 1
    broken = [check for check in ran.json["checks"] if check["section"] == "store" and check["state"] == "fault"]
    assert broken
    assert "monitor restore" in broken[0]["mend"]


def test_reading_a_large_store_is_announced(harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute without a word looks like a program that hangs."""
    monitor("once")
    assert "minutes" not in monitor("doctor").err
    monkeypatch.setattr("monitor.adapters.store.checkup._READ_AT_ONCE", 1_000)
    ran = monitor("doctor", "--json")
    assert "monitor.db (0.0 GB): this may take minutes" in ran.err
    assert ran.json["checks"]


def test_tables_of_a_newer_version_are_named(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    with closing(sqlite3.connect(harness / "state" / "monitor.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert row(monitor("doctor", "--json"), "tables")["mend"].startswith("a newer version made it")


def test_a_mail_server_that_is_not_there_is_a_fault(harness: Path, monitor: Monitor) -> None:
    settings = (harness / "monitor.yaml").read_text("utf-8")
    mail = "channels:\n  post: {type: email, from: a@example.org, to: [b@example.org], smtp: 'smtp://127.0.0.1:9'}\n"
    (harness / "monitor.yaml").write_text(settings.replace("channels:\n", mail), "utf-8")
    monitor("once")
    found = row(monitor("doctor", "--json"), "post")
    assert (found["section"], found["state"]) == ("mail", "fault")
    assert "127.0.0.1:9 cannot be reached" in found["says"]


def test_without_anything_it_says_where_to_begin(monitor: Monitor, tmp_path: Path) -> None:
    ran = monitor("doctor", "--json")
    assert ran.code == 1
    assert row(ran, "folder")["state"] == "warning"
    assert not (tmp_path / "state").exists()


def test_test_messages_go_out_only_when_asked_for(harness: Path, monitor: Monitor, fake_site: FakeSite) -> None:
    assert harness
    monitor("once")
    before = len(fake_site.hooks)
    monitor("doctor")
    assert len(fake_site.hooks) == before
    ran = monitor("doctor", "--send", "--json")
    assert len(fake_site.hooks) == before + 1
    assert states(ran)["test messages", "team"] == "ok"


def test_polls_that_nobody_makes_are_noticed(harness: Path, monitor: Monitor) -> None:
    monitor("once")
    with closing(sqlite3.connect(harness / "state" / "monitor.db")) as connection:
        connection.execute("UPDATE source SET next_due_at = next_due_at - 3 * 86400 * 1000000")
        connection.commit()
    assert row(monitor("doctor", "--json"), "schedule")["state"] == "warning"


def test_a_first_start_that_found_no_room_needs_no_backup(harness: Path, monitor: Monitor) -> None:
    (harness / "state").mkdir(exist_ok=True)
    (harness / "state" / "monitor.db").touch()
    found = row(monitor("doctor", "--json"), "database")
    assert (found["state"], found["says"].endswith("is an empty file")) == ("warning", True)
    assert "restore" not in found["mend"]


def test_a_disk_that_takes_no_more_files_is_a_fault_beside_its_room(
    harness: Path, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (harness / "state").mkdir(exist_ok=True)
    asked = os.statvfs
    full = os.statvfs_result((*asked(harness)[:5], 60_000, 7, 7, *asked(harness)[8:]))
    monkeypatch.setattr(os, "statvfs", lambda _: full)
    ran = monitor("doctor", "--json")
    assert ran.code == 1
    assert (row(ran, "inodes")["state"], row(ran, "inodes")["says"]) == ("fault", "7 more files fit (60,000 in all)")
