"""Reads a channel's options; what is missing or wrong is named with its channel."""

from monitor.core.model.settings import ChannelSettings
from monitor.errors import UserError


def text_option(channel: ChannelSettings, key: str, default: str | None = None) -> str:
    """The option as text; UserError when it is required (no default) and missing, or no text."""
    value = channel.options.get(key)
    if value is None or value == "":
        if default is None:
            raise UserError(f"channel {channel.name}: {channel.kind} needs {key}")
        return default
    if not isinstance(value, str | int):
        raise UserError(f"channel {channel.name}: {key} must be text")
    return str(value)


def list_option(channel: ChannelSettings, key: str) -> tuple[str, ...]:
    """The option as a list: a YAML list, or words separated by spaces or commas."""
    value = channel.options.get(key)
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(value.replace(",", " ").split())
    if isinstance(value, list | tuple):
        return tuple(str(one) for one in value)
    raise UserError(f"channel {channel.name}: {key} must be text or a list")
