"""``python -m monitor.cli.page_process``: serves the pages of a daemon, which starts it; not for people.

Given are the numbers of two sockets and how to log. It ends when the daemon does, whatever it is doing then.
"""

import asyncio
import gc
import json
import os
import select
import signal
import socket
import sys
import threading
from dataclasses import replace
from functools import partial
from typing import Literal, TypedDict, cast

from monitor.cli.console.logs import ask_levels, handle_loop_errors, log_to_stderr
from monitor.cli.console.output import know_secrets
from monitor.cli.context import collect_as_usual
from monitor.core.model.settings import LogSettings, Settings, Watchlists
from monitor.core.redaction import Redactor
from monitor.errors import MonitorError
from monitor.log_lines import lazy_logger

log = lazy_logger(__name__)

_LAST_MOMENTS = 4.0
"""Seconds after the daemon's end, for an event loop that does not notice it by itself."""
_WHILE_LOADING = 200_000


class _How(TypedDict):
    """How the daemon logs."""

    levels: dict[str, str]
    format: Literal["console", "json"]
    default: str


def main(control: str, hatch: str, options: str) -> None:
    """Serve until the daemon wants no more."""
    gc.set_threshold(_WHILE_LOADING)
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    how = cast("_How", json.loads(options))
    ask_levels(how["levels"])
    log_to_stderr(LogSettings(format=how["format"]), default=how["default"])
    daemon, connections = (socket.socket(fileno=int(number)) for number in (control, hatch))
    threading.Thread(target=_end_with_daemon, args=(os.dup(daemon.fileno()),), name="daemon", daemon=True).start()
    try:
        asyncio.run(_serve(daemon, connections, how))
    except MonitorError as error:
        log.error("the pages cannot be served", error=str(error))  # noqa: TRY400 the operator's to mend, no bug
        sys.exit(1)


async def _serve(daemon: socket.socket, connections: socket.socket, how: _How) -> None:
    # Loaded behind the thread that looks out for the daemon's end: it takes a second.
    from monitor.web.serving.handed_over import serve_handed_over

    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    handle_loop_errors(loop)
    await serve_handed_over(daemon, connections, on_open=partial(_prepare, how), stop=stop)


def _prepare(how: _How, settings: Settings, watchlists: Watchlists) -> None:
    """Log as the daemon does with this configuration, and show none of its secrets."""
    know_secrets(Redactor.of(settings.secrets | watchlists.secrets))
    as_set = settings.log
    log_to_stderr(replace(as_set, format=how["format"]) if as_set.format == "auto" else as_set, default=how["default"])
    collect_as_usual()


def _end_with_daemon(control: int) -> None:
    """Wait until the other end of the channel is closed, and a little longer."""
    watched = select.poll()
    watched.register(control, select.POLLHUP)
    watched.poll()
    threading.Event().wait(_LAST_MOMENTS)
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
