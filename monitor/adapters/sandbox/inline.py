"""The sandbox without walls: runs a step where it stands. For tests, ``match`` on trusted files and small documents."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from monitor.adapters.sandbox.protocol import step_name
from monitor.core.i18n.phrases import Reason
from monitor.errors import SandboxError

P = ParamSpec("P")
T = TypeVar("T")


class InlineSandbox:
    """``ports.Sandbox`` without a process and without limits."""

    def __init__(self) -> None:
        self._closed = False

    async def run(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``step``; it must be importable by name, as everywhere."""
        step_name(step)
        if self._closed:
            raise SandboxError(Reason("sandbox.closed"))
        return step(*args, **kwargs)

    async def close(self) -> None:
        """Nothing runs after this."""
        self._closed = True
