"""One SMTP transaction for one recipient, step by step, so that each refusal is known for what it is."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Sequence
from dataclasses import field, replace
from functools import cache
from typing import Literal
from urllib.parse import unquote, urlsplit

import aiohappyeyeballs
import aiosmtplib

from monitor.adapters.net.authorities import trusting_context
from monitor.adapters.net.ssrf_guard import Guard
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Deferred, InDoubt, Refused, SendOutcome, Sent
from monitor.errors import UserError
from monitor.values import dataclass

_HEAD_START = 0.5
_GOODBYE = 5.0
"""Seconds for the answer to QUIT: the next mail waits for it, and this one is not noted before."""
_UNKNOWN_COMMAND = (500, 502)
_NO_SUCH_WAY = 504
"""The mechanism was announced but is not there (RFC 4954 §4): no password was judged."""
Security = Literal["tls", "starttls", "opportunistic"]
_SCHEMES: dict[str, tuple[Security, int]] = {
    "smtps": ("tls", 465),
    "smtp+tls": ("tls", 465),
    "smtp+ssl": ("tls", 465),
    "smtp+starttls": ("starttls", 587),
    "smtp": ("opportunistic", 25),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds to wait (RFC 5321 §4.5.3.2): the gap after the final dot is where mails get sent twice."""

    connect: float = 30.0
    before_data: float = 240.0
    """Everything up to the message itself: nothing is lost by starting over."""
    after_data: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mails are handed in. ``opportunistic``: encrypted when offered, and never a password in the clear."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    patience: Patience = Patience()
    tls: ssl.SSLContext | None = field(default=None, repr=False)


def server_of(url: str, password: str) -> MailServer:
    """ "smtp+starttls://user@mail.example.org:587"; UserError when it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise UserError(f"smtp: {problem}") from None
    if parts.scheme not in _SCHEMES or not parts.hostname:
        raise UserError(f"smtp: expected smtp+starttls://user@host:587 or smtps://user@host, got {parts.scheme}://…")
    if parts.password:
        raise UserError("smtp: a password does not belong into the address; use password: env:NAME")
    security, usual = _SCHEMES[parts.scheme]
    user = unquote(parts.username or "")
    return MailServer(host=parts.hostname, port=port or usual, security=security, user=user, password=password)


@cache
def _any_certificate() -> ssl.SSLContext:
    """Encrypts without asking who it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # without authorities, which nobody would ask
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@cache
def _trusting_context() -> ssl.SSLContext:
    """Reading the authorities takes longer than sending a mail, so it is done once, in a thread."""
    return trusting_context()


async def hand_in(server: MailServer, guard: Guard, *, sender: str, to: str, message: bytes) -> SendOutcome:
    """Give ``message`` to the server for one recipient. Never raises for what the server or the network does."""
    found = await _connect_guarded(server, guard)
    if not isinstance(found, socket.socket):
        return found
    at_once = server.security == "tls"
    client = aiosmtplib.SMTP(
        hostname=server.host,
        sock=found,
        timeout=server.patience.connect,
        use_tls=at_once,
        start_tls=False,
        tls_context=server.tls or (await asyncio.to_thread(_trusting_context) if at_once else None),
        local_hostname=_own_name(sender),
    )
    try:
        async with asyncio.timeout(server.patience.before_data):
            refusal = await _open_session(client, server, sender=sender, to=to, size=len(message))
        return refusal or await _send_data(client, server, message)
    except TimeoutError:
        return Deferred(reason=Reason("channel.slow", host=server.host), code="timeout")
    except (aiosmtplib.SMTPConnectResponseError, aiosmtplib.SMTPHeloError) as problem:
        # A banner of 554 means "no service here" (RFC 5321 §3.1): it is about the server, not about the message.
        return Deferred(reason=f"{server.host}: {problem.code} {_one_line(problem.message)}", code=str(problem.code))
    except aiosmtplib.SMTPResponseException as problem:
        return _by_code(problem.code, problem.message)
    except (aiosmtplib.SMTPException, OSError, ValueError) as problem:
        hint = "; use smtp+starttls://" if _speaks_plainly(problem) else ""
        return Deferred(reason=f"{server.host}: {_server_words(problem)}{hint}", code="smtp")
    finally:
        # The socket belongs to the connection by now and is closed with it.
        client.close()


