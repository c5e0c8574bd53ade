"""What every chat message is made of before it takes a service's form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from monitor.core.render.limits import Size

Payload = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A link under the message."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageDraft:
    """One part of a message: ``title`` is plain text, ``blocks`` are in the channel's dialect and never empty."""

    kind: str
    title: str
    blocks: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    urgent: bool = False
    plain: str = ""
    """The same part as plain text."""

    @property
    def body(self) -> str:
        """All blocks, a blank line between them."""
        return "\n\n".join(self.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFormat:
    """How a service wants a message: ``build`` makes the payload, ``sizes`` measure it as the service does."""

    build: Callable[[MessageDraft, Mapping[str, object]], Payload]
    sizes: Callable[[Payload], Sequence[Size]]
    line_break: str = "\n"
    """What puts the next line below: Markdown proper needs a blank line."""

    def fits(self, payload: Payload) -> bool:
        """Within every limit of the service."""
        return all(size.fits for size in self.sizes(payload))


def with_keyword(text: str, options: Mapping[str, object], elsewhere: str = "") -> str:
    """``text`` with the robot's keyword in it: such a robot refuses every part that lacks it."""
    keyword = str(options.get("keyword") or "")
    return text if not keyword or keyword in text or keyword in elsewhere else f"{text} · {keyword}"
