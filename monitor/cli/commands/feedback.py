"""``monitor feedback … add | accept | reject``: what readers said, and the rule changes that wait for a yes."""

import os
from collections.abc import Iterator, Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.edit.accept_proposal import accept_change as write_change
from monitor.app.context import AppContext
from monitor.app.feedback.proposals import find_dropped, propose_after
from monitor.app.feedback.verdicts import decide_proposal, open_proposal, record_verdict
from monitor.app.stories.regroup import story_of
from monitor.cli.actor import typing_user
from monitor.cli.arguments.find_story import STORIES_SEARCHED, NamedStory, story_number
from monitor.cli.arguments.options import AsJson, Limit, current_time
from monitor.cli.console.output import counted, print_json, print_table, say
from monitor.cli.console.times import relative_time
from monitor.cli.context import in_store, load_for_command, load_for_reading, with_app
from monitor.cli.watchlist_edits import when_taken_over
from monitor.core.match.suggest.rule_changes import Dropped
from monitor.core.model.feedback import Change, Judgement, Proposal, Verdict
from monitor.core.model.filters import StoryFilter
from monitor.core.render.json_documents import proposal_json, verdict_json
from monitor.errors import UserError
from monitor.ports import Transaction

feedback_cli = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Number = Annotated[int, typer.Argument(help="Id of the proposal, as `monitor feedback` lists it.")]
_JUDGEMENTS: dict[str, Judgement] = {
    "not-relevant": "not-relevant", "no": "not-relevant", "relevant": "relevant", "yes": "relevant",
}  # fmt: skip
_OBJECTIONS = {
    "no-effect": "this report would be found all the same",
    "relevant": "{lost} that readers called relevant would be lost",
    "example": "an example of the topic would not be found any more",
    "too-much": "{lost} more of its mentions would go that nobody complained of",
}
_TRIED = 5


@feedback_cli.callback()
def feedback(context: typer.Context, limit: Limit = 50, as_json: AsJson = False) -> None:
    """List what readers said and the rule changes it proposes. Example: monitor feedback --json"""
    if context.invoked_subcommand is not None:
        return

    def known(tx: Transaction) -> tuple[Sequence[Verdict], Sequence[Proposal]]:
        return tx.verdicts.find(limit=limit), tx.proposals.find(limit=limit)

    here = load_for_reading()
    verdicts, proposals = in_store(here, known)
    zone, at = ZoneInfo(here.settings.timezone), current_time()
    if as_json:
        print_json(
            {
                "verdicts": [verdict_json(verdict) for verdict in verdicts],
                "proposals": [proposal_json(proposal) for proposal in proposals],
            }
        )
        return
    print_table(
        ("when", "story", "topic", "verdict", "word", "who", "title"),
        [
            (relative_time(v.at, zone, now=at), v.story_id, v.topic, v.judgement, v.word, v.who, v.title)
            for v in verdicts
        ],
        empty="Nobody has judged a story yet.",
    )
    say("")
    print_table(
        ("proposal", "state", "change", "effect"),
        [(p.id, p.state, in_words(p.change), effect_of(p)) for p in proposals],
        empty="No change of rules is proposed.",
    )


