"""Tells systemd how the daemon is doing (sd_notify(3)): ready, alive, reloading, stopping.

Without ``NOTIFY_SOCKET`` in the environment nothing is said. The watchdog is fed from real progress only: the
caller says ``alive`` when a tick has ended, so a loop that hangs is restarted.
"""

import contextlib
import os
import socket
from collections.abc import Mapping

from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceManager:
    """The socket of the service manager; empty = there is none."""

    address: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "ServiceManager":
        """The one that started this process."""
        return cls(address=environment.get("NOTIFY_SOCKET", ""))

    def ready(self, status: str) -> None:
        """The daemon serves; ``status`` is shown by ``systemctl status``."""
        self._tell(f"READY=1\nSTATUS={_on_one_line(status)}\nMAINPID={os.getpid()}")

    def alive(self) -> None:
        """A tick has ended."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """The daemon ends in order."""
        self._tell("STOPPING=1")

    def _tell(self, message: str) -> None:
        if not self.address:
            return
        # An @ stands for the zero byte of an abstract address.
        address = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        # A manager that does not listen is no reason to stop watching the news.
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.sendto(message.encode(), address)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