def _speaks_plainly(problem: BaseException) -> bool:
    """Whether TLS was met with something that is none: the port speaks in the clear first."""
    causes = (problem, problem.__cause__, problem.__context__)
    texts = [f"{getattr(cause, 'reason', '')} {cause}".upper().replace(" ", "_") for cause in causes if cause]
    signs = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL", "HTTP_REQUEST")
    return any(sign in text for text in texts for sign in signs)


def _own_name(sender: str) -> str:
    return sender.rpartition("@")[2] or "localhost"


async def _connect_guarded(server: MailServer, guard: Guard) -> socket.socket | SendOutcome:
    """A connected socket to an address that the guard has judged, the very one that is used."""
    judge = replace(guard, ports=guard.ports | {server.port})
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(server.patience.connect):
            answers = await loop.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
            if reason := judge.judge_all(server.host, server.port, addresses):
                return Refused(reason=reason, code="guard")
            return await _connect_first(answers)
    except TimeoutError:
        return Deferred(reason=Reason("channel.no-connection", host=f"{server.host}:{server.port}"), code="connect")
    except ConnectionRefusedError:
        return Deferred(reason=Reason("channel.nobody-there", host=f"{server.host}:{server.port}"), code="connect")
    except OSError as problem:
        return Deferred(reason=f"{server.host}:{server.port}: {problem.strerror or problem}", code="connect")


_FULL = ("5.2.2", "mailbox full", "over quota", "quota exceeded")
_TOO_BIG = ("5.2.3", "5.3.4")
"""Enhanced codes (RFC 3463): a message longer than the mailbox or the system takes."""
_SENDER = (" 5.1.7 ", " 5.1.8 ")
"""A sender that is none, or whose system is not believed, told as late as at the recipient."""
_CONGESTED = " 5.4.5 "
"""Persistent and transient by its definition: what a daily limit of messages is told by."""
_Found = Sequence[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[object, ...]]]


async def _connect_first(answers: _Found) -> socket.socket:
    """The first address that takes the connection: a dead one in front costs half a second (RFC 8305)."""
    if not answers:
        raise OSError("the name has no address")
    return await aiohappyeyeballs.start_connection(
        list(answers), happy_eyeballs_delay=_HEAD_START, interleave=1, local_addr_infos=None
    )


async def _open_session(
    client: aiosmtplib.SMTP, server: MailServer, *, sender: str, to: str, size: int
) -> SendOutcome | None:
    try:
        await client.connect()
    except TimeoutError:
        if server.security == "tls":
            raise
        # A port for TLS waits for us to speak first, as we do for its greeting.
        return Deferred(reason=Reason("channel.no-greeting", host=f"{server.host}:{server.port}"), code="timeout")
    client.timeout = server.patience.before_data
    await _say_hello(client)
    secure = server.security == "tls"
    if not secure and (refusal := await _start_tls(client, server)):
        return refusal
    secure = secure or client.get_transport_info("sslcontext") is not None
    if server.user and (refusal := await _log_in(client, server, secure=secure)):
        return refusal
    options: list[str] = []
    if not (sender.isascii() and to.isascii()):
        if not client.supports_extension("smtputf8"):
            return Refused(reason=Reason("channel.smtputf8", host=server.host, to=to), code="smtputf8")
        options.append("SMTPUTF8")
    if client.supports_extension("size"):
        options.append(f"SIZE={size}")
    encoding = "utf-8" if "SMTPUTF8" in options else "ascii"
    try:
        await client.mail(sender, options=options, encoding=encoding)
    except aiosmtplib.SMTPResponseException as problem:
        return _by_code(problem.code, problem.message, of_sender=True)
    await client.rcpt(to, encoding=encoding)
    return None


async def _say_hello(client: aiosmtplib.SMTP) -> None:
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError as problem:
        if problem.code not in _UNKNOWN_COMMAND:
            raise
        await client.helo()  # An old server, or a firewall that takes EHLO out (RFC 5321 §3.2).


