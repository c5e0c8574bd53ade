"""Chat messages: an item is a template's block, a part is as many items as the service takes at once."""

import json
from collections.abc import Callable, Sequence
from dataclasses import field

from monitor.core.model.messages import Rendered
from monitor.core.render.limits import Payload, Size, SizeLimit
from monitor.core.render.message_format import TWIN_FOLDER, MessageDraft, RenderJob
from monitor.values import dataclass


def payload_as_json(part: Rendered) -> str:
    """The payload as indented JSON: what somebody who writes templates for cards wants to see."""
    return json.dumps(part.payload, ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatFormat:
    """How a chat service wants a message: ``build`` makes the payload, which must keep within every limit.

    ``folder`` holds the service's template ``message.txt``.
    """

    folder: str
    build: Callable[[MessageDraft], Payload]
    limits: tuple[SizeLimit, ...] = ()
    line_break: str = "\n"
    """What puts the next line below: Markdown proper needs a blank line."""
    preview: Callable[[Rendered], str] = payload_as_json
    is_page: bool = field(default=False, init=False)

    @property
    def template_folders(self) -> tuple[str, ...]:
        """See ``MessageFormat``; every chat message has a plain-text twin."""
        return (self.folder, TWIN_FOLDER)

    def fits(self, payload: Payload) -> bool:
        """Within every limit of the service."""
        return all(limit.size_of(payload).fits for limit in self.limits)

    def sizes(self, part: Rendered) -> Sequence[Size]:
        """See ``MessageFormat``."""
        return tuple(limit.size_of(part.payload) for limit in self.limits)

    def render(self, job: RenderJob) -> tuple[Rendered, ...]:
        """The message as payloads of one service, split between items where it must be, numbered "2/3"."""
        # Loaded with the first message: settings only ask which kinds of channels there are.
        from monitor.core.render.forms.chat_parts import render_chat

        return render_chat(self, job)
