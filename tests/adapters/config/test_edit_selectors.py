"""Selectors are written into a watchlist file, and everything else stays as it was."""

from pathlib import Path

import pytest

from monitor.adapters.config.edit.selectors import add_page_source, set_selectors
from monitor.adapters.config.edit.yaml_text import data_of
from monitor.errors import UserError

FILE = """\
watchlist: harbour  # ours
sources:
  # The town's own page.
  - url: https://town.example/news
    kind: page
    item: li.old  # since spring
    date: .when
    tier: official
  - {url: https://port.example/list, kind: page, item: li.a, tier: official}  # short
  - url: https://feed.example/rss
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.yaml"
    path.write_text(FILE, "utf-8")
    return path


def test_a_selector_is_replaced_another_comes_and_one_goes_with_all_comments_kept(file: Path) -> None:
    set_selectors(file, "https://town.example/news", {"item": "article.card > a", "title": "h3", "date": ""})
    text = file.read_text("utf-8")
    assert 'item: "article.card > a"  # since spring' in text
    assert "# The town's own page." in text
    assert "# ours" in text
    assert data_of(file)["sources"][0] == {
        "url": "https://town.example/news", "kind": "page", "item": "article.card > a", "tier": "official",
        "title": "h3",
    }  # fmt: skip


def test_one_in_braces_keeps_its_other_values_and_what_stands_behind_it(file: Path) -> None:
    set_selectors(file, "https://port.example/list", {"item": "tr.row", "link": "td a"})
    assert "  - {url: https://port.example/list, kind: page, tier: official, item: " in file.read_text("utf-8")
    assert "}  # short\n" in file.read_text("utf-8")
    assert data_of(file)["sources"][1]["link"] == "td a"


def test_what_is_no_page_is_left_alone(file: Path) -> None:
    for url in ("https://feed.example/rss", "https://nowhere.example/"):
        with pytest.raises(UserError, match="has no page"):
            set_selectors(file, url, {"item": "li"})
    assert file.read_text("utf-8") == FILE


def test_a_page_is_added_once(file: Path) -> None:
    add_page_source(file, "https://new.example/", {"item": "li.n", "link": "", "title": "b"})
    assert data_of(file)["sources"][-1] == {
        "url": "https://new.example/", "kind": "page", "item": "li.n", "title": "b",
    }  # fmt: skip
    with pytest.raises(UserError, match="already has the source"):
        add_page_source(file, "https://new.example/", {"item": "li"})
