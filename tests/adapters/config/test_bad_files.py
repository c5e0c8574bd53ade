"""Every wrong file in ``bad/`` gives exactly the lines that stand beside it, and never a traceback."""

from pathlib import Path

import pytest

from monitor.adapters.config.settings.keys import OF_WATCHLISTS
from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.watchlists.keys import WATCHLIST
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.errors import ConfigError

BAD = Path(__file__).parent / "bad"
ENV = {
    "EMPTY": "",
    "NOT_AN_ADDRESS": "hunter2",
    "NO_SCHEME": "example.org/hunter2",
    "SMTP_PASSWORD": "hunter2",
    "URL": "https://example.org/",
    "TZ": "UTC",
}


@pytest.mark.parametrize("name", sorted(path.stem for path in (BAD / "settings").glob("*.yaml")))
def test_a_wrong_settings_file_is_told_line_by_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD / "settings")
    with pytest.raises(ConfigError) as wrong:
        load_settings(Path(f"{name}.yaml"), env=ENV, base=Path())
    assert str(wrong.value) == Path(f"{name}.txt").read_text("utf-8").strip()


@pytest.mark.parametrize("name", sorted(path.name for path in (BAD / "watchlists").iterdir()))
def test_a_wrong_watchlist_is_told_line_by_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD / "watchlists" / name)
    settings = load_settings(None, env=ENV, base=Path())
    with pytest.raises(ConfigError) as wrong:
        load_watchlists(Path(), settings=settings, env=ENV)
    assert str(wrong.value) == Path("expected.txt").read_text("utf-8").strip()


@pytest.mark.parametrize("path", sorted(BAD.rglob("*.txt")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_error_line_shows_a_secret(path: Path) -> None:
    assert "hunter2" not in path.read_text("utf-8")


def test_the_settings_know_the_keys_of_a_watchlist() -> None:
    assert set(OF_WATCHLISTS) == {key.name for key in WATCHLIST.keys}
