"""The address of the pages as listening sockets."""

import errno
import socket
from collections.abc import Callable, Sequence

from monitor.app.context import AppContext
from monitor.errors import SettingError
from monitor.log_lines import lazy_logger

log = lazy_logger(__name__)

MOST_CONNECTIONS = 200
"""At once; a flood of half requests makes room for whole ones."""

_BACKLOG = 128
_NOT_HERE = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT, errno.ENODEV})


def port_of(listen: str) -> str:
    """The port as it is written."""
    return listen.rpartition(":")[2]


def bind_sockets(listen: str) -> list[socket.socket]:
    """Listening sockets for ``host:port``; none when it is empty (switched off). SettingError says why it cannot be."""
    if not listen:
        return []
    host, _, port = listen.rpartition(":")
    try:
        found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
    except OSError as error:
        raise SettingError(f"web.listen {listen}: no such address: {error.strerror}", key="web.listen") from error
    # With port 0 each address would get a port of its own.
    wanted = list(dict.fromkeys((family, address) for family, _, _, _, address in found))[: 1 if port == "0" else None]
    made: list[socket.socket] = []
    missing: OSError | None = None
    try:
        for family, address in wanted:
            try:
                made.append(_bind_socket(family, address))
            except OSError as error:
                # localhost names ::1 also where IPv6 is switched off: the addresses that are there do.
                if error.errno not in _NOT_HERE:
                    raise
                missing = error
        if missing is not None and not made:
            raise missing
    except OSError as error:
        for made_socket in made:
            made_socket.close()
        raise SettingError(_bind_error(listen, error), key="web.listen") from error
    return made


def warn_of_weakness(app: AppContext) -> None:
    """Say why the password of these settings would not hold long, if so."""
    if why := app.settings.web.weakness:
        log.warning("the password of the pages is weak: use a longer one", why=why)


class HeldAddress:
    """The address that is listened on, held from the first settings to the end."""

    def __init__(self) -> None:
        self.listen = ""
        self.sockets: Sequence[socket.socket] = ()

    @property
    def port(self) -> int:
        """0 when it is switched off."""
        return int(self.sockets[0].getsockname()[1]) if self.sockets else 0

    @property
    def url(self) -> str:
        """As people open it; empty when it is switched off."""
        return f"http://{self.listen.rpartition(':')[0]}:{self.port}/" if self.sockets else ""

    def take(self, wanted: str, *, leave: Callable[[], None], come_back: Callable[[], None]) -> None:
        """Hold ``wanted`` instead of what is held; SettingError when it is taken, what was held stays.

        ``leave`` is called before sockets that were held are closed, ``come_back`` when they had to be bound again.
        """
        if wanted == self.listen:
            return
        before = self.listen
        if before and port_of(before) == port_of(wanted):
            # 0.0.0.0:80 and 127.0.0.1:80 exclude each other.
            leave()
            self._close()
            try:
                fresh = bind_sockets(wanted)
            except BaseException:
                self.sockets = bind_sockets(before)
                come_back()
                raise
        else:
            fresh = bind_sockets(wanted)
            leave()
            self._close()
        self.listen, self.sockets = wanted, fresh

    def give_back(self) -> None:
        """Nobody listens any more."""
        self._close()
        self.listen = ""

    def _close(self) -> None:
        for held in self.sockets:
            held.close()
        self.sockets = ()


class AtHeldAddress:
    """Whoever answers at an address that outlives what answers there."""

    def __init__(self) -> None:
        self._held = HeldAddress()

    @property
    def port(self) -> int:
        """Where it listens; 0 when it is switched off."""
        return self._held.port

    @property
    def address(self) -> str:
        """The same as people open it; empty when it is switched off."""
        return self._held.url

    def close(self) -> None:
        """Give the address back."""
        self._held.give_back()


def _bind_socket(family: socket.AddressFamily, address: tuple[str | int | bytes, ...]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            # Whoever writes [::] means all of this machine, as with 0.0.0.0: systems do it by default, or do not.
            both = address[0] == "::" and socket.has_dualstack_ipv6()
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, not both)
        made.bind(address)
        made.listen(_BACKLOG)
        made.settimeout(0)
    except BaseException:
        made.close()
        raise
    return made


def _bind_error(listen: str, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            why = "another program listens there; name another port, or switch the pages off with listen: off"
        case errno.EACCES:
            why = "this user may not listen there; ports under 1024 are root's"
        case errno.EADDRNOTAVAIL:
            why = "this machine does not have that address"
        case _:
            why = error.strerror or str(error)
    return f"web.listen {listen}: {why}"
