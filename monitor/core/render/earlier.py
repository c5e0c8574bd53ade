"""What was there before somebody came: a few lines of it in a digest, and how much more there is."""

from collections.abc import Sequence

from monitor.core.i18n.formats import format_number, name_list
from monitor.core.i18n.phrases import translator
from monitor.core.model.messages import RenderContext

EARLIER_TOLD = 15
"""Lines of all topics together: it is no news, and must not be longer than the news (decision 353)."""


def share_out(wanted: Sequence[int], room: int) -> tuple[int, ...]:
    """How many of ``room`` each gets: one each in turn, so that nobody's abundance takes the place of others."""
    given = [0] * len(wanted)
    while room > 0 and any(have < want for have, want in zip(given, wanted, strict=True)):
        for place, want in enumerate(wanted):
            if given[place] < want and room > 0:
                given[place] += 1
                room -= 1
    return tuple(given)


def earlier_line(cut: Sequence[tuple[str, int]], wording: RenderContext) -> str:
    """How much there is beyond what is told, by topic: (its name, how many stories); empty when there is none."""
    more = [(name, count) for name, count in cut if count]
    if not more:
        return ""
    topics = name_list([f"{name} ({format_number(count, wording.language)})" for name, count in more], wording.language)
    return translator(wording)("earlier_more", n=sum(count for _, count in more), topics=topics)
