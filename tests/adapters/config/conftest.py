"""Small doors to the loaders."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.watchlists.load import load_watchlists
from monitor.core.model.settings import Settings, Watchlists

ReadSettings = Callable[..., Settings]
ReadWatchlists = Callable[..., Watchlists]


@pytest.fixture
def read_settings(tmp_path: Path) -> ReadSettings:
    """Settings from text (``None`` = no file) and variables."""

    def read(text: str | None = None, env: Mapping[str, str] | None = None) -> Settings:
        path = None
        if text is not None:
            path = tmp_path / "monitor.yaml"
            path.write_text(text, "utf-8")
        return load_settings(path, env={"TZ": "Asia/Shanghai", **(env or {})}, base=tmp_path)

    return read


@pytest.fixture
def read_watchlists(tmp_path: Path, read_settings: ReadSettings) -> ReadWatchlists:
    """Watchlists from the texts of their files."""

    def read(*texts: str, settings: Settings | None = None, env: Mapping[str, str] | None = None) -> Watchlists:
        folder = tmp_path / "watchlists"
        folder.mkdir(exist_ok=True)
        for number, text in enumerate(texts):
            (folder / f"{number}.yaml").write_text(text, "utf-8")
        return load_watchlists(folder, settings=settings or read_settings(), env=env or {})

    return read
