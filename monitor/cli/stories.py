"""``monitor stories … show | merge | split``: what a story is made of, and putting a wrong one right by hand."""

from typing import Annotated, Any

import typer

from monitor.cli import listing
from monitor.cli.context import in_store, loaded
from monitor.cli.output import local, print_json, print_table, say
from monitor.clock import SystemClock
from monitor.errors import UserError
from monitor.ports import Transaction
from monitor.render.plain import story_json
from monitor.types.stories import Story

stories_cli = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@stories_cli.callback()
def stories(
    context: typer.Context,
    topic: listing.Topic = "",
    since: listing.Since = "",
    state: Annotated[str, typer.Option("--state", help="With a mention that is new, baseline, late …")] = "",
    limit: listing.Limit = 50,
    as_json: listing.AsJson = False,
) -> None:
    """List stories, last seen first. Example: monitor stories --topic sora --since 24h"""
    if context.invoked_subcommand is None:
        listing.stories(topic=topic, since=since, state=state, limit=limit, as_json=as_json)


@stories_cli.command("show")
def show(
    story: Annotated[int, typer.Argument(help="Id of the story, as `monitor stories` lists it.")],
    as_json: listing.AsJson = False,
) -> None:
    """Show a story's reports in order of time, and the facts it told. Example: monitor stories show 12"""
    found = in_store(loaded(), lambda tx: _the(tx, story))
    if as_json:
        print_json(_whole(found))
        return
    follows = f", follows story {found.follows}" if found.follows else ""
    say(f"story {found.id}: {found.title}")
    say(f"{', '.join(found.topics)}; {local(found.first_seen_at)} to {local(found.last_seen_at)}{follows}")
    print_table(
        ("report", "entry", "published", "seen", "tier", "source", "title"),
        [
            (one.report_id, one.entry_id, local(one.published_at), local(one.seen_at),
             "round-up" if one.digest else one.tier, one.source, one.title)
            for one in found.outlets
        ],
        empty="No report of it is kept.",
    )  # fmt: skip
    print_table(
        ("fact", "value", "as written"),
        [(fact.kind, fact.value, fact.surface) for fact in found.facts],
        empty="It told no version, price, amount, date or status.",
    )


@stories_cli.command("merge")
def merge(
    ids: Annotated[list[int], typer.Argument(help="Ids of two or more stories; the first one stays.")],
) -> None:
    """Make stories one; it stays so. Example: monitor stories merge 12 15"""
    wanted = list(dict.fromkeys(ids))
    now = SystemClock().now()

    def put_together(tx: Transaction) -> Story:
        if len({_the(tx, number).id for number in wanted}) < 2:
            raise UserError("give the ids of two or more stories that are not one yet")
        kept = tx.stories.regroup(merge=wanted, now=now)
        tx.memory.audit(f"stories {', '.join(map(str, wanted))} merged into {kept}", who="cli", now=now)
        return _the(tx, kept)

    kept = in_store(loaded(), put_together, write=True)
    say(f"story {kept.id} has {len(kept.outlets)} reports now: {kept.title}")


@stories_cli.command("split")
def split(
    reports: Annotated[list[int], typer.Argument(help="Ids of reports, as `monitor stories show` lists them.")],
) -> None:
    """Split reports off into a story of their own; it stays so. Example: monitor stories split 31 34"""
    wanted = list(dict.fromkeys(reports))
    now = SystemClock().now()

    def take_apart(tx: Transaction) -> Story:
        new = tx.stories.regroup(split=wanted, now=now)
        tx.memory.audit(f"reports {', '.join(map(str, wanted))} split off into story {new}", who="cli", now=now)
        return _the(tx, new)

    new = in_store(loaded(), take_apart, write=True)
    say(f"story {new.id} has {len(new.outlets)} of these reports now: {new.title}")


def _the(tx: Transaction, story_id: int) -> Story:
    """The story of that number, or the one it was merged into."""
    found = tx.stories.get([story_id])
    if not found:
        raise UserError(f"the store has no story {story_id}; `monitor stories` lists them")
    return found[0]


def _whole(story: Story) -> dict[str, Any]:
    """As in the listing, and what ``explain`` and ``split`` take: the ids of entries and reports."""
    row: dict[str, Any] = dict(story_json(story))
    row["outlets"] = [
        shown
        | {"report": one.report_id, "entry": one.entry_id, "seen": one.seen_at, "tier": one.tier, "digest": one.digest}
        for shown, one in zip(row["outlets"], story.outlets, strict=True)
    ]
    return row
