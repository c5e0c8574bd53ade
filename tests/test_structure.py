"""What a reader meets first: modules that fit on a few screens, functions on one, folders that can be taken in.

Migrations are written once and never read in one go: neither bound is theirs.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PRODUCT = ROOT / "monitor"
MODULE_LINES, FUNCTION_LINES, FOLDER_MODULES = 300, 40, 18
WHY_FULL = {
    "cli/commands": "one module for each command",
    "core/channels": "one module for each service",
    "web/pages": "one module for each page",
}
"""Folders with more modules: each is a list that grows by an entry of its kind, and is read by its names."""


def modules() -> list[Path]:
    return [path for path in sorted(PRODUCT.rglob("*.py")) if "migrations" not in path.parts]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function with its lines from ``def`` to its end, inner ones too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_module_is_longer_than_a_few_screens() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert len(lengths) > 500
    assert {name: lines for name, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    found = {f"{path.relative_to(ROOT)}: {name}": lines for path in modules() for name, lines in functions(path)}
    assert len(found) > 3000
    assert {name: lines for name, lines in found.items() if lines > FUNCTION_LINES} == {}


def test_folders_hold_few_modules_but_where_they_are_lists() -> None:
    held = Counter(str(path.parent.relative_to(PRODUCT)) for path in modules() if path.name != "__init__.py")
    assert held.keys() >= WHY_FULL.keys()
    assert {folder: count for folder, count in held.items() if count > FOLDER_MODULES and folder not in WHY_FULL} == {}


@pytest.mark.parametrize("lines", [FUNCTION_LINES, FUNCTION_LINES + 1])
def test_a_long_function_is_seen_wherever_it_stands(tmp_path: Path, lines: int) -> None:
    body = "\n".join(f"        x{n} = {n}" for n in range(lines - 1))
    (tmp_path / "long.py").write_text(f"class A:\n    async def f(self) -> None:\n{body}\n", "utf-8")
    assert list(functions(tmp_path / "long.py")) == [("f", lines)]
