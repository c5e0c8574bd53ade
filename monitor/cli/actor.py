"""Who types this command, as the audit trail names them."""

import getpass
import os
import platform

from monitor.core.model.operations.audit import Actor


def typing_user() -> Actor:
    """The user's name, and the terminal's place: this machine, or where the SSH connection comes from."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = f"user {os.getuid()}"
    behind = os.environ.get("SSH_CONNECTION", "").partition(" ")[0]
    origin = f"command line on {platform.node()}" + (f", by SSH from {behind}" if behind else "")
    return Actor(name, origin=origin)
