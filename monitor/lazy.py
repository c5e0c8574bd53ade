"""Libraries that are loaded when they are first used: a command that needs none of them starts without them.

Type checkers see the real module::

    if TYPE_CHECKING:
        import numpy as np
    else:
        np = lazy_module("numpy")
"""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, cast

from typing_extensions import override


class _LazyModule(ModuleType):
    """Stands for a module until the first of its names is asked for."""

    @override
    def __getattr__(self, name: str) -> Any:
        with without_modules(*vars(self).get("_without", ())):
            module = import_module(self.__name__)
        # From now on every name is found without coming by here.
        self.__dict__.update({key: value for key, value in vars(module).items() if key != "__name__"})
        return getattr(module, name)


def lazy_module(name: str, *, without: Sequence[str] = ()) -> Any:
    """The module of this name, imported at the first use of anything in it, as where these are not installed."""
    module = _LazyModule(name)
    module.__dict__["_without"] = without
    return module


@contextmanager
def without_modules(*names: str) -> Iterator[None]:
    """Import as where these are not installed: libraries that would colour tracebacks with them take megabytes for it.

    Nothing changes for what is loaded already.
    """
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # what the import system takes for "there is none"
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


class LatePattern:
    """See ``late_pattern``; what it has of its own, it has without being compiled."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # From now on the method is found without coming by here.
        method = self.__dict__[name] = getattr(re.compile(self.pattern, self._flags), name)
        return method


def late_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile`` of what most rounds never look for: done when it is first used. A bad pattern fails then."""
    return cast("re.Pattern[str]", LatePattern(pattern, flags))


_loaded: set[str] = set()


async def load_aside(*names: str) -> None:
    """Import these modules in a thread: meanwhile the event loop answers others. At once what was loaded so before."""
    import asyncio

    for name in names:
        # Not ``sys.modules``: what another task has begun to import stands there half done.
        if name not in _loaded:
            await asyncio.to_thread(import_module, name)
            _loaded.add(name)
