"""Proposals and verdicts as pages show them."""

from monitor.core.i18n.formats import name_list
from monitor.core.model.feedback import Proposal, Verdict
from monitor.core.render.sentence_pieces import Piece, pieces_of
from monitor.core.render.story_view import text_of
from monitor.values import dataclass
from monitor.web.page import Reader

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A proposed change in words."""

    id: int
    change: str
    effect: str
    titles: tuple[str, ...]
    state: str
    is_open: bool
    decided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictView:
    """What somebody said."""

    story: int
    headline: str
    sentence: tuple[Piece, ...]
    what: str
    word: str
    when: str


def proposal_view(proposal: Proposal, reader: Reader) -> ProposalView:
    """The change and its effect as sentences."""
    change, effect, say = proposal.change, proposal.effect, reader.say
    words = name_list([say("quoted", word=word) for word in change.words], reader.wording.language)
    decided = proposal.decided_at
    return ProposalView(
        id=proposal.id,
        change=say(f"change_{change.kind}", topic=reader.topic(change.topic), alias=change.alias, words=words),
        effect=say(
            "effect", days=effect.days, removed=effect.removed, relevant=effect.removed_relevant, kept=effect.kept
        ),
        titles=tuple(text_of(title, 120) for title in effect.removed_titles[:_SHOWN]),
        state=say(f"state_{proposal.state}"),
        is_open=proposal.state == "open",
        decided=say("recorded_when", when=reader.moment(decided).text, who=text_of(proposal.decided_by))
        if decided
        else "",
    )


def verdict_view(verdict: Verdict, reader: Reader) -> VerdictView:
    """One judgement; who it came from stands beside when."""
    return VerdictView(
        story=verdict.story_id,
        headline=text_of(verdict.title) or reader.say("untitled"),
        sentence=pieces_of(verdict.sentence, verdict.highlights),
        what=f"{reader.say(f'verdict_{verdict.judgement}')} · {reader.topic(verdict.topic)}",
        word=text_of(verdict.word),
        when=reader.say("recorded_when", when=reader.moment(verdict.at).text, who=text_of(verdict.who, 120)),
    )
