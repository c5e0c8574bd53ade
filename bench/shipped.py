"""The topics that ship with the program, in a folder of watchlists of a bench's own."""

from pathlib import Path


def shipped_topics(folder: Path) -> Path:
    """A folder of watchlists with the shipped topics and no sources."""
    lists = folder / "watchlists"
    lists.mkdir(parents=True, exist_ok=True)
    shipped = Path(__file__).resolve().parents[1] / "watchlists"
    for name in ("video-models", "models-and-apps", "companies"):
        (lists / f"{name}.yaml").write_bytes((shipped / f"{name}.yaml").read_bytes())
    return lists
