"""``monitor stories``: list, show, merge or split stories."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.clock import SystemClock
from monitor.app.queries.sources import stories_with
from monitor.app.stories import regroup as regrouping
from monitor.cli.actor import typing_user
from monitor.cli.context import in_store, load_for_reading
from monitor.cli.options import (
    MENTION_STATUSES,
    AsJson,
    Limit,
    Since,
    Topic,
    current_time,
    one_of_states,
    require_topic,
)
from monitor.cli.output import local_time, print_json, print_table, say
from monitor.cli.times import relative_time
from monitor.cli.values import moment_ago
from monitor.core.model.filters import StoryFilter
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
    story: Annotated[int, typer.Argument(help="Id of the story, as `monitor stories` lists it.")],
    as_json: AsJson = False,
) -> None:
    """Show a story's reports in order of time, and the facts it told. Example: monitor stories show 12"""
    found = in_store(load_for_reading(), lambda tx: regrouping.story_of(tx, story))
    if as_json:
        print_json(whole_story_json(found))
        return
    follows = f", follows story {found.follows}" if found.follows else ""
    say(f"story {found.id}: {found.title}")
    say(f"{', '.join(found.topics)}; {local_time(found.first_seen_at)} to {local_time(found.last_seen_at)}{follows}")
    print_table(
        ("report", "entry", "published", "seen", "tier", "source", "title"),
        [
            (outlet.report_id, outlet.entry_id, local_time(outlet.published_at), local_time(outlet.seen_at),
             "round-up" if outlet.is_roundup else outlet.tier, outlet.source, outlet.title)
            for outlet in found.outlets
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
