"""What a podcast module says of an episode beside the item's own words."""

from collections.abc import Sequence
from html import escape
from typing import Final

from monitor.core.parse.standfirst import with_standfirst
from monitor.core.parse.xml import Element
from monitor.core.text.html import html_to_text

_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/"


def add_episode_words(entry: Element, said: Sequence[str]) -> None:
    """Put above an item's own text what its podcast module alone says of it: a guest, a name in the longer title."""
    own = [text for name in ("title", "description") for text in [entry.findtext(name) or ""] if text.strip()]
    article = entry.findtext(f"{{{_CONTENT}}}encoded") or ""
    described = entry.find("description")
    if described is None or not own:
        return
    known = "\n\n".join(map(html_to_text, [*own, article]))
    pieces = [html_to_text(text) for text in dict.fromkeys(said) if text not in known]
    added = [piece for piece in pieces if with_standfirst(piece, known) != known]
    if added:
        described.text = "<br><br>".join([*(escape(piece, quote=False) for piece in added), described.text or ""])
