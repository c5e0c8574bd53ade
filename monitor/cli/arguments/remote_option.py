"""``--server`` and ``--token``: another monitor that a command speaks to, laid over the settings as variables are."""

import os
from pathlib import Path

from monitor.errors import UserError

SERVER_VARIABLE = "MONITOR_REMOTE__SERVER"
TOKEN_VARIABLE = "MONITOR_REMOTE__TOKEN"  # noqa: S105 the name of a variable
REMOTE_COMMANDS = frozenset({
    "status", "mentions", "stories", "sources", "topics", "deliveries", "search", "mute", "explain", "export", "audit",
})  # fmt: skip
"""What speaks to another monitor; everything else works on this machine."""


def take_server(value: str) -> str:
    """``--server``; UserError for what is no address of a web server."""
    if not value:
        return value
    from monitor.adapters.config.schema.formats import Malformed
    from monitor.adapters.config.schema.urls import WEB, split_url, without_user

    try:
        split_url(value, WEB)
    except Malformed as error:
        hint = f"; {error}" if str(error) else ""
        raise UserError(f"--server {without_user(value)}: expected an address with http:// or https://{hint}") from None
    os.environ[SERVER_VARIABLE] = value
    return value


def take_token(value: str) -> str:
    """``--token``: a reference, for a command line is seen by others and kept in its history."""
    if not value:
        return value
    kind, _, name = value.partition(":")
    if kind not in {"env", "file"} or not name:
        raise UserError("--token: write env:NAME or file:PATH; a token itself would stand in the list of processes")
    if kind == "env" and not os.environ.get(name):
        raise UserError(f"--token env:{name}: the variable {name} is not set")
    if kind == "file":
        try:
            path = Path(name).expanduser().absolute()
        except RuntimeError:
            raise UserError(f"--token file:{name}: no home folder can be told for that; write the whole path") from None
        if not path.is_file():
            raise UserError(f"--token file:{name}: there is no such file")
        value = f"file:{path}"
    os.environ[TOKEN_VARIABLE] = value
    return value


def refuse_elsewhere(command: str | None, server: str, token: str) -> None:
    """UserError for a command that works on this machine only; ``None``: the one that runs without any is status."""
    if (server or token) and command is not None and command not in REMOTE_COMMANDS:
        known = ", ".join(sorted(REMOTE_COMMANDS))
        raise UserError(f"`monitor {command}` works on this machine only; --server is for {known}")
