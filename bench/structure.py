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
    "gist", "gists", "gister", "founds", "owe", "owed", "owes", "sighting", "lanes", "likeness", "weighing",
    "rereading", "retractor", "pulse", "desk", "hurry", "knock", "knocks", "rhythm", "drawer", "by hand", "is no feed",
    "is no json", "is no file", "is no number", "is no time", "is no watchlist",
)  # fmt: skip
_FOLDERS = ("monitor", "docs", "templates")
_HISTORY = (
    "docs/development/measurements",
    "docs/development/glossary.md",
    "monitor/adapters/store/migrations/versions",
)
"""What tells of the past, or lists the words: not counted."""
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


def find_words(root: Path) -> dict[str, Counter[str]]:
    """Occurrences of each retired word by file, in code, documents, templates and catalogs."""
    found: dict[str, Counter[str]] = {}
    for folder in _FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix in {".py", ".md", ".toml", ".html", ".txt"} and not name.startswith(_HISTORY):
                text = path.read_text("utf-8").lower()
                counts = {word: len(re.findall(rf"(?<!\w){word}(?![\w@])", text)) for word in _RETIRED}
                found[name] = Counter({word: count for word, count in counts.items() if count})
    return found


def share_of_one_word_names(root: Path) -> float:
    """Of the functions at module level, 0 to 1."""
    names = [name for text in modules_below(root).values() for name in names_at_module_level(text)]
    return sum(map(is_one_word, names)) / len(names)


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
        counts = find_words(asked.root)
        for word, count in sum(counts.values(), Counter[str]()).most_common():
            print(f"{count:5} {word}: {', '.join(name for name, found in counts.items() if word in found)}")


if __name__ == "__main__":
    main()
