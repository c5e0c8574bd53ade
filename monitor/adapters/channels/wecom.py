"""WeCom group robot: ``errcode`` in the body; the key in the address is the secret."""

from datetime import timedelta
from functools import partial

from monitor.adapters.channels.chat_bot import Bot, Codes, judge_codes, unsigned
from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.core.channels.options import text_option
from monitor.core.model.settings import ChannelSettings

CODES = Codes(
    key="errcode",
    says="errmsg",
    never=frozenset({40008, 40058, 44004}),
    too_big=frozenset({40058}),
    gone=frozenset({93000, 93004}),
    slow_down={45009: timedelta(minutes=1), 45033: timedelta(minutes=1), -1: timedelta(minutes=1)},
    meanings={
        -1: "the service is busy",
        40058: "larger than 4,096 bytes, or malformed",
        45009: "more than 20 messages a minute",
        93000: "the robot's key is not valid",
        93004: "the robot was removed from its group",
    },
)


def build(channel: ChannelSettings, around: ChannelDependencies) -> Bot:
    """``{url}``"""
    judge = partial(judge_codes, CODES)
    return Bot(url=text_option(channel, "url"), client=around.client, sign=unsigned, judge=judge)
