"""WeCom group robot: Markdown of at most 4,096 bytes of UTF-8 in, ``errcode`` in the body out.

The key in its address is the secret.
"""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial

from monitor.core.channels.answers import Codes, judge_codes
from monitor.core.channels.kind import About, Bot, ChannelKind, sign_nothing
from monitor.core.channels.options import BOT_ADDRESS, PROXY
from monitor.core.render.escape import FULLWIDTH_MARKDOWN
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload, SizeLimit
from monitor.core.render.message_format import MessageDraft
from monitor.core.text.clip import utf8_bytes

_CODES = Codes(
    key="errcode",
    says="errmsg",
    never=frozenset({40008, 40058, 44004}),
    too_big=frozenset({40058}),
    gone=frozenset({93000, 93004}),
    slow_down={45009: timedelta(minutes=1), 45033: timedelta(minutes=1), -1: timedelta(minutes=1)},
    meanings={
        -1: "busy",
        40058: "over-4096",
        45009: "too-many-20",
        93000: "robot-key",
        93004: "robot-removed",
    },
)


def _build_payload(draft: MessageDraft) -> Payload:
    return {"msgtype": "markdown", "markdown": {"content": draft.body}}


def _content_size(payload: Mapping[str, object]) -> int:
    markdown = payload["markdown"]
    return utf8_bytes(str(markdown["content"])) if isinstance(markdown, dict) else 0


KIND = ChannelKind(
    name="wecom",
    about=About(message="Markdown", signature="the key in the address", accepted="`errcode` 0", wait="45009: 1 min"),
    options=(BOT_ADDRESS, PROXY),
    rates=((18, timedelta(minutes=1)),),  # published: 20/min
    dialect=FULLWIDTH_MARKDOWN,
    format=ChatFormat(
        folder="wecom",
        build=_build_payload,
        limits=(SizeLimit(limit=4_096, unit="bytes of the content", measure=_content_size),),
    ),
    bot=Bot(signer=sign_nothing, judge=partial(judge_codes, _CODES)),
)
