"""The child that sends one message by Apprise: a task as JSON comes in, an answer as JSON goes out.

Nothing here trusts Apprise's plug-ins to keep our rules: every connection that Python opens is judged where it is
opened, whichever library asks for it, and ``requests`` follows no redirects and reads no environment and no ``.netrc``.
"""

import json
import logging
import os
import socket
import sys
from dataclasses import replace
from io import StringIO
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import requests

from monitor.adapters.net.ssrf_guard import Guard
from monitor.adapters.net.targets import BadTarget, Target, read_target
from monitor.values import dataclass

_CONNECTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


@dataclass(slots=True, kw_only=True)
class Rules:
    """Where this process may connect. ``refused`` keeps the first reason why it was not allowed to."""

    guard: Guard
    proxy: str | None = None
    proxy_addresses: frozenset[tuple[str, int]] = frozenset()
    refused: str = ""

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        """An audit hook (PEP 578): it cannot be taken out again, and an exception keeps the call from happening."""
        if event in _CONNECTS and (reason := self._judge(args[0], args[1])):
            self.refuse(reason)

    def refuse(self, reason: str) -> None:
        """Raises PermissionError, which libraries report as a failed connection."""
        self.refused = self.refused or reason
        raise PermissionError(reason)

    def judge_target(self, url: str) -> str | None:
        """Why a request through the proxy is refused: the proxy resolves the name, what can be seen of it is judged."""
        target = read_target(url)
        if isinstance(target, BadTarget):
            return target.reason
        return replace(self.guard, ports=self.guard.ports | {target.port}).judge_unresolved(target)

    def proxies_for(self, url: str) -> dict[str, str]:
        """The proxy as ``requests`` wants it; what is on this machine is asked directly."""
        target = read_target(url)
        if self.proxy is None or (isinstance(target, Target) and _is_here(target.host)):
            return {}
        return {"http": self.proxy, "https": self.proxy}

    def _judge(self, sock: socket.socket, address: object) -> str | None:
        if address is None:  # of a socket that was connected, and judged, before
            return None
        if sock.family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
            return "refused: Apprise may not talk to programs on this machine"
        host, port = str(address[0]).partition("%")[0], int(address[1])
        try:
            literal = str(ip_address(host))
        except ValueError:
            return f"refused: {host} was not resolved before it was connected to"
        if (literal, port) in self.proxy_addresses:
            return None
        # Services listen on ports of their own: mail, MQTT, a server at home.
        return replace(self.guard, ports=self.guard.ports | {port}).judge(host, port, literal)


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def bind_requests(rules: Rules) -> None:
    """No redirects, no environment, no ``.netrc``, and our proxy: for every session that a plug-in opens."""
    usual_init, usual_send = requests.Session.__init__, requests.Session.send

    def init(session: requests.Session) -> None:
        usual_init(session)
        session.trust_env = False

    def send(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        url = request.url or ""
        proxies = rules.proxies_for(url)
        if proxies and (reason := rules.judge_target(url)):
            rules.refuse(reason)
        return usual_send(session, request, **{**options, "allow_redirects": False, "proxies": proxies})

    requests.Session.__init__ = init  # type: ignore[assignment, method-assign]  # one door for all plug-ins
    requests.Session.send = send  # type: ignore[assignment, method-assign]  # one door for all plug-ins


def rules_of(task: dict[str, Any]) -> Rules:
    """The guard and the proxy that the parent names."""
    guard = Guard(
        networks=tuple(ip_network(text) for text in task["networks"]),
        places=frozenset((str(host), int(port)) for host, port in task["places"]),
    )
    proxy: str | None = task["proxy"]
    return Rules(guard=guard, proxy=proxy, proxy_addresses=_addresses_of(proxy) if proxy else frozenset())


def _addresses_of(proxy: str) -> frozenset[tuple[str, int]]:
    parts = urlsplit(proxy)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except OSError:
        return frozenset()  # the request will say that there is no such proxy
    return frozenset((str(ip_address(str(answer[4][0]).partition("%")[0])), port) for answer in found)


def notify_all(task: dict[str, Any], rules: Rules) -> dict[str, object]:
    """Send one message; returns whether Apprise says so, what our rules refused, and what it logged."""
    import apprise

    service = apprise.Apprise()
    service.add(task["url"])
    with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as captured:  # type: ignore[no-untyped-call]  # the library has no types there
        sent = service.notify(title=task["title"], body=task["body"], body_format=apprise.NotifyFormat.TEXT)
        log = captured.getvalue() if isinstance(captured, StringIO) else ""
    return {"sent": bool(sent), "refused": "" if sent else rules.refused, "log": log}


def main() -> None:
    """One task from stdin, one answer to stdout; what plug-ins print goes to stderr."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    task = json.load(sys.stdin)
    rules = rules_of(task)
    bind_requests(rules)
    sys.addaudithook(rules.hook)
    json.dump(notify_all(task, rules), answers)
    answers.close()


if __name__ == "__main__":
    main()
