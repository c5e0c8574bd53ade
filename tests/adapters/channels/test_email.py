"""E-mail against servers of our own: what arrives, and what each refusal means."""

import asyncio
import base64
import email
import email.policy
import re
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from email.message import EmailMessage
from ipaddress import ip_network

import certifi
import dkim
import pytest
import trustme
from aiosmtpd.smtp import SMTP
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from monitor.adapters.channels import smtp
from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.adapters.channels.email import EmailChannel
from monitor.adapters.channels.registry import build_channel
from monitor.adapters.channels.smtp import Patience
from monitor.adapters.net.ssrf_guard import Guard
from monitor.core.model.deliveries import Deferred, Envelope, InDoubt, Refused, SendOutcome, Sent
from monitor.core.model.messages import InlineImage
from monitor.core.model.settings import ChannelSettings
from tests.adapters.channels.mailserver import Script, scripted
from tests.machine_time import machine_seconds

Open = Callable[..., EmailChannel]
PATIENCE = Patience(connect=60, before_data=60, after_data=60)
"""For what answers, however busy the machine is."""
HURRIED = Patience(connect=2, before_data=2, after_data=2)
"""For what stays silent."""
PNG = b"\x89PNG\r\n\x1a\n fake"


@pytest.fixture
def open_mail(dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings]) -> Open:
    def make(
        port: int, *, scheme: str = "smtp", user: str = "", tls: ssl.SSLContext | None = None, **options: object
    ) -> EmailChannel:
        at = f"{user}@" if user else ""
        channel = settings(
            "email", **{"from": "新闻监测 <news@example.org>", "smtp": f"{scheme}://{at}127.0.0.1:{port}", **options}
        )
        built = build_channel(channel, dependencies())
        assert isinstance(built, EmailChannel)
        return replace(built, server=replace(built.server, patience=PATIENCE, tls=tls))

    return make


class Mailbox:
    """An aiosmtpd handler that keeps what it gets."""

    def __init__(self) -> None:
        self.got: list[tuple[str, list[str], bytes]] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 — aiosmtpd's name
        mail_from, rcpt_tos, content = (getattr(envelope, name) for name in ("mail_from", "rcpt_tos", "content"))
        self.got.append((mail_from, list(rcpt_tos), content))
        return "250 kept"


@pytest.fixture
async def mailbox() -> AsyncIterator[tuple[Mailbox, int]]:
    box = Mailbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(box, hostname="mx.example.org", enable_SMTPUTF8=True, decode_data=False), "127.0.0.1", 0
    )
    yield box, server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    await asyncio.sleep(0)


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


