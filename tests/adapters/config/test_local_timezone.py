"""The machine's own time zone: what ``TZ`` and the files of the system say, and what they leave open."""

import shutil
from functools import partial
from pathlib import Path

import pytest
from tzlocal.unix import _get_localzone_name as machine_zone

from monitor.adapters.config.local_timezone import local_zone
from monitor.errors import UserError

ZONES = Path("/usr/share/zoneinfo")


def zone_of(root: Path, tz: str = "") -> str:
    """What a machine whose files lie under ``root`` says."""
    return local_zone({"TZ": tz}, machine=partial(machine_zone, str(root)), localtime=root / "etc/localtime")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("TZ", raising=False)
    (tmp_path / "etc").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("tz", "link", "name", "expected"),
    [
        ("Europe/Berlin", "Asia/Tokyo", "", "Europe/Berlin"),
        (":/usr/share/zoneinfo/Europe/Berlin", "", "", "Europe/Berlin"),
        ("CST-8", "Asia/Shanghai", "", "Asia/Shanghai"),
        ("CST-8", "Etc/UTC", "", "Etc/GMT-8"),
        ("UTC+3", "", "", "Etc/GMT+3"),
        ("<+0530>-5:30", "Asia/Kolkata", "", "Asia/Kolkata"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Berlin", "", "Europe/Berlin"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Paris", "", "Europe/Paris"),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "Australia/Sydney", "", "Australia/Sydney"),
        ("XYZ0", "Asia/Tokyo", "", "Etc/UTC"),
        ("localtime", "Asia/Tokyo", "", "Asia/Tokyo"),
        ("", "Asia/Shanghai", "", "Asia/Shanghai"),
        ("", "", "Asia/Tokyo\n", "Asia/Tokyo"),
        ("", "", "", "UTC"),
    ],
)
def test_the_machine_says_its_zone(root: Path, tz: str, link: str, name: str, expected: str) -> None:
    if name:
        (root / "etc/timezone").write_text(name, "utf-8")
    if link:
        (root / "etc/localtime").symlink_to(ZONES / link)
    assert zone_of(root, tz) == expected


@pytest.mark.skipif(not (ZONES / "Asia/Tokyo").exists(), reason="no zone files here")
def test_a_copied_file_names_no_zone_and_says_so(root: Path) -> None:
    shutil.copy(ZONES / "Asia/Tokyo", root / "etc/localtime")
    with pytest.raises(UserError, match="is a copy that does not name its time zone; set timezone"):
        zone_of(root)
    assert zone_of(root, "Asia/Tokyo") == "Asia/Tokyo"


@pytest.mark.skipif(not (ZONES / "UTC").exists(), reason="no zone files here")
def test_a_copied_file_of_utc_is_utc(root: Path) -> None:
    shutil.copy(ZONES / "UTC", root / "etc/localtime")
    assert zone_of(root) == "UTC"


@pytest.mark.skipif(not (ZONES / "Asia/Tokyo").exists(), reason="no zone files here")
def test_files_that_contradict_each_other_are_not_guessed_at(root: Path) -> None:
    (root / "etc/sysconfig").mkdir()
    (root / "etc/sysconfig/clock").write_text('ZONE="Europe/Paris"\n', "utf-8")
    (root / "etc/localtime").symlink_to(ZONES / "Asia/Tokyo")
    with pytest.raises(UserError, match=r"the machine's time zone is not clear: .*set timezone"):
        zone_of(root)


@pytest.mark.skipif(not (ZONES / "Asia/Tokyo").exists(), reason="no zone files here")
def test_the_link_counts_where_an_old_name_file_was_left_behind(root: Path) -> None:
    (root / "etc/timezone").write_text("Europe/Paris\n", "utf-8")
    (root / "etc/localtime").symlink_to(ZONES / "Asia/Tokyo")
    assert zone_of(root) == "Asia/Tokyo"


def test_a_misspelt_variable_is_told_instead_of_passed_over(root: Path) -> None:
    (root / "etc/localtime").symlink_to(ZONES / "Etc/UTC")
    with pytest.raises(UserError, match="TZ=Europe/Berlln names no time zone; did you mean Europe/Berlin, or set"):
        zone_of(root, "Europe/Berlln")
    with pytest.raises(UserError, match="did you mean Asia/Shanghai"):
        zone_of(root, "Asia/Bejing")
    with pytest.raises(UserError, match="TZ=Shanghai names no time zone"):
        zone_of(root, "Shanghai")
    for rule in ("CET-1CEST", "IST-5:30", "ABC+13"):
        with pytest.raises(UserError, match=r"is a rule that names no time zone, .* \(Etc/UTC\) has another time"):
            zone_of(root, rule)
    assert zone_of(root, ":/etc/localtime") == "Etc/UTC"
