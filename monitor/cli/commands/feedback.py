"""``monitor feedback … add | accept | reject``: what readers said, and the rule changes that wait for a yes."""

import os
from collections.abc import Sequence
from typing import Annotated

import typer

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.edit.accept_proposal import accept_change as write_change
from monitor.app.context import AppContext
from monitor.app.feedback.proposals import propose_after
from monitor.app.feedback.verdicts import decide_proposal, open_proposal, record_verdict
from monitor.cli.actor import typing_user
from monitor.cli.context import in_store, load_for_command, load_for_reading, with_app
from monitor.cli.options import AsJson, Limit
from monitor.cli.output import local_time, print_json, print_table, say
from monitor.cli.watchlist_edits import when_taken_over
from monitor.core.model.feedback import Change, Judgement, Proposal, Verdict
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
_JUDGEMENTS: dict[str, Judgement] = {"not-relevant": "not-relevant", "relevant": "relevant"}


@feedback_cli.callback()
def feedback(context: typer.Context, limit: Limit = 50, as_json: AsJson = False) -> None:
    """List what readers said and the rule changes it proposes. Example: monitor feedback --json"""
    if context.invoked_subcommand is not None:
        return

    def known(tx: Transaction) -> tuple[Sequence[Verdict], Sequence[Proposal]]:
        return tx.verdicts.find(limit=limit), tx.proposals.find(limit=limit)

    verdicts, proposals = in_store(load_for_reading(), known)
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
        [(local_time(v.at), v.story_id, v.topic, v.judgement, v.word, v.who, v.title) for v in verdicts],
        empty="Nobody has judged a story yet.",
    )
    print_table(
        ("proposal", "state", "change", "effect"),
        [(p.id, p.state, in_words(p.change), effect_of(p)) for p in proposals],
        empty="No change of rules is proposed.",
    )


@feedback_cli.command("add")
def add(
    story: Annotated[int, typer.Argument(help="Id of the story, as `monitor stories` lists it.")],
    topic: Annotated[str, typer.Option("--topic", help="Topic id.")],
    verdict: Annotated[str, typer.Option("--verdict", help="relevant or not-relevant.")],
    word: Annotated[str, typer.Option("--word", help="Why, in a word: it is tried as a rule first.")] = "",
) -> None:
    """Say whether a story is relevant for a topic. Example: monitor feedback add 12 --topic kling --verdict relevant"""
    judgement = _JUDGEMENTS.get(verdict)
    if judgement is None:
        raise UserError(f'no verdict "{verdict}"; one of {", ".join(_JUDGEMENTS)}')

    async def work(app: AppContext) -> tuple[Verdict, Sequence[Proposal]]:
        said = await app.in_store.write(
            lambda tx: record_verdict(app, tx, story, topic, judgement, word=word, who=typing_user())
        )
        return said, await propose_after(app, [said])

    said, proposed = with_app(load_for_command(), work)
    say(f"story {said.story_id} is {said.judgement} for {said.topic}: {said.title}")
    for proposal in proposed:
        say(f"proposal {proposal.id}: {in_words(proposal.change)}; {effect_of(proposal)}")
        say(f"nothing changes without a yes: monitor feedback accept {proposal.id}")
    if judgement == "not-relevant" and not proposed:
        say("no change of rules is proposed: none was found that is new and loses nothing else")


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
    return (
        f"would have removed {effect.removed} mentions in {effect.days} days, of which {effect.removed_relevant} "
        f"judged relevant; keeps {effect.kept}"
    )
