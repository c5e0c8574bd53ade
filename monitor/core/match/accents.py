"""Names that a text writes with an accent which the alias lacks: maybe another word, so no mention, but told."""

from collections.abc import Collection, Iterator, Sequence

from monitor.core.match.candidates import NameHit
from monitor.core.match.reasons import Why
from monitor.core.match.scan.boundaries import WHOLE_WORD, judge_edges
from monitor.core.match.scan.document_view import View
from monitor.core.match.scan.segmenter import Words
from monitor.core.match.score.evidence import HitScore, refuse_hit
from monitor.core.match.score.hits import Hit


def refuse_accented(
    view: View, accented: Sequence[NameHit], words: Words, taken: Collection[tuple[int, int]]
) -> Iterator[HitScore]:
    """A refusal of each that is a whole word, where no name of its topic stands (``taken``: topic and place)."""
    for user, name, first, last, _, _ in accented:
        if user.alias is None or (user.topic, first) in taken:
            continue
        if judge_edges(view, name, first, last, words) is not WHOLE_WORD:
            continue
        section, in_url = view.section_of(first).number, False  # Of what is refused nobody asks whether it is.
        hit = Hit(user.topic, user.alias, first, last, section, WHOLE_WORD, in_url)
        yield refuse_hit(hit, "policy", Why("accent", (user.alias.alias.text, view.surface(first, last))))