async def test_a_digest_arrives_whole_with_text_html_and_picture(
    mailbox: tuple[Mailbox, int], open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    box, port = mailbox
    sent = envelope(
        "reader@example.org",
        html='<p>可灵 <img src="cid:trend-0"></p>',
        text="可灵\n.\n..two dots\nFrom here\n",
        images=(InlineImage(name="trend-0", png=PNG, alt="近 7 天"),),
        kind="digest",
    )
    assert isinstance(await open_mail(port).send(sent), Sent)
    ((sender, recipients, content),) = box.got
    message = parsed(content)
    assert (sender, recipients) == ("news@example.org", ["reader@example.org"])
    assert message["Subject"] == "可灵 2.5 发布"
    assert str(message["From"]) == "新闻监测 <news@example.org>"
    assert message["Date"].datetime == sent.at
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == "可灵\n.\n..two dots\nFrom here\n"
    picture = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert picture.get_content() == PNG
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in html.get_content()
    assert max(map(len, content.splitlines())) <= 998


async def test_headers_are_stable_and_threads_hang_together(
    mailbox: tuple[Mailbox, int], open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    box, port = mailbox
    channel = open_mail(port, reply_to="desk@example.org", unsubscribe="https://news.example.org/u/1")
    first = envelope("a@example.org", thread="story:17")
    later = replace(first, at=first.at.replace(hour=5))
    follow_up = replace(first, key="f" * 32)
    for sent in (first, later, follow_up, replace(first, part=2, parts=3)):
        await channel.send(sent)
    one, again, other, part = (parsed(content) for _, _, content in box.got)
    assert one["Message-ID"] == again["Message-ID"] == f"<{first.key}@example.org>"
    assert part["Message-ID"] == f"<{first.key}.2@example.org>"
    assert other["Message-ID"] != one["Message-ID"]
    assert one["References"] == other["References"] == other["In-Reply-To"]
    assert "alerts.news-monitor.example.org" in one["List-Id"]
    assert one["List-Unsubscribe"] == "<https://news.example.org/u/1>"
    assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (one["Reply-To"], one["Auto-Submitted"]) == ("desk@example.org", "auto-generated")
    assert one["X-Auto-Response-Suppress"] == "OOF, AutoReply"


@pytest.mark.parametrize(
    "subject",
    [
        "a\r\nBcc: evil@example.org",
        "a\nb",
        "vt\x0b ff\x0c nel\x85 ls\u2028 ps\u2029",
        "half \ud83d",
        "nul \x00",
        "\u202eoverride",
        "x" * 5_000,
        "",
        "👩\u200d👩\u200d👧\u200d👦" * 60,
        "=?utf-8?b?aGVsbG8=?=",
    ],
)
async def test_no_title_can_break_a_mail_or_add_a_header(
    subject: str, mailbox: tuple[Mailbox, int], open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """D-15, D-16"""
    box, port = mailbox
    sent = envelope("a@example.org", subject=subject, text=f"{subject}\n.\n{'y' * 5_000}\n", html=f"<p>{subject}</p>")
    assert isinstance(await open_mail(port).send(sent), Sent)
    ((_, _, content),) = box.got
    message = parsed(content)
    assert message["Bcc"] is None
    assert message["Subject"]
    assert max(map(len, content.splitlines())) <= 998
    body = message.get_body(("plain",))
    assert body is not None
    assert "\r\n.\r\n" in body.get_content()


@pytest.mark.parametrize("recipient", ["a@example.org\r\nRCPT TO:<b@example.org>", "nobody", "a@b@c", "", "<a@x>, b@y"])
async def test_an_address_that_is_none_is_refused_before_anything_is_sent(
    recipient: str, mailbox: tuple[Mailbox, int], open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """D-15"""
    box, port = mailbox
    assert isinstance(await open_mail(port).send(envelope(recipient)), Refused)
    assert box.got == []


async def test_addresses_of_the_whole_world(
    mailbox: tuple[Mailbox, int], open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """D-18"""
    box, port = mailbox
    assert isinstance(await open_mail(port).send(envelope("reader@例子.org")), Sent)
    assert isinstance(await open_mail(port).send(envelope("读者@例子.org")), Sent)
    assert [recipients for _, recipients, _ in box.got] == [["reader@xn--fsqu00a.org"], ["读者@xn--fsqu00a.org"]]


RSA_KEY_BITS = 2_048


@pytest.fixture(scope="session")
def rsa_key() -> str:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=RSA_KEY_BITS)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    ).decode()


async def test_a_signed_mail_verifies_and_a_changed_one_does_not(
    mailbox: tuple[Mailbox, int], open_mail: Open, envelope: Callable[..., Envelope], rsa_key: str
) -> None:
    private = serialization.load_pem_private_key(rsa_key.encode(), None)
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)

    def dns(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"news._domainkey.example.org."
        return record

    box, port = mailbox
    channel = open_mail(port, dkim={"selector": "news", "domain": "example.org", "key": rsa_key})
    assert isinstance(await channel.send(envelope("a@example.org", html="<p>可灵</p>")), Sent)
    content = box.got[0][2]
    assert dkim.verify(content, dnsfunc=dns)
    assert not dkim.verify(content.replace(b"Subject:", b"Subject: x"), dnsfunc=dns)


FAULTS: list[tuple[str, Script, type[SendOutcome], str]] = [
    ("D-02 banner 554", {"banner": "554 no service"}, Deferred, "554"),
    ("D-02 banner 421", {"banner": "421 too busy"}, Deferred, "421"),
    ("D-06 greylisted", {"RCPT": "450 4.2.0 try again in five minutes"}, Deferred, "450"),
    ("D-07 451 on DATA", {"DATA": "451 4.3.0 local error"}, Deferred, "451"),
    ("D-07 451 after the message", {".": "451 4.3.0 local error"}, Deferred, "451"),
    ("D-08 550 for one recipient", {"RCPT": "550 5.1.1 no such user"}, Refused, "550"),
    ("D-09 the sender is refused", {"MAIL": "553 5.7.1 not you"}, Refused, "553"),
    ("D-10 421 at a recipient", {"RCPT": "421 4.7.0 too many"}, Deferred, "421"),
    ("D-11 too big", {"MAIL": "552 5.3.4 message too big"}, Refused, "552"),
    ("D-11 too big, told late", {".": "552 5.3.4 message too big"}, Refused, "552"),
    ("D-12 silence after the dot", {".": None}, InDoubt, ""),
    ("D-12 cut after the dot", {".": "RST"}, InDoubt, ""),
    ("D-13 250, then cut", {"QUIT": "RST"}, Sent, "250"),
    ("D-14 slow at a recipient", {"RCPT": None}, Deferred, "timeout"),
    ("D-14 slow at the banner", {"banner": None}, Deferred, ""),
    ("cut at the banner", {"banner": "RST"}, Deferred, "smtp"),
    ("cut at MAIL", {"MAIL": "RST"}, Deferred, "smtp"),
    ("no SMTP at all", {"banner": "HTTP/1.1 400 Bad Request"}, Deferred, ""),
    ("refused as spam", {".": "554 5.7.1 spam"}, Refused, "554"),
    ("refused without an enhanced code", {".": "554 no thanks"}, Refused, "554"),
    ("our name is refused", {"EHLO": "550 5.5.0 such a name is none"}, Deferred, "550"),
    ("an older server's word for hello", {"EHLO": "500 5.5.1 what?"}, Sent, "250"),
    ("a command that a firewall took out", {"EHLO": "502 5.5.2 not here"}, Sent, "250"),
    ("neither word for hello", {"EHLO": "500 what?", "HELO": "550 not you"}, Deferred, "550"),
    ("a day's messages are spent", {".": "550 5.4.5 that was the last one today"}, Deferred, "550"),
    ("a day's messages are spent, told early", {"MAIL": "550 5.4.5 Daily quota exceeded"}, Deferred, "550"),
]


@pytest.mark.parametrize(("name", "script", "outcome", "code"), FAULTS, ids=[row[0] for row in FAULTS])
async def test_each_refusal_is_known_for_what_it_is(  # noqa: PLR0917 — one row of the table
    name: str, script: Script, outcome: type[SendOutcome], code: str, open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    async with scripted(script) as server:
        channel = open_mail(server.port)
        if None in script.values():
            channel = replace(channel, server=replace(channel.server, patience=HURRIED))
        told = await channel.send(envelope("a@example.org"))
    assert type(told) is outcome, told
    if code and not isinstance(told, InDoubt):
        assert told.code == code


@pytest.mark.parametrize(
    ("script", "stops"),
    [
        ({"MAIL": "550 5.7.60 this client may not send as this sender"}, True),
        ({"MAIL": "530 5.7.0 a password first"}, True),
        ({"RCPT": "530 5.7.0 encryption first"}, True),
        ({"RCPT": "553 5.1.8 the sender's domain is not found"}, True),
        ({".": "550 5.1.8 a sender of spam"}, True),
        ({"MAIL": "552 5.3.4 message too big"}, False),
        ({"RCPT": "554 5.7.1 no relay for this address"}, False),
        ({".": "554 5.7.1 spam"}, False),
    ],
)
async def test_what_is_said_of_the_sender_stops_the_channel_instead_of_each_message(
    script: Script, stops: bool, open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    async with scripted(script) as server:
        told = await open_mail(server.port).send(envelope("a@example.org"))
    assert isinstance(told, Refused)
    assert told.disable is stops


async def test_a_server_that_does_not_say_goodbye_holds_up_nobody_for_long(
    open_mail: Open, envelope: Callable[..., Envelope], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.adapters.channels.smtp._GOODBYE", 0.2)
    async with scripted({"QUIT": None}) as server, asyncio.timeout(PATIENCE.connect / 2):
        assert isinstance(await open_mail(server.port).send(envelope("a@example.org")), Sent)


async def test_every_byte_of_a_mail_has_seven_bits(open_mail: Open, envelope: Callable[..., Envelope]) -> None:
    """RFC 6152 §3: eight bits are for servers that say 8BITMIME, which this one does not."""
    async with scripted({}) as server:
        assert isinstance(await open_mail(server.port).send(envelope("a@example.org", html="<p>可灵</p>")), Sent)
    content = server.messages[0]
    assert content.isascii()
    body = email.message_from_bytes(content, policy=email.policy.default).get_body(("plain",))
    assert body is not None
    assert not body.get_content().isascii()


def test_mail_servers_are_judged_by_the_authorities_that_web_servers_are_judged_by() -> None:
    """Slim containers and some Pythons have no authorities of the system."""
    names = {str(one["subject"]) for one in smtp._trusting_context().get_ca_certs()}
    bundled = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    bundled.load_verify_locations(cafile=certifi.where())
    assert {str(one["subject"]) for one in bundled.get_ca_certs()} <= names


async def test_nobody_listens(open_mail: Open, envelope: Callable[..., Envelope]) -> None:
    """D-01"""
    async with scripted({}) as server:
        port = server.port
    told = await open_mail(port).send(envelope("a@example.org"))
    assert isinstance(told, Deferred)
    assert "nothing listens" in told.reason


async def test_starttls_that_is_demanded_but_not_offered_ends_before_anything_is_said(
    open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """D-03"""
    async with scripted({}) as server:
        told = await open_mail(server.port, scheme="smtp+starttls").send(envelope("a@example.org"))
    assert isinstance(told, Deferred)
    assert "STARTTLS" in told.reason
    assert not any(command.startswith(("MAIL", "AUTH")) for command in server.commands)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


def _server_tls(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


async def test_a_bad_certificate_stops_the_mail_and_a_good_one_carries_it(
    authority: trustme.CA, open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """D-04"""
    offer = {"EHLO": "250-mx.example.org\n250 STARTTLS"}
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with scripted(offer, tls=_server_tls(authority, "127.0.0.1")) as server:
        told = await open_mail(server.port, scheme="smtp+starttls").send(envelope("a@example.org"))
        assert isinstance(told, Deferred)
        assert "certificate" in told.reason
        assert server.messages == []
        told = await open_mail(server.port, scheme="smtp+starttls", tls=trusting).send(envelope("a@example.org"))
        assert isinstance(told, Sent)
        assert len(server.messages) == 1
    async with scripted(offer, tls=_server_tls(authority, "other.example.org")) as server:
        told = await open_mail(server.port, scheme="smtp+starttls", tls=trusting).send(envelope("a@example.org"))
        assert isinstance(told, Deferred)
        assert server.messages == []


async def test_a_relay_with_a_certificate_of_its_own_takes_mail_that_needs_no_password(
    authority: trustme.CA, open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """B.7: ``smtp://`` is encrypted when offered, and nobody's password is at stake; with one it is."""
    offer = {"EHLO": "250-mx.example.org\n250 STARTTLS"}
    async with scripted(offer, tls=_server_tls(authority, "localhost")) as server:
        told = await open_mail(server.port).send(envelope("a@example.org"))
        assert isinstance(told, Sent)
        assert any(command.upper().startswith("STARTTLS") for command in server.commands)
        assert len(server.messages) == 1
        told = await open_mail(server.port, user="news", password="word").send(envelope("a@example.org"))
        assert isinstance(told, Deferred)
        assert "certificate" in told.reason


async def test_a_plain_port_behind_smtps_says_what_to_write_instead(
    open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """B.7"""
    async with scripted({}) as server:
        told = await open_mail(server.port, scheme="smtps").send(envelope("a@example.org"))
    assert isinstance(told, Deferred)
    assert "smtp+starttls://" in told.reason


async def test_a_first_address_that_is_dead_costs_a_moment_and_not_the_message(
    open_mail: Open, envelope: Callable[..., Envelope], monkeypatch: pytest.MonkeyPatch
) -> None:
    """B.7: the name of the server has two addresses, and nobody answers at the first."""
    async with scripted({}) as server:
        dead = socket.socket()
        dead.bind(("127.0.0.2", server.port))
        dead.listen(0)
        held = [socket.socket() for _ in range(4)]
        for one in held:
            one.setblocking(False)
            one.connect_ex(("127.0.0.2", server.port))  # what may wait is full: a further connection hangs
        there = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, server.port)) for host in ("127.0.0.2", "127.0.0.1")
        ]

        async def two_addresses(*_: object, **__: object) -> object:
            return there

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", two_addresses)
        channel = open_mail(server.port)
        channel = replace(channel, server=replace(channel.server, patience=Patience(connect=5.0)))
        with machine_seconds() as seconds:
            told = await channel.send(envelope("a@example.org"))
            took = seconds()
        for one in (dead, *held):
            one.close()
    assert isinstance(told, Sent)
    assert took < 4


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("=?utf-8?B?SGFyYm91cg==?= opens", "=?utf-8?B?SGFyYm91cg==?= opens"),
        ("Harbour " + "👩‍👩‍👧‍👦" * 80, "Harbour " + "👩‍👩‍👧‍👦" * 55 + "…"),
    ],
)
async def test_a_subject_says_what_the_title_says_and_ends_with_a_whole_character(
    title: str, shown: str, mailbox: tuple[Mailbox, int], open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    box, port = mailbox
    assert isinstance(await open_mail(port).send(envelope("a@example.org", subject=title)), Sent)
    assert parsed(box.got[0][2])["Subject"].replace("\u200b", "") == shown


async def test_encoded_words_are_no_longer_than_they_may_be(
    mailbox: tuple[Mailbox, int], open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """B.7, RFC 2047 §2: 75 characters each, however long the name and the subject are."""
    box, port = mailbox
    wide = open_mail(port, **{"from": f"{'新闻监测 Überblick ' * 8}<news@example.org>"})
    title = "可灵发布新模型，价格下调三成，" * 12
    assert isinstance(await wide.send(envelope("a@example.org", subject=title)), Sent)
    head = box.got[0][2].partition(b"\r\n\r\n")[0].decode("ascii")
    words = re.findall(r"=\?[\w-]+\?[bBqQ]\?[^?\s]*\?=", head)
    assert words
    assert max(map(len, words)) <= 75
    assert all(len(line) <= 998 for line in head.splitlines())


async def test_a_wrong_password_is_tried_once_and_switches_the_channel_off(
    open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """D-05, D-37"""
    script = {"EHLO": "250-mx.example.org\n250 AUTH PLAIN LOGIN", "AUTH": "535 5.7.8 bad credentials"}
    async with scripted(script) as server:
        told = await open_mail(server.port, user="news", password="wrong").send(envelope("a@example.org"))
    assert isinstance(told, Refused)
    assert told.disable
    assert "535" in told.reason
    assert sum(command.startswith("AUTH") for command in server.commands) == 1
    assert not any(command.startswith("MAIL") for command in server.commands)


async def test_a_repeat_after_silence_carries_the_same_message_id(
    open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """D-12"""
    sent = envelope("a@example.org")
    async with scripted({".": "RST"}) as server:
        assert isinstance(await open_mail(server.port).send(sent), InDoubt)
        assert isinstance(await open_mail(server.port).send(sent), InDoubt)
    first, second = (parsed(message)["Message-ID"] for message in server.messages)
    assert first == second


async def test_a_mail_server_at_a_private_address_is_refused_unless_it_is_allowed(
    open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    async with scripted({}) as server:
        guarded = replace(open_mail(server.port), guard=Guard())
        told = await guarded.send(envelope("a@example.org"))
        assert isinstance(told, Refused)
        assert "fetch.allow" in told.reason
        assert server.commands == []
        allowed = replace(guarded, guard=Guard(networks=(ip_network("127.0.0.0/8"),)))
        assert isinstance(await allowed.send(envelope("a@example.org")), Sent)


async def test_a_server_without_smtputf8_is_told_from_a_bad_address(
    open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """D-18"""
    async with scripted({}) as server:
        told = await open_mail(server.port).send(envelope("读者@example.org"))
    assert isinstance(told, Refused)
    assert "SMTPUTF8" in told.reason


async def test_a_port_that_waits_for_tls_is_told_by_its_silence(
    open_mail: Open, envelope: Callable[..., Envelope]
) -> None:
    """B.7 the other way round: smtp:// and a port that speaks TLS from the start wait for each other."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        channel = open_mail(silent.getsockname()[1])
        channel = replace(channel, server=replace(channel.server, patience=Patience(connect=0.3)))
        told = await channel.send(envelope("a@example.org"))
    assert isinstance(told, Deferred)
    assert "use smtps://" in str(told.reason)
