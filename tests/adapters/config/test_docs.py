"""What the documents and schemas say is what the loader does."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.adapters.config.docs_tables import TABLES, key_table, refresh_tables, tables_in
from monitor.adapters.config.json_schema import schema_texts, write_schemas
from monitor.adapters.config.schema.keys import plain_data
from monitor.adapters.config.schema.yaml_tree import read_tree
from monitor.adapters.config.settings.channel_keys import CHANNEL_TABLES
from monitor.adapters.config.settings.load import load_settings
from monitor.core.model.settings import Settings, Watchlists

DOCS = Path(__file__).parents[3] / "docs"
PAGES = {name: (DOCS / name).read_text("utf-8") for name in ("settings.md", "watchlists.md", "channels.md")}
YAML_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(page: str) -> list[str]:
    return YAML_BLOCK.findall(PAGES[page])


def variables(block: str) -> dict[str, str]:
    """A fitting value for every variable that an example names."""
    names = re.findall(r"env:([A-Z_]+)", block)
    fitting = {"EXAMPLE_LOGIN": "me:pw", "MONITOR_PROXY": "socks5://proxy:1080", "HOOK_SECRET": "whsec_c2VjcmV0"}
    return {name: fitting.get(name, "https://example.org/x" if name.endswith("_URL") else "x") for name in names}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_tables_of_keys_are_current(name: str) -> None:
    page = PAGES[name]
    assert refresh_tables(page) == page, (
        "run: python -m monitor.adapters.config.docs_tables docs/settings.md docs/watchlists.md"
    )


def test_every_key_stands_in_a_document() -> None:
    shown = {name for page in PAGES.values() for name in tables_in(page)}
    same = {key_table(TABLES[name]) for name in shown}
    missing = [name for name, keys in TABLES.items() if keys and key_table(keys) not in same]
    assert missing == []
    for kind in CHANNEL_TABLES:
        assert f"**`{kind}`**" in PAGES["settings.md"]


@pytest.mark.parametrize("block", blocks("settings.md"))
def test_every_settings_example_loads(block: str, tmp_path: Path) -> None:
    (tmp_path / "monitor.yaml").write_text(block, "utf-8")
    load_settings(tmp_path / "monitor.yaml", env=variables(block), base=tmp_path)


@pytest.mark.parametrize("block", blocks("watchlists.md"))
def test_every_watchlist_example_loads(
    block: str, read_watchlists: Callable[..., Watchlists], read_settings: Callable[..., Settings]
) -> None:
    assert read_watchlists(block, settings=read_settings(), env=variables(block))


def test_every_example_and_default_of_a_key_is_yaml_and_every_key_has_one_or_a_reason() -> None:
    for name, keys in TABLES.items():
        for key in keys:
            for text in filter(None, (key.default, key.example)):
                read_tree(text.encode(), f"{name}.{key.name}")
            assert key.default or key.required or key.stands_for or key.example, f"{name}.{key.name}"


@pytest.mark.parametrize("name", sorted(schema_texts()))
def test_the_schemas_are_current(name: str) -> None:
    assert (DOCS / "schema" / name).read_text("utf-8") == schema_texts()[name], (
        "run: python -m monitor.adapters.config.json_schema"
    )


def test_schemas_know_the_keys_that_the_examples_use() -> None:
    for page, schema in (("settings.md", "settings.schema.json"), ("watchlists.md", "watchlist.schema.json")):
        known = json.loads(schema_texts()[schema])
        for block in blocks(page):
            tree = read_tree(block.encode(), page)
            assert tree is not None
            assert list(strangers(plain_data(tree), known)) == []


def strangers(value: object, schema: dict[str, object]) -> Iterator[str]:
    """Keys in a value that its schema does not have; enough of JSON Schema for ours."""
    branches = schema.get("anyOf")
    if isinstance(branches, list):
        found = [list(strangers(value, branch)) for branch in branches]
        yield from min(found, key=len)
    elif isinstance(value, dict):
        properties, more = schema.get("properties", {}), schema.get("additionalProperties")
        assert isinstance(properties, dict)
        for key, inner in value.items():
            below = properties.get(key, more)
            if isinstance(below, dict):
                yield from strangers(inner, below)
            else:
                yield key
    elif isinstance(value, list):
        items = schema.get("items")
        for inner in value:
            if isinstance(items, dict):
                yield from strangers(inner, items)
            else:
                yield str(inner)


def test_schemas_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    assert sorted(path.name for path in write_schemas(tmp_path / "schema")) == sorted(schema_texts())
