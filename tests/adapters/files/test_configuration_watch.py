"""The configuration as one fingerprint: secrets in files belong to it."""

from pathlib import Path

from monitor.adapters.files.configuration_watch import WatchedFiles


def watched(folder: Path) -> WatchedFiles:
    """Settings with one secret in a file."""
    for name in ("watchlists", "templates"):
        (folder / name).mkdir()
    (folder / "monitor.yaml").write_text("web: {password: file:pw}\n", "utf-8")
    (folder / "pw").write_text("open sesame\n", "utf-8")
    files = WatchedFiles(
        settings=folder / "monitor.yaml",
        watchlists=folder / "watchlists",
        templates=folder / "templates",
        secrets=frozenset({str(folder / "pw")}),
    )
    files.in_force = files.fingerprint()
    return files


def test_a_renewed_secret_is_a_change_and_one_written_again_is_none(tmp_path: Path) -> None:
    files = watched(tmp_path)
    (tmp_path / "pw").write_text("open sesame\n", "utf-8")
    assert files.fingerprint() == files.in_force
    (tmp_path / "new").write_text("another\n", "utf-8")
    (tmp_path / "new").rename(tmp_path / "pw")
    assert files.fingerprint() != files.in_force
    (tmp_path / "pw").unlink()
    assert files.fingerprint() != files.in_force


def test_secrets_of_watchlists_join_later_and_hide_no_change(tmp_path: Path) -> None:
    files = watched(tmp_path)
    (tmp_path / "token").write_text("x", "utf-8")
    files.watch_too(frozenset({str(tmp_path / "token")}))
    assert files.fingerprint() == files.in_force
    (tmp_path / "token").write_text("y", "utf-8")
    assert files.fingerprint() != files.in_force
    files.watch_too(frozenset({str(tmp_path / "other")}))
    assert files.fingerprint() != files.in_force, "it changed before that"
