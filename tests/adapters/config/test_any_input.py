"""Whatever stands in a file or a variable: a configuration comes of it, or ConfigError, never another error."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.adapters.config.settings.alert_keys import ALERTS
from monitor.adapters.config.settings.keys import SETTINGS
from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.watchlists.keys import WATCHLIST
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.errors import ConfigError

DOCS = Path(__file__).parents[3] / "docs"
KEYS = [key.name for table in (SETTINGS, WATCHLIST, ALERTS) for key in table.keys]
FAST = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["08:30", "5m", "env:X", "file:x", "https://a:b@c", "https://example.org/", "20/min", "rsshub:/a"]),
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner),
    max_leaves=12,
)


def spelt(value: object) -> str:
    """A tree as YAML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{spelt(key)}: {spelt(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(spelt(inner) for inner in value) + "]"
    return repr(value) if not isinstance(value, str) else "'" + value.replace("'", "''") + "'"


def attempt(folder: Path, content: bytes, variables: dict[str, str]) -> None:
    """Load the content as settings and as a watchlist."""
    (folder / "w").mkdir(exist_ok=True)
    (folder / "w" / "a.yaml").write_bytes(content)
    defaults = load_settings(None, env={"TZ": "UTC"}, base=folder)
    for load in (
        lambda: load_settings(folder / "w" / "a.yaml", env={"TZ": "UTC", **variables}, base=folder),
        lambda: load_watchlists(folder / "w", settings=defaults, env=variables),
    ):
        try:
            load()
        except ConfigError as exc:
            problems = exc.problems
        else:
            continue
        assert problems
        assert all(problem.line >= 1 and problem.column >= 1 and problem.what for problem in problems)


@FAST
@given(st.binary(max_size=60))
def test_any_bytes(tmp_path: Path, content: bytes) -> None:
    attempt(tmp_path, content, {})


@FAST
@given(st.dictionaries(st.sampled_from(KEYS), TREES, max_size=4))
def test_any_values_under_known_keys(tmp_path: Path, tree: dict[str, object]) -> None:
    attempt(tmp_path, spelt(tree).encode("utf-8", "surrogatepass"), {})


@FAST
@given(st.sampled_from(KEYS), st.lists(st.sampled_from([*KEYS, "0", "1", "x"]), max_size=3), st.text(max_size=10))
def test_any_variable(tmp_path: Path, key: str, path: list[str], text: str) -> None:
    name = "__".join([key, *path]).upper()
    attempt(
        tmp_path, b"digests: [{name: a, at: '08:30'}]\n", {f"MONITOR_{name}": text, "MONITOR_FETCH": "{timeout: 1m}"}
    )


@pytest.mark.parametrize("name", ["settings.md", "watchlists.md"])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_example_with_a_piece_cut_out(tmp_path: Path, name: str, data: st.DataObject) -> None:
    page = (DOCS / name).read_text("utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    start = data.draw(st.integers(0, len(example)))
    end = data.draw(st.integers(start, min(len(example), start + 20)))
    attempt(tmp_path, (example[:start] + example[end:]).encode(), {})
