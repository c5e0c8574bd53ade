"""The wheel holds what the program needs beside its code, and the same tree gives the same bytes."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from monitor.cli.man_page import man_page
from monitor.cli.registry import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
BUILT_FROM = ("monitor", "watchlists", "templates", "docs/man", "pyproject.toml", "README.md", "LICENSE")


def build_wheel(tree: Path, into: Path) -> Path:
    words = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(into)]
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    built = subprocess.run(words, cwd=tree, env=environment, check=False, capture_output=True, text=True)  # noqa: S603 our own build
    assert built.returncode == 0, built.stderr
    (wheel,) = into.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


def test_a_wheel_holds_templates_watchlists_and_languages(wheel: Path) -> None:
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
    assert [name for name in names if name.endswith("data/share/man/man1/monitor.1")]


def test_two_builds_of_one_tree_are_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    """Elsewhere, later, by another user's mask: a copy whose files have other times and rights."""
    tree = tmp_path / "copy"
    for name in BUILT_FROM:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tree / name)
    for path in tree.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        if path.is_file():
            path.chmod(0o640)
    again = build_wheel(tree, tmp_path / "dist")
    assert hashlib.sha256(again.read_bytes()).hexdigest() == hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_the_manual_page_is_what_the_help_says() -> None:
    committed = (ROOT / "docs" / "man" / "monitor.1").read_text("utf-8")
    assert committed == man_page(), "run: make man"
    assert all(f".SS monitor {name.replace('-', chr(92) + '-')}" in committed for name in COMMANDS)


@pytest.fixture(scope="module")
def supply() -> ModuleType:
    spec = importlib.util.spec_from_file_location("supply", ROOT / "packaging" / "supply.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["supply"] = module
    spec.loader.exec_module(module)
    return module


def test_the_bill_of_materials_lists_every_locked_package_with_licence_and_hashes(
    supply: ModuleType, tmp_path: Path
) -> None:
    supply.write_both(tmp_path / "a")
    supply.write_both(tmp_path / "b")
    first, second = ((tmp_path / name / "sbom.cdx.json").read_bytes() for name in "ab")
    assert first == second
    bill = json.loads(first)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    locked = {f"{package.name} {package.version}" for package in supply.read_lock(supply.LOCK.read_text("utf-8"))}
    lines = supply.LOCK.read_text("utf-8").splitlines()
    assert len(locked) == sum(not line.startswith((" ", "#")) and "==" in line for line in lines)
    assert {f"{component['name']} {component['version']}" for component in bill["components"]} == locked
    for component in bill["components"]:
        assert component["purl"] == f"pkg:pypi/{component['name'].lower()}@{component['version']}"
        assert component["licenses"]
        digests = [one["value"] for one in component["properties"] if one["name"] == "news-monitor:sha256"]
        assert digests
        assert all(len(digest) == 64 for digest in digests)
    table = (tmp_path / "a" / "licences.md").read_text("utf-8")
    assert all(f"| {name.replace(' ', ' | ')} |" in table for name in locked)


def test_a_lock_is_read_with_its_markers(supply: ModuleType) -> None:
    text = (
        "one==1.0 \\\n    --hash=sha256:"
        + "a" * 64
        + "\ntwo==2 ; sys_platform == 'win32' \\\n    --hash=sha256:"
        + "b" * 64
    )
    one, two = supply.read_lock(text)
    assert (one.name, one.version, one.marker, one.hashes) == ("one", "1.0", "", ("a" * 64,))
    assert (two.name, two.marker) == ("two", "sys_platform == 'win32'")
