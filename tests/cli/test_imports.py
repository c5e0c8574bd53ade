"""What a command loads: a library that it does not use must not cost it time."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

_HEAVY = (
    "aiohttp", "alembic", "apprise", "apscheduler", "babel", "bs4", "css_inline", "dateparser", "dkim", "fastapi",
    "feedparser", "httpx", "httpx2", "jinja2", "lark", "mcp", "numpy", "procrastinate", "rjieba", "ruamel.yaml",
    "soupsieve", "sqlalchemy", "sqlalchemy.dialects.postgresql", "starlette", "structlog", "trafilatura", "uvicorn",
    "wordfreq", "lxml", "pydantic", "regex", "rich.progress", "monitor.core.summary", "monitor.app.delivery.sender",
)  # fmt: skip
_COUNT = """
import sys
from monitor.__main__ import main
sys.argv = ["monitor", *{arguments!r}]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print("LOADED", *[name for name in {heavy!r} if name in sys.modules])
"""


def _loads(folder: Path, *arguments: str) -> Sequence[str]:
    """Which of the heavy libraries the command loads, in the order of the list."""
    done = subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-c", _COUNT.format(arguments=list(arguments), heavy=_HEAVY)],
        cwd=folder, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout.rsplit("LOADED", 1)[1].split()


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """A feed and a topic with a Latin name."""
    watchlists = tmp_path / "watchlists"
    watchlists.mkdir()
    (watchlists / "own.yaml").write_text(
        "watchlist: own\ntopics:\n  - id: quibblo\n    name: Quibblo\n    aliases: [Quibblo]\n"
        "sources:\n  - {title: Local, url: 'https://news.example/feed'}\n"
    )
    (tmp_path / "monitor.yaml").write_text("watchlists: watchlists\nstate_dir: state\n")
    return tmp_path


def test_help_loads_nothing(tmp_path: Path) -> None:
    """Not even the configuration is read."""
    assert _loads(tmp_path, "--help") == []


_OF_MODULES = """
import sys
from importlib import import_module
from pathlib import Path
from monitor.cli import commands, main
loaded = {}
for path in sorted(Path(commands.__file__).parent.glob("[!_]*.py")):
    before = set(sys.modules)
    import_module(f"monitor.cli.commands.{path.stem}")
    loaded[path.stem] = sorted({"sqlalchemy", "numpy", "monitor.app.polling.poll_source"} & (set(sys.modules) - before))
print({name: found for name, found in loaded.items() if found})
"""


def test_a_commands_help_loads_neither_the_database_nor_what_polls(tmp_path: Path) -> None:
    """What stands at the top of a command's module is loaded by its ``--help``; evaluations are for developers."""
    done = subprocess.run(  # noqa: S603 — our own program
        [sys.executable, "-c", _OF_MODULES], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "{'eval': ['numpy']}"


def test_check_loads_no_store(installation: Path) -> None:
    """No store, no network, no page parser and no word lists' library."""
    assert set(_loads(installation, "check")) <= {"numpy"}


def test_a_list_loads_the_store_and_no_more(installation: Path) -> None:
    """The second time: the first makes the tables."""
    _loads(installation, "mentions")
    assert set(_loads(installation, "mentions")) <= {"sqlalchemy"}


def test_a_round_with_nothing_due_matches_and_asks_nothing(installation: Path) -> None:
    """The second time, without a source: nothing is fetched, parsed, matched or logged."""
    (installation / "watchlists" / "own.yaml").write_text(
        "watchlist: own\ntopics:\n  - id: quibblo\n    name: Quibblo\n    aliases: [Quibblo]\n"
    )
    _loads(installation, "once")
    assert set(_loads(installation, "once")) <= {"sqlalchemy"}


_WITHOUT = {
    "httpx's own command line": ("import monitor.adapters.net.client", "httpx", "click pygments.lexers"),
    "SOCKS": ("import monitor.adapters.net.client", "aiohttp", "python_socks"),
    "the colours of tracebacks": (
        "from monitor.log_lines import lazy_logger; lazy_logger('x').info('y')",
        "structlog",
        "rich.console rich.pretty rich.traceback",
    ),
    "what reads pages": (
        "import monitor.app.polling.read_document, monitor.app.polling.record_entries",
        "monitor.app.polling.page_changes",
        "lxml.html monitor.core.parse.article monitor.core.parse.suggest_selectors",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", _WITHOUT)
def test_a_daemon_does_without(what: str) -> None:
    """Megabytes that it would hold for weeks."""
    loads, needed, spared = _WITHOUT[what]
    program = f"import sys\n{loads}\nprint(*[name for name in {[needed, *spared.split()]!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 our own lines
    assert done.stdout.splitlines()[-1] == needed
