"""Leaves out of an installation what the program never reads: the image runs it before anything is compiled.

    python packaging/slim.py /opt/news-monitor/lib/python3.13/site-packages

Sources of extensions, types for checkers, tests, word lists and locales of which none is asked for; symbols of
extensions where ``strip`` is installed. What is left is imported whole afterwards (``compile_imports.py``).
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FILES: tuple[tuple[str, str], ...] = (
    ("**/*.pyi", "types, for checkers"),
    ("**/*.py[dx]", "sources in Cython"),
    ("**/*.[ach]", "sources in C, headers, archives for linking"),
    ("**/*.cpp", "sources in C++"),
    ("wordfreq/data/large_*", "the small lists hold all words that are common enough to be asked for"),
    ("lxml/objectify.*", "nobody asks for it"),
    ("numpy/_core/_simd.*", "for tests"),
    ("numpy/_core/_*_tests.*", "for tests"),
    ("apprise/i18n/*/LC_MESSAGES/*", "its descriptions of services in other languages"),
    ("pygments/lexers/[a-z]*.py", "only Python is ever shown in colours, in a traceback"),
    ("wordfreq/data/jieba*", "rjieba brings its own dictionary"),
)
FOLDERS: tuple[tuple[str, str], ...] = (
    ("**/tests", "tests of libraries"),
    ("numpy/f2py", "for compiling Fortran"),
    ("numpy/distutils", "for building extensions"),
    ("lxml/isoschematron", "nobody asks for it"),
    ("numpy/random", "the core knows no chance"),
    ("procrastinate/contrib/django", "there is no Django"),
    ("babel/messages", "for translators"),
    ("sqlalchemy/orm", "the store is written in statements"),
    ("sqlalchemy/testing", "for tests of dialects"),
    ("sqlalchemy/dialects/m[sy]*", "the store is SQLite or PostgreSQL"),
    ("sqlalchemy/dialects/oracle", "the same"),
    ("alembic/testing", "for tests"),
    ("wcwidth", "wordfreq's code needs it, and only its lists are read"),
    ("ftfy", "the same"),
    ("langcodes", "the same"),
    ("language_data", "the same"),
    ("locate", "the same"),
)
KEPT = frozenset({"pygments/lexers/python.py", "pygments/lexers/special.py"})
LOCALES = ("root", "en", "zh", "ja")
"""Those in which the program writes; each with its regions."""


def unused(packages: Path) -> Iterator[Path]:
    """Files and folders to leave out."""
    for pattern, _ in (*FILES, *FOLDERS):
        yield from (path for path in packages.glob(pattern) if str(path.relative_to(packages)) not in KEPT)
    for file in packages.glob("babel/locale-data/*.dat"):
        if file.stem.partition("_")[0] not in LOCALES:
            yield file


def extensions(packages: Path) -> Iterator[Path]:
    """Those whose symbols may go; libraries beside them were patched when their wheel was made, and stay."""
    for file in packages.glob("**/*.so"):
        if not any(part.endswith(".libs") for part in file.parts):
            yield file


def main() -> None:
    """Says how much went."""
    packages = Path(sys.argv[1])
    before = _size_of(packages)
    for path in list(unused(packages)):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    if strip := shutil.which("strip"):
        subprocess.run([strip, "--strip-unneeded", *map(str, extensions(packages))], check=True)  # noqa: S603 — ours
    sys.stdout.write(f"{packages}: {before / 1e6:.0f} MB, now {_size_of(packages) / 1e6:.0f} MB\n")


def _size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


if __name__ == "__main__":
    main()
