"""The generic web hook: documented JSON, Standard Webhooks headers, and any 2xx that is not a web page is a yes."""

import base64
import binascii
from datetime import datetime

from monitor.core.channels.answers import after_failure, clip_line, common_refusal, text_of, unknown_answer
from monitor.core.channels.kind import About, ChannelKind
from monitor.core.channels.options import PROXY, Option, OptionType
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Deferred, Envelope, SendOutcome, Sent
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.core.render.message_format import LateFormat, MessageFormat

_PREFIX = "whsec_"


def _check_secret(secret: str) -> None:
    encoded = secret.removeprefix(_PREFIX)
    try:
        key = base64.b64decode(encoded + "==", validate=False)
    except (binascii.Error, ValueError):
        key = b""
    if not key:
        raise ValueError(f"it must be base64, as in {_PREFIX}… (Standard Webhooks)")


ADDRESS = Option(
    name="url",
    type=OptionType.ADDRESS,
    required=True,
    example="https://example.org/hook",
    meaning="Address that gets the JSON; env:NAME when it holds a secret.",
    instead="a web hook is signed instead: use the key secret",
)
SECRETS = Option(
    name="secret",
    type=OptionType.SECRETS,
    example="env:HOOK_SECRET",
    check=_check_secret,
    meaning="Signs each call (Standard Webhooks); a list of two while a key is being changed.",
)


def message_id_of(envelope: Envelope) -> str:
    """``webhook-id``: the delivery's key, the same at every attempt; parts have their number behind it."""
    return envelope.key if envelope.parts == 1 else f"{envelope.key}.{envelope.part}"


def judge_answer(answer: NetAnswer, at: datetime) -> SendOutcome:
    """Any 2xx, unless a web page came with it."""
    if refusal := common_refusal(answer, at):
        return refusal
    text = text_of(answer)
    if not 200 <= answer.status < 300:
        return unknown_answer(answer)
    start = text.lstrip("\ufeff \r\n\t").lower()
    if start.startswith(("<!doctype html", "<html")):
        # A login page or a captive portal says 200 as well.
        code = str(answer.status)
        return Deferred(reason=Reason("channel.web-page", status=code, told=clip_line(text, 80)), code=code)
    return Sent(code=str(answer.status), answer=clip_line(text))


def judge_failure(failure: NetFailure) -> SendOutcome:
    """A 2xx whose body is longer than anybody reads, or breaks off, is a yes: a workflow may answer with all it did."""
    if 200 <= failure.status < 300:
        return Sent(code=str(failure.status), answer=clip_line(failure.reason))
    return after_failure(failure)


def _load_format() -> MessageFormat:
    from monitor.core.render.forms.webhook import WebhookFormat

    return WebhookFormat()


KIND = ChannelKind(
    name="webhook",
    about=About(
        message="documented JSON ([json](reference/json.md#web-hook))",
        signature="Standard Webhooks headers",
        accepted="any 2xx that is not a web page",
        wait="`Retry-After`",
    ),
    options=(ADDRESS, SECRETS, PROXY),
    format=LateFormat(load=_load_format),
)
