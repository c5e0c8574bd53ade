"""``monitor mcp``: read-only tools for language models, on stdin and stdout."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from monitor.cli.context import collect_as_usual, load_for_reading, settings_file
from monitor.cli.fresh_app import FreshApp
from monitor.errors import UserError


def mcp() -> None:
    """Serve read-only tools to a language model on stdin and stdout (MCP). Example: monitor mcp"""
    try:
        from monitor.mcp.server import serve_stdio
    except ModuleNotFoundError as error:
        raise UserError("this needs the MCP SDK: pip install 'news-monitor[mcp]'") from error
    here = load_for_reading()
    fresh = FreshApp(path=settings_file(), here=here)

    collect_as_usual()
    asyncio.run(_serve_until_signal(lambda: serve_stdio(fresh.look), fresh))


async def _serve_until_signal(serve: Callable[[], Coroutine[None, None, None]], fresh: FreshApp) -> None:
    """Until stdin ends, or a signal comes: then at once, for the SDK waits for a line that may never come."""
    stopped: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def stop(number: int) -> None:
        if not stopped.done():
            stopped.set_result(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stop, number)
    serving = asyncio.create_task(serve())
    ends: set[asyncio.Future[Any]] = {serving, stopped}
    try:
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await fresh.close()
    if stopped.done():
        sys.stderr.flush()
        os._exit(128 + stopped.result())
    serving.result()
