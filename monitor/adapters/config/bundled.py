"""What ships with the program: its templates and watchlists, in a checkout or inside the wheel."""

from collections.abc import Mapping
from pathlib import Path

from monitor.errors import ConfigError, Problem

STYLE = "web/style.css"
"""The style of all pages."""
_PACKAGE = Path(__file__).resolve().parents[2]


def bundled_folder(name: str) -> Path:
    """The folder ``templates`` or ``watchlists`` as shipped: inside the wheel, else beside the package."""
    inside = _PACKAGE / "_data" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def own_templates(templates: Mapping[str, str]) -> frozenset[str]:
    """Those among ``templates`` that do not read as shipped: somebody else wrote them."""
    folder = bundled_folder("templates")
    return frozenset(
        name
        for name, text in templates.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    )


def read_shipped() -> dict[str, str]:
    """The templates that ship, by their paths."""
    return read_templates(bundled_folder("templates"))


def read_templates(own: Path) -> dict[str, str]:
    """Every template by its path ("email/digest.html"): the shipped ones, each overridden by a file in ``own``."""
    templates: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in dict.fromkeys((bundled_folder("templates"), own)):
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if not file.is_file() or file.name.startswith(".") or file.suffix == ".md":
                continue
            try:
                templates[file.relative_to(folder).as_posix()] = file.read_text(encoding="utf-8")
            except UnicodeDecodeError as error:
                problems.append(
                    Problem(
                        file=str(file),
                        line=1,
                        column=1,
                        what="not UTF-8",
                        got=f"byte {error.start}",
                        hint="save it as UTF-8",
                    )
                )
    if problems:
        raise ConfigError(problems)
    return templates
