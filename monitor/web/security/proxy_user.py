"""Who a proxy in front of the pages says is there: believed from the addresses of the settings, from nobody else."""

import ipaddress

from starlette.requests import Request

from monitor.core.model.settings import WebSettings
from monitor.core.text.sanitize import sanitize_line

_LONGEST_NAME = 100


def proxy_user(request: Request, web: WebSettings) -> str:
    """The name in the proxy's header; empty when no proxy of the settings asks, or it names nobody, or two people."""
    if not web.user_header or not _is_proxy(request, web.proxies):
        return ""
    named = request.headers.getlist(web.user_header)
    name = sanitize_line(named[0]) if len(named) == 1 else ""
    return name if len(name) <= _LONGEST_NAME else ""


def _is_proxy(request: Request, proxies: tuple[str, ...]) -> bool:
    try:
        peer = ipaddress.ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    address = (peer.ipv4_mapped if isinstance(peer, ipaddress.IPv6Address) else None) or peer
    return any(address in ipaddress.ip_network(proxy) for proxy in proxies)
