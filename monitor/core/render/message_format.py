"""What a channel's form of a message must be able to do, and what every chat message is made of."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from monitor.core.model.messages import Message, RenderContext, Rendered
from monitor.core.render.limits import Size, SizeLimit
from monitor.values import dataclass

if TYPE_CHECKING:
    from monitor.core.render.templates import Templates

TWIN_FOLDER = "terminal"
"""The templates of the plain-text twin that every chat message has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderJob:
    """A message to bring into a form.

    ``keyword`` is a word that the receiver demands in every part; ``cuts`` (items sent so far, from 0 to all) say where
    to split instead of where the size asks for it.
    """

    templates: "Templates"
    message: Message
    context: RenderContext
    keyword: str = ""
    cuts: Sequence[int] = ()


class MessageFormat(Protocol):
    """The form of a channel kind's messages."""

    @property
    def template_folders(self) -> tuple[str, ...]:
        """Folders of the templates that print it."""
        ...

    @property
    def limits(self) -> Sequence[SizeLimit]:
        """What the receiver allows of a part."""
        ...

    @property
    def is_page(self) -> bool:
        """It is HTML with a plain-text twin, to be looked at as such."""
        ...

    def render(self, job: RenderJob) -> tuple[Rendered, ...]:
        """One or more parts, numbered "2/3" when several. TemplateFault when a template is wrong."""
        ...

    def sizes(self, part: Rendered) -> Sequence[Size]:
        """What a part uses of each limit."""
        ...

    def preview(self, part: Rendered) -> str:
        """The part for somebody who writes templates: text where readers see text, else the payload."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LateFormat:
    """A form whose module is loaded when the first message needs it: settings only ask which kinds there are."""

    load: Callable[[], MessageFormat]

    @property
    def template_folders(self) -> tuple[str, ...]:
        """See ``MessageFormat``."""
        return self.load().template_folders

    @property
    def limits(self) -> Sequence[SizeLimit]:
        """See ``MessageFormat``."""
        return self.load().limits

    @property
    def is_page(self) -> bool:
        """See ``MessageFormat``."""
        return self.load().is_page

    def render(self, job: RenderJob) -> tuple[Rendered, ...]:
        """See ``MessageFormat``."""
        return self.load().render(job)

    def sizes(self, part: Rendered) -> Sequence[Size]:
        """See ``MessageFormat``."""
        return self.load().sizes(part)

    def preview(self, part: Rendered) -> str:
        """See ``MessageFormat``."""
        return self.load().preview(part)


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
    keyword: str = ""
    """Word that the receiver demands in every part; empty = none."""

    @property
    def body(self) -> str:
        """All blocks, a blank line between them."""
        return "\n\n".join(self.blocks)

    def with_keyword(self, text: str, elsewhere: str = "") -> str:
        """``text`` with the keyword in it: such a receiver refuses every part that lacks it."""
        found = not self.keyword or self.keyword in text or self.keyword in elsewhere
        return text if found else f"{text} · {self.keyword}"
