"""The address of the pages as listening sockets."""

import errno
import socket

from monitor.errors import SettingError

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


def _bind_socket(family: socket.AddressFamily, address: tuple[str | int | bytes, ...]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            # [::] would take the IPv4 address, too, on some systems and not on others.
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
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
