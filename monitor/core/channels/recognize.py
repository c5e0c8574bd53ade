"""Which service a web hook belongs to, told by its address."""

from urllib.parse import urlsplit

_BY_HOST = {
    "hooks.slack.com": "slack",
    "discord.com": "discord",
    "discordapp.com": "discord",
    "open.feishu.cn": "feishu",
    "open.larksuite.com": "feishu",
    "oapi.dingtalk.com": "dingtalk",
    "qyapi.weixin.qq.com": "wecom",
}
_BY_ENDING = ((".webhook.office.com", "teams"), (".logic.azure.com", "teams"), (".powerplatform.com", "teams"))


def kind_of_address(url: str) -> str:
    """The kind of channel for the address that a service gave out; ``webhook``, the generic one, for any other."""
    host = (urlsplit(url).hostname or "").removeprefix("canary.").removeprefix("ptb.")
    return _BY_HOST.get(host) or next((kind for ending, kind in _BY_ENDING if host.endswith(ending)), "webhook")
