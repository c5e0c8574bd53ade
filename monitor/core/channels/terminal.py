"""The terminal: the message as plain text, of any length."""

from monitor.core.channels.kind import About, ChannelKind
from monitor.core.model.messages import Rendered
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.limits import Payload
from monitor.core.render.message_format import MessageDraft


def _build_payload(draft: MessageDraft) -> Payload:
    return {"title": draft.title, "body": draft.body}


def _preview_text(part: Rendered) -> str:
    return part.text


KIND = ChannelKind(
    name="terminal",
    about=About(message="text", accepted="printed"),
    format=ChatFormat(folder="terminal", build=_build_payload, preview=_preview_text),
    gets_alerts=False,
)
