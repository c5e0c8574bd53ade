"""Archives: whole or not at all, and hostile until proven otherwise."""

import gzip
import io
import json
import tarfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.files.archive import TarArchives
from monitor.core.model.operations.administration import ArchivedFile, Manifest
from monitor.errors import UserError

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def describe(files: Sequence[ArchivedFile]) -> Manifest:
    return Manifest(version="0.2.0", schema="0006", created_at=AT, rows={"entry": 3}, files=tuple(files))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    store, rules = tmp_path / "a", tmp_path / "b"
    store.write_bytes(b"rows" * 1000)
    rules.write_text("topics: []", "utf-8")
    target = tmp_path / "backup.tar.gz"
    TarArchives().write(str(target), {"store.sqlite3": str(store), "watchlists/名单.yaml": str(rules)}, describe)
    return target


def rewritten(
    archive: Path, change: Callable[[dict[str, Any]], None], *, extra: Sequence[tarfile.TarInfo] = ()
) -> Path:
    """The archive with its manifest changed, and further members at its end."""
    out = archive.with_name("changed.tar.gz")
    with tarfile.open(archive) as before, tarfile.open(out, "w:gz") as after:
        for member in before:
            content = before.extractfile(member)
            assert content is not None
            data = content.read()
            if member.name == "manifest.json":
                document = json.loads(data)
                change(document)
                data = json.dumps(document).encode()
            member.size = len(data)
            after.addfile(member, io.BytesIO(data))
        for member in extra:
            after.addfile(member, io.BytesIO(b"x" * member.size))
    return out


def test_what_goes_in_comes_out(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    manifest = TarArchives().unpack(str(archive), str(folder))
    assert manifest.created_at == AT
    assert manifest.rows == {"entry": 3}
    assert (folder / "store.sqlite3").read_bytes() == b"rows" * 1000
    assert (folder / "watchlists" / "名单.yaml").read_text("utf-8") == "topics: []"


def test_only_its_owner_can_read_it(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_the_same_files_make_the_same_archive(archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.tar.gz"
    files = {"store.sqlite3": str(tmp_path / "a"), "watchlists/名单.yaml": str(tmp_path / "b")}
    TarArchives().write(str(again), files, describe)
    # The gzip header holds no name either.
    assert gzip.decompress(again.read_bytes()) == gzip.decompress(archive.read_bytes())


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/../../outside", "..\\outside", "", "a\0b"])
def test_a_name_that_leads_out_is_refused_before_anything_is_written(archive: Path, tmp_path: Path, name: str) -> None:
    def change(document: dict[str, Any]) -> None:
        document["files"][0]["name"] = name

    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(UserError, match="lead out"):
        TarArchives().unpack(str(rewritten(archive, change)), str(folder))
    assert not list(folder.iterdir())


def test_a_link_is_refused_even_where_the_manifest_names_it(archive: Path, tmp_path: Path) -> None:
    link = tarfile.TarInfo("watchlists/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"

    def change(document: dict[str, Any]) -> None:
        document["files"].append({"name": "watchlists/link", "size": 0, "sha256": ""})

    with pytest.raises(UserError, match="is not what its manifest says"):
        TarArchives().unpack(str(rewritten(archive, change, extra=[link])), str(tmp_path))
    assert not (tmp_path / "watchlists" / "link").is_symlink()


def test_a_file_that_the_manifest_does_not_name_is_refused(archive: Path) -> None:
    with pytest.raises(UserError, match="“more” is not what its manifest says"):
        TarArchives().verify(str(rewritten(archive, lambda _: None, extra=[tarfile.TarInfo("more")])))


def test_a_changed_file_is_noticed(archive: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["files"][0]["sha256"] = "0" * 64

    with pytest.raises(UserError, match="its hash differs"):
        TarArchives().verify(str(rewritten(archive, change)))


def test_a_file_that_is_missing_at_the_end_is_noticed(archive: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["files"].append({"name": "watchlists/gone.yaml", "size": 1, "sha256": "0" * 64})

    with pytest.raises(UserError, match=r"gone\.yaml” is missing"):
        TarArchives().verify(str(rewritten(archive, change)))


@pytest.mark.parametrize("kept", [0, 1, 20, 100, -40])
def test_a_part_of_an_archive_is_no_archive(archive: Path, kept: int) -> None:
    archive.write_bytes(archive.read_bytes()[:kept])
    with pytest.raises(UserError, match="damaged or not a backup"):
        TarArchives().verify(str(archive))


@pytest.mark.parametrize("written", [b"PK\x03\x04", b"{}", b"SQLite format 3\0" + b"\0" * 500])
def test_another_kind_of_file_is_no_archive(tmp_path: Path, written: bytes) -> None:
    (tmp_path / "x").write_bytes(written)
    with pytest.raises(UserError, match="damaged or not a backup"):
        TarArchives().verify(str(tmp_path / "x"))


def test_sizes_of_a_bomb_are_refused(archive: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["files"][0]["size"] = 10**15

    with pytest.raises(UserError, match="sizes that no installation has"):
        TarArchives().verify(str(rewritten(archive, change)))


def test_an_archive_that_cannot_be_finished_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")

    def forgetful(files: Sequence[ArchivedFile]) -> Manifest:
        (tmp_path / "a").unlink()
        return describe(files)

    with pytest.raises(UserError, match="cannot be written"):
        TarArchives().write(str(tmp_path / "b.tar.gz"), {"a": str(tmp_path / "a")}, forgetful)
    assert not list(tmp_path.iterdir())
