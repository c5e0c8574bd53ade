"""Libraries that are loaded when they are first used: a command that needs none of them starts without them.

Type checkers see the real module::

    if TYPE_CHECKING:
        import numpy as np
    else:
        np = lazy_module("numpy")
"""

from importlib import import_module
from types import ModuleType
from typing import Any

from typing_extensions import override


class _LazyModule(ModuleType):
    """Stands for a module until the first of its names is asked for."""

    @override
    def __getattr__(self, name: str) -> Any:
        module = import_module(self.__name__)
        # From now on every name is found without coming by here.
        self.__dict__.update({key: value for key, value in vars(module).items() if key != "__name__"})
        return getattr(module, name)


def lazy_module(name: str) -> Any:
    """The module of this name, imported at the first use of anything in it."""
    return _LazyModule(name)
