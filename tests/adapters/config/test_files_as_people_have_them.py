"""Files as editors, keyboards, containers and Kubernetes leave them."""

import os
import stat
import threading
from pathlib import Path

import pytest

from monitor.adapters.config.edit.items import add_source
from monitor.adapters.config.edit.yaml_text import edit_alone, write_text
from monitor.adapters.config.schema.keys import plain_data
from monitor.adapters.config.schema.secrets import strip_frame
from monitor.adapters.config.schema.yaml_tree import read_tree
from monitor.adapters.config.settings.load import load_settings
from monitor.adapters.config.watchlists.load import watchlist_files
from monitor.errors import ConfigError


def values(text: str) -> object:
    tree = read_tree(text.encode(), "f")
    return plain_data(tree) if tree is not None else None


def problem(text: str) -> str:
    with pytest.raises(ConfigError) as wrong:
        read_tree(text.encode(), "f.yaml")
    return str(wrong.value)


@pytest.mark.parametrize(
    ("text", "place", "named"),
    [
        ("sources:\n  - title： Volt\n    lang: en\n", "2:", "full-width colon (U+FF1A)"),
        ("fetch:\n　timeout: 10s\n  b: 1\n", "2:", "full-width space (U+3000)"),
        ("a: b\u2060c\n", "1:4", "word joiner (U+2060)"),
        ("ab\ufeffc: 1\n", "1:1", "byte order mark (U+FEFF)"),
        ("name: “Volt”\n", "1:7", "curly quote (U+201C)"),
        ("name: ‘Volt’\n", "1:7", "curly quote (U+2018)"),
    ],
)
def test_what_looks_like_yaml_and_is_not_is_named_where_it_stands(text: str, place: str, named: str) -> None:
    said = problem(text)
    assert said.startswith(f"f.yaml:{place}")
    assert named in said


def test_chinese_text_is_no_mistake() -> None:
    text = 'aliases: [可灵，即梦, “可灵”发布]\nnote: |\n  说明：好\nq: "a\u200bb"\n'
    assert values(text) == {
        "aliases": ["可灵，即梦", "“可灵”发布"],
        "note": "说明：好\n",
        "q": "a\u200bb",
    }


def test_parts_are_named_once_and_used_often() -> None:
    text = "x-a: &a {k: 1, l: 2}\nx-b: &b {l: 3, m: 4}\nc: {<<: [*a, *b], k: 9}\nd:\n  <<: *b\n"
    found = values(text)
    assert found == {
        "x-a": {"k": 1, "l": 2},
        "x-b": {"l": 3, "m": 4},
        "c": {"k": 9, "l": 2, "m": 4},
        "d": {"l": 3, "m": 4},
    }
    assert "<< takes a mapping" in problem("a: {<<: 3}\n")


def test_own_blocks_and_addresses_in_variables_are_read(tmp_path: Path) -> None:
    settings = tmp_path / "monitor.yaml"
    settings.write_text(
        "x-shared: &s {per_host_delay: 3s}\nfetch: {<<: *s, timeout: 7s}\nrsshub: env:HUB\n"
        "web: {base_url: 'env:SITE', password: 'env:PW'}\n"
    )
    env = {"HUB": "http://hub.example:1200\n", "SITE": "https://n.example.org", "PW": "\ufeffgeheim und lang\r\n"}
    found = load_settings(settings, env=env, base=tmp_path)
    assert (found.fetch.timeout.seconds, found.fetch.per_host_delay.seconds) == (7, 3)
    assert (found.rsshub, found.web.base_url) == ("http://hub.example:1200", "https://n.example.org")
    assert found.web.password == "geheim und lang"
    assert found.secrets == {"geheim und lang"}


@pytest.mark.parametrize("framed", ["pw\n", "pw\r\n", "\ufeffpw", "\ufeffpw\n\n"])
def test_secrets_lose_their_frame(framed: str) -> None:
    assert strip_frame(framed) == "pw"


@pytest.mark.parametrize(
    ("line", "column"), [("templates: ~no-such-user-here/t", 12), ("backup: {dir: ~no-such-user-here/b}", 15)]
)
def test_a_home_that_nobody_has_is_one_line(tmp_path: Path, line: str, column: int) -> None:
    settings = tmp_path / "monitor.yaml"
    settings.write_text(f"language: en\n{line}\n")
    with pytest.raises(ConfigError, match=rf"monitor\.yaml:2:{column}: the path begins with ~"):
        load_settings(settings, env={}, base=tmp_path)


def test_only_files_are_watchlists(tmp_path: Path) -> None:
    real = tmp_path / "..data"
    real.mkdir()
    (real / "a.yaml").write_text("topics: []\n")
    (tmp_path / "a.yaml").symlink_to("..data/a.yaml")
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / ".git").mkdir()
    for other in ("a.yaml~", "#a.yaml#", ".a.yaml.swp", "a.yaml.bak", ".#a.yaml"):
        (tmp_path / other).write_text("{")
    assert [path.name for path in watchlist_files(tmp_path)] == ["a.yaml"]


def test_edits_go_through_links_keep_the_mode_and_write_in_place_where_they_must(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tmp_path / "real.yaml"
    real.write_text("sources: []\n")
    real.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(real)
    add_source(link, "https://a.example/feed")
    assert link.is_symlink()
    assert "a.example" in real.read_text("utf-8")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(Path, "replace", refuse)
    inode = real.stat().st_ino
    write_text(link, "sources: []\n")
    assert (real.read_text("utf-8"), real.stat().st_ino) == ("sources: []\n", inode)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "real.yaml"]


def test_two_edits_at_once_keep_each_others_lines(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("sources: []\n")

    def add(number: int) -> None:
        with edit_alone(tmp_path):
            add_source(path, f"https://s{number}.example/feed")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_text("utf-8").count("https://") == 12
