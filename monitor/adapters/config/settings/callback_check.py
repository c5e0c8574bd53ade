"""Whether a hub out there can reach ``websub.callback``, and nobody reads on the way what it is told."""

import ipaddress
from collections.abc import Sequence

from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.paths import EACH, found_at
from monitor.adapters.config.schema.urls import WEB, split_url
from monitor.adapters.config.schema.values import Site
from monitor.adapters.config.schema.yaml_tree import Node
from monitor.adapters.config.settings.web_keys import OFF


def check_callback(root: Node, site: Site) -> None:
    """Report an address that leads inside or is unprotected, unless it is allowed as sources there would be."""
    allowed = {scalar.raw.lower() for scalar in found_at(root, "fetch", "allow", EACH)}
    networks = [scalar.raw for scalar in found_at(root, "fetch", "allow_networks", EACH)]
    for callback in found_at(root, "websub", "callback"):
        for listen in found_at(root, "web", "listen"):
            if listen.raw == OFF:
                what = "websub.callback needs the web server that web.listen switches off"
                site.report(callback.place, what, got=f"web.listen: {OFF}", expected="host:port such as 127.0.0.1:8765")
        try:
            parts = split_url(callback.raw, WEB)
        except Malformed:
            continue  # reported where it was read
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        if f"{host}:{port}" in allowed or _lies_in(host, networks):
            continue
        if _is_inside(host):
            hint = f"name the address that it has outside; for a hub inside allow {host}:{port} under fetch.allow"
            site.report(callback.place, f"no hub can reach {host} from outside", got=callback.raw, hint=hint)
        elif parts.scheme != "https":
            what = "websub.callback is not protected on its way"
            site.report(callback.place, what, got=callback.raw, expected="an https:// address")


def _lies_in(host: str, networks: Sequence[str]) -> bool:
    try:
        address = ipaddress.ip_address(host)
        return any(address in ipaddress.ip_network(network, strict=False) for network in networks)
    except ValueError:
        return False


def _is_inside(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host
