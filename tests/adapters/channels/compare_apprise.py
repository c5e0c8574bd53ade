"""Prints what we and Apprise report for the same refusals of nine services (run it as a program).

Apprise's requests are answered by a transport adapter of our own: nothing leaves this machine.
"""

import asyncio
import json
import logging
import sys
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from typing_extensions import override

from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.adapters.channels.registry import build_channel
from monitor.adapters.net.base_client import Client
from monitor.adapters.net.ssrf_guard import Guard
from monitor.core.model.deliveries import Envelope, Sent
from monitor.core.model.http import NetAnswer, NetFailure, NetRequest
from monitor.core.model.messages import Rendered
from monitor.core.model.settings import ChannelSettings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import apprise

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
URL = "https://bot.example.org/hook"
OURS: dict[str, dict[str, object]] = {
    "feishu": {"url": URL},
    "dingtalk": {"url": URL},
    "wecom": {"url": URL},
    "slack": {"url": URL},
    "discord": {"url": URL},
    "telegram": {"token": "1:x", "chat": "-1"},
    "teams": {"url": URL},
    "bark": {"url": URL},
    "ntfy": {"url": "https://ntfy.example.org/topic"},
}
THEIRS = {
    "feishu": "feishu://abcdefgh-1234/",
    "dingtalk": "dingtalk://abcdefgh1234/",
    "wecom": "wecombot://693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/",
    "discord": "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
    "telegram": "tgram://123456789:abcdefg_hijklmnop/12315544/",
    "teams": "workflows://host.example.org:443/643e2ef9e22946fc8b57fae0b2ac3ef3/0XdnV8fCVbn2ZwO5U711o3dVFRq3ADqbEf/",
    "bark": "barks://bark.example.org/abcdefg/",
    "ntfy": "ntfys://ntfy.example.org/topic",
}


def j(**body: object) -> str:
    return json.dumps(body)


ANSWERS: list[tuple[str, str, int, str]] = [
    ("D-20", "feishu", 200, j(code=19021, msg="sign match fail")),
    ("D-20", "feishu", 200, j(code=19022, msg="Ip Not Allowed")),
    ("D-20", "feishu", 200, j(code=19024, msg="Key Words Not Found")),
    ("D-20", "feishu", 200, j(code=11232, msg="frequency limited")),
    ("D-20", "feishu", 200, j(code=9499, msg="Bad Request")),
    ("D-21", "dingtalk", 200, j(errcode=310000, errmsg="keywords not in content")),
    ("D-21", "dingtalk", 200, j(errcode=130101, errmsg="send too fast")),
    ("D-21", "dingtalk", 200, j(errcode=300005, errmsg="token is not exist")),
    ("D-22", "wecom", 200, j(errcode=40058, errmsg="exceed max length 4096")),
    ("D-22", "wecom", 200, j(errcode=45009, errmsg="api freq out of limit")),
    ("D-22", "wecom", 200, j(errcode=93000, errmsg="invalid webhook url")),
    ("D-23", "slack", 400, "invalid_payload"),
    ("D-23", "slack", 404, "channel_is_archived"),
    ("D-23", "slack", 200, j(ok=False, error="invalid_auth")),
    ("D-24", "discord", 404, j(code=10015, message="Unknown Webhook")),
    ("D-25", "telegram", 403, j(ok=False, error_code=403, description="bot was blocked")),
    ("D-25", "telegram", 200, j(ok=False, error_code=400, description="Bad Request: message is too long")),
    ("teams", "teams", 200, "Webhook message delivery failed with error: endpoint returned HTTP error 429"),
    ("bark", "bark", 200, j(code=400, message="failed to get device token")),
    *[("D-26", kind, 200, "<html><body>Please log in</body></html>") for kind in OURS],
    *[("D-27", kind, 200, "") for kind in OURS],
]


@dataclass(frozen=True)
class OneAnswer(Client):
    """The client that always answers the same."""

    status: int
    body: str

    @override
    async def send(self, request: NetRequest) -> NetAnswer | NetFailure:
        return NetAnswer(status=self.status, headers={}, body=self.body.encode(), url=request.url)


@dataclass(frozen=True)
class StillClock:
    def now(self) -> datetime:
        return AT

    def monotonic(self) -> float:
        return 0.0

    async def sleep_until(self, at: datetime) -> None:
        del at


async def ours(kind: str, status: int, body: str) -> bool:
    """Whether we report the message as sent."""
    deps = ChannelDependencies(
        client=OneAnswer(status, body),
        clock=StillClock(),
        state_dir=Path(),
        echo=sys.stderr.write,  # type: ignore[arg-type]  # the count it returns is not looked at
        guard=Guard(networks=(ip_network("127.0.0.0/8"),)),
    )
    channel = build_channel(ChannelSettings(name=kind, kind=kind, options=OURS[kind]), deps)
    rendered = Rendered(subject="x", text="x", payload={"text": "x"})
    outcome = await channel.send(Envelope(key="0" * 32, recipient="", rendered=rendered, kind="alert", at=AT))
    return isinstance(outcome, Sent)


def theirs(kind: str, status: int, body: str) -> bool:
    """Whether Apprise reports the message as sent."""

    def answer(self: HTTPAdapter, request: requests.PreparedRequest, **_: object) -> requests.Response:
        del self
        response = requests.Response()
        response.status_code, response._content, response.url = status, body.encode(), request.url or ""
        response.request = request
        return response

    usual = HTTPAdapter.send
    HTTPAdapter.send = answer  # type: ignore[method-assign,assignment]  # the one door through which it goes out
    try:
        service = apprise.Apprise()
        if not service.add(THEIRS[kind]):
            raise SystemExit(f"Apprise does not take {THEIRS[kind]}")
        return bool(service.notify(title="x", body="x"))
    finally:
        HTTPAdapter.send = usual  # type: ignore[method-assign]


def main() -> None:
    """One line an answer, and the sums."""
    logging.disable(logging.CRITICAL)
    wrong = {"ours": 0, "theirs": 0}
    for name, kind, status, body in ANSWERS:
        our, their = asyncio.run(ours(kind, status, body)), theirs(kind, status, body)
        wrong["ours"] += our
        wrong["theirs"] += their
        told = ["not delivered", "SENT"]
        sys.stdout.write(f"{name:6} {kind:9} {status} {body[:56]:58} ours: {told[our]:14} Apprise: {told[their]}\n")
    sys.stdout.write(
        f"\nof {len(ANSWERS)} refusals reported as sent: ours {wrong['ours']}, "
        f"Apprise {apprise.__version__} {wrong['theirs']}\n"
    )


if __name__ == "__main__":
    main()
