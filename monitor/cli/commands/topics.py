"""``monitor topics``: list the topics, or add one."""

from collections.abc import Mapping
from typing import Annotated

import typer

from monitor.adapters.config.edit.items import add_topic
from monitor.cli.arguments.options import AsJson, Into
from monitor.cli.console.output import print_json, print_table, say, say_error
from monitor.cli.context import in_store, load_for_command
from monitor.cli.readers import document_in, open_reader
from monitor.cli.watchlist_edits import checked_edit, loaded_for_edit, say_new_file, watchlist_file, when_taken_over
from monitor.core.match.topic_ids import new_topic_id
from monitor.core.model.filters import MentionFilter
from monitor.errors import UserError
from monitor.ports.content import MentionRepository

topics_cli = typer.Typer(
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@topics_cli.callback()
def topics(context: typer.Context, as_json: AsJson = False) -> None:
    """List the topics with their mentions of the last 7 days. Example: monitor topics --json"""
    if context.invoked_subcommand is None:
        list_topics(as_json=as_json)


@topics_cli.command("add")
def add_one(
    name: Annotated[str, typer.Argument(help="What to call it; the id is made from it.")],
    alias: Annotated[
        list[str] | None,
        typer.Option("--alias", help="A name it goes by; give it several times. Without: the name itself."),
    ] = None,
    watchlist: Into = "",
) -> None:
    """Add a topic to a watchlist; comments in it are kept. Example: monitor topics add Vidu --alias 生数"""
    here = loaded_for_edit()
    path = watchlist_file(here, watchlist)
    alias = alias or [name]
    if not all(spelling.strip() for spelling in (name, *alias)):
        raise UserError("a topic and its aliases need a name each; got an empty one")
    same = next((t for t in here.watchlists.topics if name.casefold() in {n.casefold() for n in t.name.values()}), None)
    if same is not None:
        raise UserError(f"the watchlist {same.watchlist} already has a topic {same.id} of this name")
    present = {topic.id for topic in here.watchlists.topics}
    topic = in_store(
        here, lambda tx: new_topic_id(name, lambda chosen: chosen in present or has_history(tx.mentions, chosen))
    )
    say_new_file(path, watchlist, here)
    with checked_edit(path):
        add_topic(path, topic, name, alias)
    say(f"{name} added to {path} as {topic}; {when_taken_over(here.settings)}")
    _say_findings(topic)


def _say_findings(topic: str) -> None:
    """What ``monitor check`` would say of the new topic is said at once."""
    # Only here are the dictionaries needed.
    from monitor.core.match.lint import lint_topics

    here = load_for_command()
    for finding in lint_topics(here.watchlists.topics, {}):
        if finding.topic == topic:
            say_error(str(finding))
    if not here.watchlists.sources:
        say("No source is named yet: monitor sources add https://… (a web site's address finds its feed)")


def has_history(mentions: MentionRepository, topic: str) -> bool:
    """Does a topic that is or was have mentions under this id? A new topic must not inherit them."""
    return bool(mentions.find(MentionFilter(topic=topic, limit=1)))


def list_topics(as_json: AsJson = False) -> None:
    """List the topics with their mentions of the last 7 days. Example: monitor topics --json"""
    with open_reader() as reader:
        rows = [_topic_row(row) for row in reader.topics()]
    if as_json:
        print_json(rows)
        return
    print_table(
        ("id", "name", "watchlist", "aliases", "7 days"),
        [(row["id"], row["name"], row["watchlist"], row["aliases"], row["mentions"]) for row in rows],
        empty="No topics: the watchlists name none.",
    )


def _topic_row(row: Mapping[str, object]) -> dict[str, object]:
    return {
        "id": row["id"],
        "name": document_in(row, "name")["zh"],
        "watchlist": row["watchlist"],
        "aliases": row["aliases"],
        "mentions": row["mentions_7d"],
    }
