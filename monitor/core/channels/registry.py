"""Channel kind → its shape: a new chat service is a file and a line here."""

from monitor.core.channels import bark, dingtalk, discord, feishu, ntfy, slack, teams, telegram, wecom
from monitor.core.channels import plain_text as plain
from monitor.core.render.message_format import MessageFormat

SHAPES: dict[str, MessageFormat] = {
    "feishu": feishu.SHAPE,
    "dingtalk": dingtalk.SHAPE,
    "wecom": wecom.SHAPE,
    "slack": slack.SHAPE,
    "discord": discord.SHAPE,
    "telegram": telegram.SHAPE,
    "teams": teams.SHAPE,
    "bark": bark.SHAPE,
    "ntfy": ntfy.SHAPE,
    "apprise": plain.APPRISE,
    "terminal": plain.TERMINAL,
}
