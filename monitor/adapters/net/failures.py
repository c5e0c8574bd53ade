"""Translates what the network libraries raise into sentences a person reads."""

import errno
import socket
import ssl
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError

from monitor.adapters.net.decompress import CodingError, TooLargeError
from monitor.adapters.net.exchange_state import Attempt
from monitor.adapters.net.http_library import httpx
from monitor.core.i18n.phrases import Reason, reason_of
from monitor.core.model.http import Blame, FailureKind, NetFailure

NETWORK_ERRORS = (
    httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, HttpProcessingError, OSError, EOFError, ValueError,
    CodingError, TooLargeError,
)  # fmt: skip
"""All that a server, a proxy, a name server or a wire can make the libraries raise."""

_SOCKET_ERRORS = {
    errno.ECONNREFUSED: "net.refused-connection",
    errno.EHOSTUNREACH: "net.no-route",
    errno.ENETUNREACH: "net.no-network",
    errno.ECONNRESET: "net.cut",
    errno.EPIPE: "net.cut",
    errno.ETIMEDOUT: "net.timed-out",
    errno.EMFILE: "net.no-handles",
}


def too_late(attempt: Attempt, seconds: float) -> NetFailure:
    """The deadline of the whole exchange passed."""
    reason = Reason("net.no-answer-in", what=_phase_reason(attempt), seconds=f"{seconds:g}")
    blame: Blame = "network" if attempt.phase == "resolving" else "host"
    return NetFailure(reason=reason, kind="timeout", sent=attempt.sent, status=attempt.status, blame=blame)


def is_bad_http(error: BaseException) -> bool:
    """Whether an answer came, and its head was none of HTTP."""
    cause = error.__cause__ if isinstance(error, httpx.HTTPError) and error.__cause__ else error
    if isinstance(cause, aiohttp.ClientHttpProxyError):
        return False
    return isinstance(cause, aiohttp.ClientResponseError | HttpProcessingError)


def _phase_reason(attempt: Attempt) -> Reason:
    return Reason(f"net.{attempt.phase}", host=attempt.host)


def explain_failure(error: BaseException, attempt: Attempt) -> NetFailure:
    """The failure that ``error`` stands for."""
    kind, reason = _kind_and_reason(error, attempt)
    return NetFailure(
        reason=reason, kind=kind, sent=attempt.sent, status=attempt.status, blame=_whose_fault(error, kind)
    )


_NO_HANDLES = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.EACCES})
_PROXY_PASSWORD = 407


def _whose_fault(error: BaseException, kind: FailureKind) -> Blame:
    """Whose fault it was: a proxy that only passes on that the host is down is not at fault."""
    cause = error.__cause__ if isinstance(error, httpx.HTTPError) and error.__cause__ else error
    if isinstance(cause, aiohttp.ClientProxyConnectionError):
        return "us"
    if isinstance(cause, aiohttp.ClientHttpProxyError):
        return "us" if cause.status == _PROXY_PASSWORD else "host"
    inner = getattr(cause, "os_error", cause)
    number = inner.errno if isinstance(inner, OSError) else None
    if number in _NO_HANDLES:
        return "us"
    return "network" if kind == "dns" or number in _NO_ROUTE else "host"


def _kind_and_reason(error: BaseException, attempt: Attempt) -> tuple[FailureKind, str]:
    if attempt.refusal:
        return "refused", attempt.refusal
    if isinstance(error, TooLargeError):
        return "too-large", reason_of(error)
    if isinstance(error, CodingError):
        return "encoding", reason_of(error)
    # The transport wraps aiohttp's errors in httpx's and loses what they were (a refusal becomes ConnectTimeout).
    cause = error.__cause__ if isinstance(error, httpx.HTTPError) and error.__cause__ else error
    return _library_error(cause, attempt)


