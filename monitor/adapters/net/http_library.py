"""httpx, as every module here takes it: loaded when it is first used, and without its command line."""

from typing import TYPE_CHECKING

from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import httpx
else:
    httpx = lazy_module("httpx", without=("click", "pygments.lexers"))

__all__ = ["httpx"]