async def _start_tls(client: aiosmtplib.SMTP, server: MailServer) -> SendOutcome | None:
    offered = client.supports_extension("starttls")
    if offered:
        # Without a password and without a promise any encryption is better than none: relays of one's own have
        # certificates that nobody vouches for, and the next hop would get the mail in the clear otherwise.
        lenient = server.security == "opportunistic" and not server.password
        context = server.tls or await asyncio.to_thread(_any_certificate if lenient else _trusting_context)
        await client.starttls(server_hostname=server.host, tls_context=context)
        await client.ehlo()
    elif server.security == "starttls":
        # Left out by the server or taken out on the way: nothing is said in the clear.
        return Deferred(reason=Reason("channel.no-starttls", host=server.host), code="starttls")
    return None


async def _log_in(client: aiosmtplib.SMTP, server: MailServer, *, secure: bool) -> SendOutcome | None:
    if not secure and server.host not in {"localhost", "127.0.0.1", "::1"}:
        return Deferred(reason=Reason("channel.no-encryption", host=server.host), code="starttls")
    try:
        await _authenticate_once(client, server)
    except aiosmtplib.SMTPAuthenticationError as problem:
        if 400 <= problem.code < 500:
            return _by_code(problem.code, problem.message)
        # Trying again would lock the account.
        told = f"{problem.code} {_one_line(problem.message)}"
        reason = Reason("channel.bad-password", host=server.host, told=told)
        return Refused(reason=reason, code=str(problem.code), disable=True)
    except aiosmtplib.SMTPNotSupported as problem:
        return Refused(reason=f"{server.host}: {_one_line(str(problem))}", code="auth", disable=True)
    return None


async def _authenticate_once(client: aiosmtplib.SMTP, server: MailServer) -> None:
    """One try with one mechanism: a wrong password said in three ways is three steps towards a locked account."""
    ways = {"plain": client.auth_plain, "login": client.auth_login, "cram-md5": client.auth_crammd5}
    offered = [way for name, way in ways.items() if name in client.server_auth_methods]
    if not offered:
        raise aiosmtplib.SMTPNotSupported("it takes no user name and password (AUTH PLAIN, LOGIN or CRAM-MD5)")
    for number, way in enumerate(offered, start=1):
        try:
            await way(server.user, server.password)
        except aiosmtplib.SMTPAuthenticationError as problem:
            if problem.code != _NO_SUCH_WAY or number == len(offered):
                raise
        else:
            return


async def _send_data(client: aiosmtplib.SMTP, server: MailServer, message: bytes) -> SendOutcome:
    try:
        answer = await client.data(message, timeout=server.patience.after_data)
    except (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError) as problem:
        return InDoubt(reason=Reason("channel.no-smtp-answer", host=server.host, why=_server_words(problem)))
    # The message is theirs now; how the goodbye goes does not matter.
    with contextlib.suppress(aiosmtplib.SMTPException, OSError):
        await client.quit(timeout=_GOODBYE)
    return Sent(code=str(answer.code), answer=_one_line(answer.message))


def _by_code(code: int, message: str, *, of_sender: bool = False) -> SendOutcome:
    """``of_sender``: what was said of the sender, who is the same in every mail."""
    told = f"{code} {_one_line(message)}"
    if not 500 <= code < 600 or _CONGESTED in told:
        # 4xx means later; anything else is no SMTP at all, and may be mended.
        return Deferred(reason=told, code=str(code))
    too_big = any(word in told for word in _TOO_BIG) or code == 552
    full = any(word in told.lower() for word in _FULL)
    # 530 asks for a password or for encryption (RFC 4954 §6, RFC 3207 §4). No message is at fault.
    stops = code == 530 or (of_sender and not too_big) or any(word in told for word in _SENDER)
    return Refused(reason=told, code=str(code), too_big=too_big and not full, disable=stops)


def _server_words(problem: BaseException) -> str:
    cause = problem.__cause__ or problem
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"its certificate is not accepted: {cause.verify_message}"
    return _one_line(str(problem) or type(problem).__name__)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:240]