def _library_error(error: BaseException, attempt: Attempt) -> tuple[FailureKind, str]:
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, ConnectionResetError):
        if attempt.url.startswith("https:"):
            # A server that is too old for us often just hangs up on our greeting.
            return "tls", Reason("net.hangs-up", host=attempt.host)
        return "connect", Reason("net.host-cut", host=attempt.host)
    for family, kind, sentence in _READINGS:
        if isinstance(error, family):
            return kind, sentence(error, attempt.host)
    if isinstance(error, TimeoutError):
        return "timeout", Reason("net.no-answer-in-time", what=_phase_reason(attempt))
    if isinstance(error, OSError):
        return "broken" if attempt.sent else "connect", Reason("net.at-host", host=attempt.host, why=_os_words(error))
    return "broken", Reason("net.failed", host=attempt.host, why=_first_line(str(error)))


def _dns_reason(error: OSError, host: str) -> str:
    if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None)):
        return Reason("net.no-host", host=host)
    if error.errno == socket.EAI_AGAIN:
        return Reason("net.resolving", host=host)
    return Reason("net.not-found", host=host, why=error.strerror or Reason("net.name-server-failed"))


def _certificate_reason(error: BaseException, host: str) -> str:
    words = getattr(error, "verify_message", "") or str(error)
    return Reason("net.certificate", host=host, why=_first_line(words))


def _tls_reason(error: BaseException, host: str) -> str:
    reason = getattr(error, "reason", None) or getattr(getattr(error, "os_error", None), "reason", None)
    words = str(reason).lower().replace("_", " ") if reason else _first_line(str(error))
    return Reason("net.no-tls", host=host, why=words)


def _os_words(error: OSError) -> str:
    known = _SOCKET_ERRORS.get(error.errno) if error.errno else None
    return Reason(known) if known else _first_line(error.strerror or str(error))


def _first_line(text: str) -> str:
    # Server-made text ends up in front of people: one line, no control characters, not endless.
    if not text.strip():
        return Reason("net.no-reason")
    line = text.strip().splitlines()[0]
    return "".join(char for char in line if char.isprintable())[:200].rstrip(": ")


# Narrow before broad: the first family that fits speaks.
_READINGS: tuple[tuple[type[BaseException], FailureKind, Callable[[Any, str], str]], ...] = (
    (aiohttp.ClientConnectorDNSError, "dns", lambda error, host: _dns_reason(error.os_error, host)),
    (socket.gaierror, "dns", _dns_reason),
    (
        aiohttp.ClientConnectorCertificateError,
        "tls",
        lambda error, host: _certificate_reason(error.certificate_error, host),
    ),
    (ssl.SSLCertVerificationError, "tls", _certificate_reason),
    (aiohttp.ClientConnectorSSLError, "tls", _tls_reason),
    (ssl.SSLError, "tls", _tls_reason),
    (
        aiohttp.ClientProxyConnectionError,
        "proxy",
        lambda error, _: Reason("net.no-proxy", why=_os_words(error.os_error)),
    ),
    (
        aiohttp.ClientHttpProxyError,
        "proxy",
        lambda error, host: Reason(
            "net.proxy-refused", host=host, status=str(error.status), why=_first_line(error.message)
        ),
    ),
    (
        aiohttp.ClientConnectorError,
        "connect",
        lambda error, host: Reason("net.at-host", host=host, why=_os_words(error.os_error)),
    ),
    (
        aiohttp.ServerDisconnectedError,
        "broken",
        lambda _, host: Reason("net.cut-before", host=host),
    ),
    (aiohttp.ClientPayloadError, "broken", lambda _, host: Reason("net.breaks-off", host=host)),
    (
        aiohttp.ClientResponseError,
        "broken",
        lambda error, host: Reason("net.not-http", host=host, why=_first_line(error.message)),
    ),
    (
        HttpProcessingError,
        "broken",
        lambda error, host: Reason("net.not-http", host=host, why=_first_line(error.message)),
    ),
    (aiohttp.InvalidURL, "refused", lambda error, _: Reason("net.no-address", why=_first_line(str(error)))),
)
