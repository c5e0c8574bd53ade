"""``monitor once``: one round."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.adapters.store.lock import only_instance
from monitor.app.runtime.run_once import run_once as one_round
from monitor.cli.context import load_for_command, with_app
from monitor.cli.output import print_json, progress_bar, say


def once(
    force: Annotated[bool, typer.Option("--force", help="Poll every source, due or not.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Poll what is due, send due messages, then exit (1: all failed, or one is dead). Example: monitor once --force"""
    here = load_for_command()
    with only_instance(Path(here.settings.state_dir), "once"), progress_bar() as bar:
        task = bar.add_task("polling", total=None)

        def show(done: int, of: int) -> None:
            bar.update(task, completed=done, total=of)

        result = with_app(here, lambda app: one_round(app, force=force, progress=show), patient=False, as_json=as_json)
    document = result.as_json()
    if as_json:
        print_json(document)
    else:
        _say_round(document)
    raise typer.Exit(1 if result.failed else 0)


def _say_round(document: dict[str, object]) -> None:
    say(
        "{polled} sources polled ({not_modified} unchanged, {failed} failed), {entries_new} new entries, "
        "{entries_updated} updated, {mentions} mentions, {stories} new stories".format(**document)
    )
    say("deliveries: {sent} sent, {deferred} waiting, {held} held, {dead} dead".format(**_round_counts(document)))
    failures = document["errors"]
    for failure in failures if isinstance(failures, list) else ():
        say(f"  {failure['source']}: {failure['error']}")


def _round_counts(document: dict[str, object]) -> dict[str, object]:
    counts = document["deliveries"]
    return counts if isinstance(counts, dict) else {}
