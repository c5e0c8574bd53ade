"""The wheel holds what the program needs beside its code."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_a_wheel_holds_templates_watchlists_and_languages(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    built = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S603 our own build
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "watchlists"):
        shipped = {p.relative_to(ROOT).as_posix() for p in (ROOT / folder).rglob("*") if p.is_file()}
        assert shipped
        assert {f"monitor/_data/{name}" for name in shipped} <= names
    languages = {p.relative_to(ROOT).as_posix() for p in (ROOT / "monitor").rglob("*.toml")}
    assert languages <= names
    migrations = {p.relative_to(ROOT).as_posix() for p in (ROOT / "monitor").rglob("migrations/versions/*.py")}
    assert migrations <= names
    assert not [name for name in names if name.startswith(("tests/", "bench/", "demo/"))]
