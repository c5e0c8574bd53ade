"""Counts what the structure of the code looks like: ``python -m bench.structure [--words] [ROOT]``.

Modules per folder, modules over 300 lines, functions over 40, the median module, and the share of module-level
functions whose name is one word. ``--words`` counts the retired words of the glossary in code and documents.
"""

import argparse
import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

_LONG_MODULE, _LONG_FUNCTION = 300, 40
_RETIRED = (
    "gist", "gists", "gister", "founds", "owe", "owed", "sighting", "lanes", "likeness", "weighing", "rereading",
    "retractor", "pulse", "desk", "hurry", "knock", "knocks", "rhythm", "drawer", "by hand", "is no feed", "is no json",
)  # fmt: skip
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules_below(root: Path) -> dict[Path, str]:
    """Every module of the package with its text."""
    return {path.relative_to(root): path.read_text("utf-8") for path in sorted((root / "monitor").rglob("*.py"))}


def functions_in(text: str) -> Iterator[_Function]:
    """Every function, methods and inner ones, too."""
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, _Function))


def names_at_module_level(text: str) -> list[str]:
    """Of functions."""
    return [node.name for node in ast.parse(text).body if isinstance(node, _Function)]


def is_one_word(name: str) -> bool:
    """Neither a leading underscore nor dunders count as a word."""
    return "_" not in name.strip("_")


def count_words(root: Path) -> Counter[str]:
    """Occurrences of each retired word in code, documents, templates and rules."""
    found: Counter[str] = Counter()
    for folder in ("monitor", "docs", "templates"):
        for path in (root / folder).rglob("*"):
            if path.suffix in {".py", ".md", ".toml", ".html", ".txt"} and path.name != "glossary.md":
                text = path.read_text("utf-8").lower()
                found.update({word: len(re.findall(rf"(?<![a-z]){word}(?![a-z])", text)) for word in _RETIRED})
    return found


def report(root: Path) -> None:
    """Print the figures of one checkout."""
    modules = {path: text for path, text in modules_below(root).items() if text.strip()}
    lines = {path: len(text.splitlines()) for path, text in modules.items()}
    functions = [(path, node) for path, text in modules.items() for node in functions_in(text)]
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, node in functions
        if (node.end_lineno or 0) - node.lineno >= _LONG_FUNCTION
    ]
    names = [name for text in modules.values() for name in names_at_module_level(text)]
    short = sum(map(is_one_word, names))
    folders = Counter(str(path.parent) for path in modules if path.name != "__init__.py")
    print(f"modules {len(modules)}, lines {sum(lines.values())}, median module {median(lines.values()):.0f} lines")
    print(f"modules over {_LONG_MODULE} lines: {[str(path) for path, size in lines.items() if size > _LONG_MODULE]}")
    print(f"functions {len(functions)}, over {_LONG_FUNCTION} lines: {len(long)} {long}")
    print(f"module-level functions {len(names)}, named by one word: {short} ({short / len(names):.1%})")
    print("modules per folder, the fullest first:", dict(folders.most_common(12)))


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=Path())
    parser.add_argument("--words", action="store_true")
    asked = parser.parse_args()
    report(asked.root)
    if asked.words:
        for word, count in count_words(asked.root).most_common():
            print(f"{count:5} {word}")


if __name__ == "__main__":
    main()
