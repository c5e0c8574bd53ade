"""What the image leaves out of an installation: only what nothing imports and nothing reads."""

import importlib.util
import sys
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest

_ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def slim() -> ModuleType:
    """It stands beside the program, not in it."""
    spec = importlib.util.spec_from_file_location("slim", _ROOT / "packaging" / "slim.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_LEFT_OUT = (
    "babel/locale-data/fr.dat", "babel/locale-data/fr_CA.dat", "wordfreq/data/large_en.msgpack.gz", "pack/kind.pyi",
    "pack/quick.pyx", "pack/quick.c", "pack/tests/test_pack.py", "ftfy/__init__.py",
    "pygments/lexers/fortran.py",
)  # fmt: skip
_KEPT = (
    "babel/locale-data/root.dat", "babel/locale-data/zh_Hans.dat", "babel/locale-data/en.dat", "babel/core.py",
    "wordfreq/data/small_en.msgpack.gz", "pack/quick.so", "pack/testing.py", "pack.libs/libpack.so", "pack/page.css",
    "pygments/lexers/python.py", "pygments/lexers/__init__.py",
)  # fmt: skip


def test_what_is_used_stays(slim: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*_LEFT_OUT, *_KEPT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [file.name for file in slim.extensions(tmp_path)] == ["quick.so"]
    monkeypatch.setattr(sys, "argv", ["slim.py", str(tmp_path)])
    monkeypatch.setenv("PATH", "")
    slim.main()
    left = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()}
    assert left == set(_KEPT)


@pytest.mark.parametrize("library", ["babel", "numpy", "wordfreq", "sqlalchemy", "lxml", "apprise", "pygments"])
def test_the_libraries_are_as_it_takes_them_to_be(slim: ModuleType, library: str) -> None:
    """A release that lays its files out otherwise is noticed here, not by the size of an image."""
    packages = Path(str(distribution(library).locate_file("")))
    patterns = [pattern for pattern, _ in (*slim.FILES, *slim.FOLDERS) if pattern.startswith(f"{library}/")]
    assert library == "babel" or patterns
    assert all(any(packages.glob(pattern)) for pattern in patterns)
    assert any(file.stem == "zh_Hans" for file in packages.glob("babel/locale-data/*.dat"))


def test_every_language_of_the_program_keeps_its_locale(slim: ModuleType) -> None:
    languages = {file.stem for file in (_ROOT / "monitor" / "core" / "i18n").glob("*.toml")}
    assert languages <= set(slim.LOCALES)
