"""A mention's sentence in pieces: names marked, clean, and short enough to be shown."""

import re
from collections.abc import Sequence

from monitor.core.model.matches import Mention
from monitor.core.model.messages import StoryNews
from monitor.core.text.clip import clip_text
from monitor.core.text.sanitize import sanitize_piece
from monitor.values import dataclass

SNIPPET_CHARACTERS, LONG_SNIPPET = 240, 600


# Some feeds hand over Markdown as text: images, bold, code, quotation marks at the start or doubled in the middle.
_MARKDOWN = re.compile(r"!\[[^\]]*\](?:\([^)]*\)?)?|\*\*|`+|(?:\s>){2,}(?=\s)")
_QUOTED = re.compile(r"^\s*(?:>\s*)+")


# "IT之家 4 月 24 日消息，", "36氪获悉，": outlet and date stand below the sentence anyway.
_DATELINE = re.compile(
    r"^\s*(?:[^\s，。：:,]{2,10}\s*)?(?:\d{1,2}\s*月\s*\d{1,2}\s*日(?:消息|讯|电)|(?<=[^\s])获悉)\s*[，,：:]\s*"
)

_ENDS = tuple("。！？.!?…”\"'’）)】」》")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a sentence; ``strong`` where a watched name stands."""

    text: str
    strong: bool = False


def pieces_of(text: str, highlights: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """A mention's sentence with its names marked, clean and bounded."""
    return _shorten_pieces(_split_pieces(text, highlights), LONG_SNIPPET) if text else ()


def sentence_of(news: StoryNews, title: str) -> tuple[Piece, ...]:
    """The sentence with the names highlighted: the story's own, else that of its best mention."""
    story = news.story
    if story.snippet:
        pieces = _split_pieces(story.snippet, story.highlights)
    else:
        best: Mention | None = max(news.mentions, key=lambda mention: mention.score, default=None)
        if best is None:
            return ()
        pieces = _split_pieces(best.snippet, best.highlights)
    told = "".join(piece.text for piece in pieces).strip(" .。…")
    # Repeating the headline word for word tells nothing.
    return () if not told or told == title.strip(" .。…") else _mark_end(_shorten_pieces(pieces))


def _mark_end(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """What stops in the middle of a sentence says so."""
    last = pieces[-1]
    return pieces if last.text.rstrip().endswith(_ENDS) else (*pieces, Piece(text="…"))


def _split_pieces(text: str, highlights: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    at = 0
    for start, end in sorted(highlights):
        if not at <= start < end <= len(text):
            continue
        pieces += [Piece(text=sanitize_piece(text[at:start])), Piece(text=sanitize_piece(text[start:end]), strong=True)]
        at = end
    pieces.append(Piece(text=sanitize_piece(text[at:])))
    if not pieces[0].strong:
        lead = _DATELINE.sub("", _QUOTED.sub("", pieces[0].text))
        pieces[0] = Piece(text=lead)
    tidy = (Piece(text=_MARKDOWN.sub("", piece.text), strong=piece.strong) for piece in pieces)
    return [piece for piece in tidy if piece.text]


def _shorten_pieces(pieces: Sequence[Piece], limit: int = SNIPPET_CHARACTERS) -> tuple[Piece, ...]:
    """Within ``limit`` characters around the first highlight, cut between graphemes and marked by "…"."""
    if sum(len(piece.text) for piece in pieces) <= limit:
        return tuple(pieces)
    lead = pieces[0] if not pieces[0].strong else None
    rest = pieces[1:] if lead else pieces
    kept: list[Piece] = []
    room = limit
    if lead:
        before = lead.text if len(lead.text) <= limit // 3 or not rest else _cut_tail(lead.text, limit // 3)
        before = clip_text(before, limit)
        kept.append(Piece(text=before))
        room -= len(before)
    for piece in rest:
        if room <= 1:
            kept.append(Piece(text="…"))
            break
        shown = clip_text(piece.text, room)
        kept.append(Piece(text=shown, strong=piece.strong))
        room -= len(shown)
        if shown != piece.text:
            break
    return tuple(kept)


def _cut_tail(text: str, limit: int) -> str:
    from_end = clip_text(text[::-1], limit)
    # Clipping backwards could part a mark from its base; the first whole word or Han character is safe enough.
    kept = from_end.rstrip("…")[::-1]
    return "…" + (kept.split(" ", 1)[1] if " " in kept[:20] else kept)
