"""What a digest says about what it rests on and leaves out: sources, entries, a language model, dead letters."""

from collections.abc import Sequence

from monitor.core.i18n.formats import format_number, name_list
from monitor.core.i18n.phrases import render_reason, translator
from monitor.core.model.messages import (
    Coverage,
    RenderContext,
)
from monitor.core.model.summaries import SummaryCounts
from monitor.core.render.story_view import NAME_BYTES, text_of

MAX_DEAD_LETTERS = 20
EARLIER_TOLD = 15
"""Lines about what was there before, of all topics together: it is no news, and must not be longer than the news
(decision 353)."""


def nothing_new_line(coverage: Coverage, wording: RenderContext) -> str:
    """What an empty digest rests on."""
    say = translator(wording)
    if not coverage.seen:
        return say("nothing_new_blind")
    return say("nothing_new_proof", seen=coverage.seen, entries=coverage.entries)


def coverage_line(coverage: Coverage, wording: RenderContext) -> str:
    return translator(wording)(
        "coverage_line",
        sources=coverage.sources,
        seen=coverage.seen,
        entries=coverage.entries,
        mentions=coverage.mentions,
        stories=coverage.stories,
        refused=coverage.refused,
    )


def ai_summaries_line(counts: SummaryCounts, wording: RenderContext) -> str:
    say = translator(wording)
    said = [say("ai_summaries", made=counts.made, refused=counts.refused, failed=counts.failed)]
    said += [say("summaries_spent")] if counts.spent else []
    said += (
        [say("ai_summaries_trouble", why=text_of(render_reason(counts.trouble, wording.language), NAME_BYTES * 2))]
        if counts.trouble
        else []
    )
    return " · ".join(said)


def coverage_figures(coverage: Coverage, wording: RenderContext) -> tuple[tuple[str, str], ...]:
    say = translator(wording)

    def shown(value: int) -> str:
        return format_number(value, wording.language)

    return (
        (f"{shown(coverage.seen)}/{shown(coverage.sources)}", say("sources_seen")),
        (shown(coverage.entries), say("entries_read")),
        (shown(coverage.mentions), say("mentions")),
        (shown(coverage.stories), say("stories")),
        (shown(coverage.refused), say("refused")),
    )


def dead_letter_lines(letters: Sequence[str], wording: RenderContext) -> tuple[str, ...]:
    shown = tuple(text_of(render_reason(letter, wording.language)) for letter in letters[:MAX_DEAD_LETTERS])
    more = len(letters) - len(shown)
    return (*shown, translator(wording)("and_n_more", n=more)) if more else shown


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
