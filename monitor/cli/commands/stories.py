"""``monitor stories``: list, show, merge or split stories."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.clock import SystemClock
from monitor.app.stories import regroup as regrouping
from monitor.cli.arguments.find_story import STORIES_SEARCHED, NamedStory, story_number
from monitor.cli.arguments.options import (
    MENTION_STATUSES,
    AsJson,
    Limit,
    Since,
    Topic,
    Wide,
    current_time,
    one_of_states,
)
from monitor.cli.arguments.values import moment_ago
from monitor.cli.console.json_forms import documented_row, listed_story
from monitor.cli.console.output import print_json, print_table, say
from monitor.cli.console.times import minute_of, relative_time
from monitor.cli.readers import Listing, Reader, make_change, open_reader, parse_time, rows_in
from monitor.core.render.json_documents import Json, whole_story_json

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
    with open_reader() as reader:
        found = reader.story(story_number(story, lambda: _named_stories(reader)))
        zone = reader.zone
    if as_json:
        print_json(documented_row("story", found))
        return
    topics, times = found["topics"], [minute_of(_time(found, name), zone) for name in ("first_seen_at", "last_seen_at")]
    follows = f", follows story {found['follows']}" if found["follows"] else ""
    say(f"story {found['id']}: {found['title']}")
    say(f"{', '.join(topics) if isinstance(topics, list) else ''}; {times[0]} to {times[1]}{follows}")
    heads, rows = _wide_reports(found, zone) if wide else _reports(found, zone)
    print_table(heads, rows, empty="No report of it is kept.")
    facts = rows_in(found, "facts")
    if facts:
        say("")
    print_table(
        ("fact", "value", "as written"),
        [(fact["kind"], fact["value"], fact["surface"]) for fact in facts],
        empty="It told no version, price, amount, date or status.",
    )


_Table = tuple[Sequence[str], Sequence[Sequence[object]]]


def _time(row: Mapping[str, object], name: str) -> datetime | None:
    return parse_time(row[name])


def _named_stories(reader: Reader) -> Sequence[NamedStory]:
    rows = reader.stories(Listing(limit=STORIES_SEARCHED))
    return [
        NamedStory(
            int(f"{row['id']}"), (f"{row['title']}", *(f"{report['title']}" for report in rows_in(row, "outlets")))
        )
        for row in rows
    ]


def _reports(story: Json, zone: ZoneInfo) -> _Table:
    at = current_time()
    return ("report", "published", "source", "headline"), [
        (row["report"], relative_time(_time(row, "published") or _time(row, "seen"), zone, now=at), row["source"],
         row["title"])
        for row in rows_in(story, "outlets")
    ]  # fmt: skip


def _wide_reports(story: Json, zone: ZoneInfo) -> _Table:
    return ("report", "entry", "published", "seen", "tier", "source", "headline"), [
        (row["report"], row["entry"], minute_of(_time(row, "published"), zone), minute_of(_time(row, "seen"), zone),
         "round-up" if row["digest"] else row["tier"], row["source"], row["title"])
        for row in rows_in(story, "outlets")
    ]  # fmt: skip


@stories_cli.command("merge")
def merge(
    ids: Annotated[list[int], typer.Argument(help="Ids of two or more stories; the first one stays.")],
) -> None:
    """Make stories one; it stays so. Example: monitor stories merge 12 15"""
    now = SystemClock().now()
    kept, _ = make_change(
        lambda _here, tx, who: whole_story_json(regrouping.merge_into_first(tx, ids, who=who, now=now)),
        lambda client: client.post("/stories/merge", ids=ids),
    )
    say(f"story {kept['id']} has {len(rows_in(kept, 'outlets'))} reports now: {kept['title']}")


@stories_cli.command("split")
def split(
    reports: Annotated[list[int], typer.Argument(help="Ids of reports, as `monitor stories show` lists them.")],
) -> None:
    """Split reports off into a story of their own; it stays so. Example: monitor stories split 31 34"""
    now = SystemClock().now()
    new, _ = make_change(
        lambda _here, tx, who: whole_story_json(regrouping.split_story(tx, reports, who=who, now=now)),
        lambda client: client.post("/stories/split", reports=reports),
    )
    say(f"story {new['id']} has {len(rows_in(new, 'outlets'))} of these reports now: {new['title']}")


def list_stories(*, topic: str = "", since: str = "", state: str = "", limit: int = 50, as_json: bool = False) -> None:
    """See ``stories``."""
    one_of_states(state, MENTION_STATUSES)
    with open_reader() as reader:
        found = reader.stories(Listing(topic=topic, since=moment_ago(since), state=state, limit=limit))
        zone, at = reader.zone, current_time()
    if as_json:
        print_json([listed_story(row) for row in found])
        return
    rows = []
    for row in found:
        topics, seen = row["topics"], relative_time(parse_time(row["last_seen_at"]), zone, now=at)
        named = ", ".join(map(str, topics)) if isinstance(topics, list) else ""
        rows.append((row["id"], seen, named, len(rows_in(row, "outlets")), row["title"]))
    print_table(("id", "last seen", "topics", "reports", "headline"), rows, empty="No stories in the store.")
