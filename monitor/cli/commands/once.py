"""``monitor once``: one round, and what it brought."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Annotated, Any

import typer

from monitor.adapters.store.locks.state_lock import only_user
from monitor.app.polling.poll_report import PollReport
from monitor.app.runtime.run_once import Round, run_once
from monitor.cli.console.output import harmless_text, print_json, progress_bar, say
from monitor.cli.context import load_for_command, with_app
from monitor.core.i18n.phrases import Reason
from monitor.core.polling.source_health import since_when
from monitor.values import dataclass

_NAMED = 3
_NAME_WIDTH = 30
_WHY_QUIET = "what a source had before its first look, what is old, or of no route (monitor mentions --wide)"


@dataclass(slots=True, kw_only=True)
class _Bar:
    """How far a round is: on a terminal, and once something ended or is waited for."""

    opened: ExitStack
    update: Callable[[int, int, str], None] | None = None

    def show(self, done: int, of: int, waits_for: str) -> None:
        """See ``run_once.Progress``."""
        if self.update is None:
            self.update = _open_bar(self.opened) if sys.stderr.isatty() else _ignore
        self.update(done, of, waits_for)


def _ignore(done: int, of: int, waits_for: str) -> None:
    """Nobody looks."""


def _open_bar(opened: ExitStack) -> Callable[[int, int, str], None]:
    bar = opened.enter_context(progress_bar())
    task = bar.add_task("polling", total=None)

    def update(done: int, of: int, waits_for: str) -> None:
        about = f"polling, waits for {harmless_text(waits_for)[:_NAME_WIDTH]}" if waits_for else "polling"
        bar.update(task, completed=done, total=of, description=about)

    return update


def once(
    force: Annotated[bool, typer.Option("--force", help="Poll every source, due or not.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Poll what is due, send, exit (1: all failed, one is dead, or nothing went out). Example: monitor once --force"""
    here = load_for_command()
    with only_user(here.settings, "once") as lock, ExitStack() as opened:
        show = _Bar(opened=opened).show
        result = with_app(
            here,
            lambda app: run_once(app, force=force, progress=show),
            patient=False,
            as_json=as_json,
            in_place=True,
            lock=lock,
        )
    if as_json:
        print_json(result.as_json())
    else:
        for line in round_text(result):
            say(line)
    raise typer.Exit(1 if result.failed else 0)


def round_text(result: Round) -> Iterator[str]:
    """What a round did, line by line: news first, then what failed and why, then what waits and why."""
    counts = result.as_json()
    yield _news(result, counts)
    for story in result.stories:
        yield f"  {story.title}" + (f" ({', '.join(sorted(story.topics))})" if story.topics else "")
    more = counts["stories"] - len(result.stories)
    if result.stories:
        yield f"  {f'and {more} more: ' if more > 0 else '→ '}monitor stories"
    yield from _failures(result)
    yield from _put_off(result)
    if result.quiet:
        yield f"{_counted(result.quiet, 'story waits', 'stories wait')} for a digest: {_WHY_QUIET}"
    yield "messages: {sent} sent, {deferred} waiting, {held} held, {dead} given up".format(**counts["deliveries"])
    for condition in result.problems:
        yield f"  {condition.reason}" + (f" → {condition.command}" if condition.command else "")


def _put_off(result: Round) -> Iterator[str]:
    """Due sources that were not asked because their host rests."""
    facts = result.status.facts if result.status else None
    if not result.put_off or facts is None:
        return
    left = sum(wait.sources for wait in result.put_off)
    yield f"{_counted(left, 'due source was', 'due sources were')} not asked, and left for a later round:"
    for wait in result.put_off:
        until = since_when(wait.until, now=facts.now, zone=facts.zone)
        yield f"  {wait.sources}× {wait.why} (until {until})"


def _news(result: Round, counts: dict[str, Any]) -> str:
    if not result.polls:
        return "no source was asked" if result.put_off else "no source was due"
    news = [
        _counted(counts["entries_new"], "new entry", "new entries"),
        _counted(counts["mentions"], "mention", "mentions"),
        _counted(counts["stories"], "new story", "new stories"),
    ]
    news += [f"{counts['entries_updated']} updated"] * bool(counts["entries_updated"])
    return f"{_counted(len(result.polls), 'source', 'sources')} polled: {', '.join(news)}"


def _failures(result: Round) -> Iterator[str]:
    """By cause, the most frequent first; offline in one sentence."""
    failed = [poll for poll in result.polls if poll.error]
    if not failed:
        return
    outage = next((one for one in (result.status.conditions if result.status else ()) if one.kind == "offline"), None)
    if outage is not None:
        yield f"{outage.reason}. Is this machine online? monitor doctor"
        if result.not_asked:
            left = _counted(result.not_asked, "source was", "sources were")
            yield f"  {left} not asked; the next round asks all again"
        return
    yield f"{len(failed)} of {_counted(len(result.polls), 'source', 'sources')} failed:"
    causes: dict[str, list[PollReport]] = defaultdict(list)
    for poll in failed:
        causes[cause_of(poll.error)].append(poll)
    for polls in sorted(causes.values(), key=len, reverse=True):
        yield f"  {len(polls)}× {polls[0].error}: {_names(polls)}"


def cause_of(error: str) -> str:
    """What failures have in common: the innermost reason without its names and numbers; other text as it is."""
    if not isinstance(error, Reason):
        return error
    inner = error.values.get("why") or error.values.get("error")
    return cause_of(inner) if isinstance(inner, Reason) else error.key


def _names(polls: Sequence[PollReport]) -> str:
    names = [poll.name or poll.source for poll in polls]
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
