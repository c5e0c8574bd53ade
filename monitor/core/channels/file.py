"""Files: each message as a page, as text and as JSON in a folder."""

from monitor.core.channels.kind import About, ChannelKind
from monitor.core.channels.options import Option, OptionType
from monitor.core.render.message_format import LateFormat, MessageFormat

FOLDER = Option(
    name="path",
    type=OptionType.FOLDER,
    required=True,
    example="state/outbox",
    meaning="Folder that messages are written to, one file each.",
)


def _load_format() -> MessageFormat:
    from monitor.core.render.forms.email import FileFormat

    return FileFormat()


KIND = ChannelKind(
    name="file",
    about=About(message="`.html`, `.txt`, `.json`", accepted="on the disk"),
    options=(FOLDER,),
    format=LateFormat(load=_load_format),
    gets_alerts=False,
)