@feedback_cli.command("add")
def add(
    story: Annotated[str, typer.Argument(help="Its id, as `monitor stories` lists it, or a part of its headline.")],
    judgement: Annotated[str, typer.Argument(help="yes (relevant) or no (not relevant).")] = "",
    why: Annotated[str, typer.Argument(help="The word that makes it so: it is tried as a rule first.")] = "",
    topic: Annotated[str, typer.Option("--topic", help="Topic id; the story's own where it has one.")] = "",
    verdict: Annotated[str, typer.Option("--verdict", help="The same as YES or NO: relevant or not-relevant.")] = "",
    word: Annotated[str, typer.Option("--word", help="The same as WHY.")] = "",
) -> None:
    """Say whether a story is relevant for a topic, and why. Example: monitor feedback add 12 no warranty"""
    said = judgement or verdict
    known = _JUDGEMENTS.get(said)
    if known is None:
        what = f'no verdict "{said}"; ' if said else ""
        raise UserError(f"{what}say yes (relevant) or no (not relevant): monitor feedback add {story} no")

    async def work(app: AppContext) -> tuple[Verdict, Sequence[Proposal], Sequence[Dropped]]:
        made = await app.in_store.write(lambda tx: _record(app, tx, story, topic, known, why or word))
        proposed = await propose_after(app, [made])
        is_open = made.judgement == "not-relevant" and not proposed
        return made, proposed, await find_dropped(app, made) if is_open else ()

    made, proposed, dropped = with_app(load_for_command(), work)
    say(f"story {made.story_id} is {made.judgement} for {made.topic}: {made.title}")
    for proposal in proposed:
        say(f"proposal {proposal.id}: {in_words(proposal.change)}; {effect_of(proposal)}")
        say(f"nothing changes without a yes: monitor feedback accept {proposal.id}")
    if made.judgement == "not-relevant" and not proposed:
        for line in _why_nothing(made.word, dropped):
            say(line)


def _record(app: AppContext, tx: Transaction, story: str, topic: str, judgement: Judgement, word: str) -> Verdict:
    found = story_of(tx, story_number(story, lambda: _named_stories(tx)))
    if not topic and len(found.topics) != 1:
        raise UserError(f"story {found.id} is of several topics: {', '.join(found.topics)}; say which: --topic ID")
    return record_verdict(app, tx, found.id, topic or found.topics[0], judgement, word=word, who=typing_user())


def _named_stories(tx: Transaction) -> Sequence[NamedStory]:
    recent = tx.stories.find(StoryFilter(limit=STORIES_SEARCHED))
    return [NamedStory(found.id, (found.title, *(outlet.title for outlet in found.outlets))) for found in recent]


def _why_nothing(word: str, dropped: Sequence[Dropped]) -> Iterator[str]:
    """Which rules were tried, and what speaks against each."""
    if not dropped and word:
        yield f"no change of rules is proposed: none can be made of “{word}”; give a word that stands in the report"
        return
    if not dropped:
        yield "no change of rules is proposed: nothing beside the name tells this report from wanted ones;"
        yield "  give the word that makes it wrong: monitor feedback add STORY no WORD"
        return
    yield "no change of rules is proposed; tried:"
    for found in dropped[:_TRIED]:
        yield f"  {in_words(found.change)}: {_OBJECTIONS[found.objection].format(lost=found.lost)}"
    if len(dropped) > _TRIED:
        yield f"  and {len(dropped) - _TRIED} more"


@feedback_cli.command("accept")
def accept(number: Number) -> None:
    """Say yes to a proposal: the watchlist is changed, comments stay. Example: monitor feedback accept 3"""
    here = load_for_command()

    def work(tx: Transaction) -> str:
        change = open_proposal(tx, number).change
        path = write_change(here.settings, change, env=os.environ)
        decide_proposal(tx, number, "accepted", who=typing_user(), now=SystemClock().now())
        return f"{path}: {in_words(change)}"

    say(f"{in_store(here, work, write=True)}; {when_taken_over(here.settings)}")


@feedback_cli.command("reject")
def reject(number: Number) -> None:
    """Say no to a proposal; it is not made again. Example: monitor feedback reject 3"""
    now = SystemClock().now()
    in_store(
        load_for_reading(), lambda tx: decide_proposal(tx, number, "rejected", who=typing_user(), now=now), write=True
    )
    say(f"proposal {number} is rejected; nothing was changed")


def in_words(change: Change) -> str:
    """The change as a sentence."""
    words = ", ".join(change.words)
    match change.kind:
        case "exclude":
            return f"{change.topic} excludes {words}"
        case "needs":
            return f"alias {change.alias} of {change.topic} needs one of {words}"
        case "not_near":
            return f"alias {change.alias} of {change.topic} does not count near {words}"


def effect_of(proposal: Proposal) -> str:
    """What it would have done."""
    effect = proposal.effect
    removed = f"would have removed {counted(effect.removed, 'mention')} in {effect.days} days"
    return f"{removed}, of which {effect.removed_relevant} judged relevant; keeps {effect.kept}"
