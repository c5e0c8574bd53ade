"""Decides whether a connection to an address may be made, by the settings and the list of ``addresses``."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from monitor.adapters.net.ip_ranges import Network, is_within, why_not_public
from monitor.adapters.net.targets import Target
from monitor.core.i18n.phrases import Reason
from monitor.core.model.settings import FetchSettings
from monitor.errors import UserError
from monitor.values import dataclass

# Names that by convention or by registry (RFC 6761, 6762, 8375) never mean a host on the open internet.
_LOCAL_ENDINGS = (
    "localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What is allowed beyond public addresses on the usual ports."""

    networks: tuple[Network, ...] = ()
    places: frozenset[tuple[str, int]] = frozenset()
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})

    def judge(self, host: str, port: int, address: str) -> str | None:
        """Why a connection to ``address``, wanted for ``host``, is refused (a sentence), or ``None``."""
        if (host, port) in self.places or (address, port) in self.places:
            return None
        ip = ip_address(address)
        if is_within(ip, self.networks):
            return None
        if reason := why_not_public(ip):
            if _is_literal(host):
                return Reason("guard.address", host=host, what=reason)
            return Reason("guard.leads-to", host=host, address=str(address), what=reason)
        return self._judge_port(port)

    def judge_unresolved(self, target: Target) -> str | None:
        """The same for a target whose name a proxy will resolve: literal addresses, local names and ports."""
        if target.address is not None:
            return self.judge(target.host, target.port, str(target.address))
        if (target.host, target.port) in self.places:
            return None
        name = target.host.rstrip(".")
        if "." not in name or any(name.endswith("." + ending) for ending in _LOCAL_ENDINGS):
            return Reason("guard.local-name", host=name, port=str(target.port))
        return self._judge_port(target.port)

    def judge_all(self, host: str, port: int, addresses: Sequence[str]) -> str | None:
        """One bad address among them refuses the name: an attacker chooses the order."""
        return next((reason for address in addresses if (reason := self.judge(host, port, address))), None)

    def _judge_port(self, port: int) -> str | None:
        if port in self.ports:
            return None
        return Reason("guard.port", port=str(port))


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def guard_for(settings: FetchSettings) -> Guard:
    """The guard that the settings ask for; UserError when ``allow_networks`` or ``allow`` cannot be read."""
    try:
        networks = tuple(ip_network(text, strict=False) for text in settings.allow_networks)
    except ValueError as error:
        raise UserError(f"fetch.allow_networks: {error}") from error
    return Guard(
        networks=networks,
        places=frozenset(_host_and_port(text) for text in settings.allow),
        ports=frozenset(settings.allow_ports),
    )


def _host_and_port(text: str) -> tuple[str, int]:
    host, _, port = text.strip().rpartition(":")
    if not host or not port.isascii() or not port.isdigit():
        raise UserError(f'fetch.allow: expected host:port such as "rsshub.lan:1200", got {text!r}')
    return host.strip("[]").lower(), int(port)
