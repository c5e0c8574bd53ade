"""The newsroom's day, read from ``articles.yaml``."""

from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One item of one outlet. Times are hours from the demo's morning; before 0 is the past."""

    outlet: str
    at: float
    title: str
    body: str
    slug: str
    edited_at: float | None = None
    edited_body: str = ""
    shown_at: float | None = None
    """When the feed first shows it, if that is not when it was published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A feed's name and language."""

    title: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A headline of the page that has no feed."""

    at: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Everything that is published."""

    outlets: dict[str, Outlet] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    articles: tuple[Article, ...] = ()


def read_day() -> Day:
    """The bundled day."""
    written = YAML(typ="safe").load(Path(__file__).with_name("articles.yaml"))
    return Day(
        outlets={name: Outlet(**outlet) for name, outlet in written["outlets"].items()},
        notices=tuple(Notice(**notice) for notice in written["notices"]),
        articles=tuple(Article(**article) for article in written["articles"]),
    )
