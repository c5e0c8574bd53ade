"""``monitor stories``: list, show, merge or split stories."""

from collections.abc import Sequence
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.clock import SystemClock
from monitor.app.queries.sources import stories_with
from monitor.app.stories import regroup as regrouping
from monitor.cli.actor import typing_user
from monitor.cli.context import in_store, load_for_reading
from monitor.cli.find_story import find_story
from monitor.cli.options import (
    MENTION_STATUSES,
    AsJson,
    Limit,
    Since,
    Topic,
    Wide,
    current_time,
    one_of_states,
    require_topic,
)
from monitor.cli.output import print_json, print_table, say
from monitor.cli.times import minute_of, relative_time
from monitor.cli.values import moment_ago
from monitor.core.model.filters import StoryFilter
from monitor.core.model.stories import Story
from monitor.core.render.json_documents import story_json, whole_story_json

stories_cli = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@stories_cli.callback()
def stories(
    context: typer.Context,
    topic: Topic = "",
    since: Since = "",
    state: Annotated[str, typer.Option("--state", help="With a mention that is new, baseline, late …")] = "",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List stories, last seen first. Example: monitor stories --topic sora --since 24h"""
    if context.invoked_subcommand is None:
        list_stories(topic=topic, since=since, state=state, limit=limit, as_json=as_json)


@stories_cli.command("show")
def show(
    story: Annotated[str, typer.Argument(help="Its id, as `monitor stories` lists it, or a part of its headline.")],
    wide: Wide = False,
    as_json: AsJson = False,
) -> None:
    """Show a story's reports in order of time, and the facts it told. Example: monitor stories show 12"""
    here = load_for_reading()
    found = in_store(here, lambda tx: find_story(tx, story))
    if as_json:
        print_json(whole_story_json(found))
        return
    zone = ZoneInfo(here.settings.timezone)
    follows = f", follows story {found.follows}" if found.follows else ""
    seen = f"{minute_of(found.first_seen_at, zone)} to {minute_of(found.last_seen_at, zone)}"
    say(f"story {found.id}: {found.title}")
    say(f"{', '.join(found.topics)}; {seen}{follows}")
    heads, rows = _wide_reports(found, zone) if wide else _reports(found, zone)
    print_table(heads, rows, empty="No report of it is kept.")
    if found.facts:
        say("")
    print_table(
        ("fact", "value", "as written"),
        [(fact.kind, fact.value, fact.surface) for fact in found.facts],
        empty="It told no version, price, amount, date or status.",
    )


_Table = tuple[Sequence[str], Sequence[Sequence[object]]]


def _reports(story: Story, zone: ZoneInfo) -> _Table:
    at = current_time()
    return ("report", "published", "source", "headline"), [
        (o.report_id, relative_time(o.published_at or o.seen_at, zone, now=at), o.source, o.title)
        for o in story.outlets
    ]


def _wide_reports(story: Story, zone: ZoneInfo) -> _Table:
    return ("report", "entry", "published", "seen", "tier", "source", "headline"), [
        (o.report_id, o.entry_id, minute_of(o.published_at, zone), minute_of(o.seen_at, zone),
         "round-up" if o.is_roundup else o.tier, o.source, o.title)
        for o in story.outlets
    ]  # fmt: skip


@stories_cli.command("merge")
def merge(
    ids: Annotated[list[int], typer.Argument(help="Ids of two or more stories; the first one stays.")],
) -> None:
    """Make stories one; it stays so. Example: monitor stories merge 12 15"""
    now = SystemClock().now()
    kept = in_store(
        load_for_reading(), lambda tx: regrouping.merge_into_first(tx, ids, who=typing_user(), now=now), write=True
    )
    say(f"story {kept.id} has {len(kept.outlets)} reports now: {kept.title}")


@stories_cli.command("split")
def split(
    reports: Annotated[list[int], typer.Argument(help="Ids of reports, as `monitor stories show` lists them.")],
) -> None:
    """Split reports off into a story of their own; it stays so. Example: monitor stories split 31 34"""
    now = SystemClock().now()
    new = in_store(
        load_for_reading(), lambda tx: regrouping.split_story(tx, reports, who=typing_user(), now=now), write=True
    )
    say(f"story {new.id} has {len(new.outlets)} of these reports now: {new.title}")


def list_stories(*, topic: str = "", since: str = "", state: str = "", limit: int = 50, as_json: bool = False) -> None:
    """See ``stories``."""
    here = load_for_reading()
    require_topic(here, topic)
    wanted = StoryFilter(topic=topic, since=moment_ago(since), limit=limit)
    status = one_of_states(state, MENTION_STATUSES)
    found = in_store(here, lambda tx: stories_with(tx, wanted, status))
    if as_json:
        print_json([story_json(story) for story in found])
        return
    zone, at = ZoneInfo(here.settings.timezone), current_time()
    print_table(
        ("id", "last seen", "topics", "outlets", "headline"),
        [
            (s.id, relative_time(s.last_seen_at, zone, now=at), ", ".join(s.topics), len(s.outlets), s.title)
            for s in found
        ],
        empty="No stories in the store.",
    )
