"""What is loaded when it is first used, and what hides while something is loaded."""

import asyncio
import re
import sys
import threading
from pathlib import Path

import pytest

from monitor.lazy import late_pattern, load_aside, without_modules

BEGUN, GATE = threading.Event(), threading.Event()


def test_a_pattern_is_compiled_by_the_first_question() -> None:
    pattern = late_pattern(r"(?P<year>\d{4})[", re.IGNORECASE)
    assert pattern.pattern.startswith("(?P<year>")
    with pytest.raises(re.error):
        pattern.search("2026")
    kept = late_pattern("A+", re.IGNORECASE)
    assert kept.findall("aAb") == ["aA"]
    assert kept.search is kept.search


async def test_whoever_asks_while_a_module_is_loading_gets_it_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name stands among the loaded modules from the start: who believed it would find half a module."""
    (tmp_path / "slow_to_load.py").write_text(
        "import threading\nfrom tests.test_lazy import BEGUN, GATE\n"
        "loads = threading.current_thread().name\nBEGUN.set()\nGATE.wait(60)\nwhole = True\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    first = asyncio.create_task(load_aside("slow_to_load"))
    assert await asyncio.to_thread(BEGUN.wait, 60)
    assert "slow_to_load" in sys.modules
    second = asyncio.create_task(load_aside("slow_to_load"))
    await asyncio.sleep(0.01)
    assert not second.done()
    GATE.set()
    await asyncio.gather(first, second)
    module = sys.modules.pop("slow_to_load")
    assert module.whole
    assert module.loads != threading.main_thread().name


def test_hidden_modules_come_back_and_loaded_ones_stay() -> None:
    with without_modules("json", "no_such_module"):
        assert sys.modules["json"] is not None
        with pytest.raises(ModuleNotFoundError):
            __import__("no_such_module")
    assert "no_such_module" not in sys.modules
