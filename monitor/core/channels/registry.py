"""Every kind of channel by its name: a new one is a file beside this and a line here."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from monitor.core.channels import (
    apprise,
    bark,
    dingtalk,
    discord,
    email,
    feishu,
    file,
    mattermost,
    ntfy,
    slack,
    teams,
    telegram,
    terminal,
    webhook,
    wecom,
)
from monitor.core.channels.kind import ChannelKind
from monitor.core.model.settings import RateLimit

CHANNEL_KINDS: Final[Mapping[str, ChannelKind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            email.KIND,
            feishu.KIND,
            dingtalk.KIND,
            wecom.KIND,
            slack.KIND,
            discord.KIND,
            mattermost.KIND,
            teams.KIND,
            bark.KIND,
            ntfy.KIND,
            telegram.KIND,
            webhook.KIND,
            apprise.KIND,
            file.KIND,
            terminal.KIND,
        )
    }
)
"""In the order in which the documents show them."""


def limits_of(kind: str, rate: RateLimit | None) -> Sequence[RateLimit]:
    """How many messages a channel of this kind may send in which time; its own ``rate`` wins."""
    return CHANNEL_KINDS[kind].limits(rate)
