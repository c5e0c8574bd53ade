"""``monitor summaries``: what a language model was asked, what came of it, and what is left of the day."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.clock import SystemClock
from monitor.app.summaries.cache import budget_left, rest_of
from monitor.cli.console.output import print_json, print_table, say_error
from monitor.cli.console.times import minute_of, relative_time
from monitor.cli.context import in_store, load_for_reading
from monitor.core.model.settings import Settings
from monitor.core.render.json_documents import summary_attempt_json
from monitor.ports import Transaction


def summaries(
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """List what a language model made of stories, newest first, and why not. Example: monitor summaries --limit 20"""
    here = load_for_reading()
    attempts = in_store(here, lambda tx: tx.ai_summaries.latest(limit=limit))
    say_error(in_store(here, lambda tx: _standing_text(tx, here.settings)))
    if as_json:
        print_json([summary_attempt_json(attempt) for attempt in attempts])
        return
    zone, at = ZoneInfo(here.settings.timezone), SystemClock().now()
    print_table(
        ("asked", "story", "language", "outcome", "sentence, or why there is none"),
        [
            (relative_time(a.created_at, zone, now=at), a.story_id, a.language, a.outcome, a.text or a.why)
            for a in attempts
        ],
        empty="No summaries.",
    )


def _standing_text(tx: Transaction, settings: Settings) -> str:
    """On stderr, so that JSON stays alone on stdout."""
    ai_settings = settings.summarise
    if ai_settings is None:
        return "no language model is asked: the settings have no summarise"
    now = SystemClock().now()
    calls, characters = budget_left(tx, ai_settings, ZoneInfo(settings.timezone), now)
    left = f"today {calls:,} of {ai_settings.budget_per_day:,} questions and {characters:,} characters are left"
    rest = rest_of(tx, ai_settings)
    return (
        f"{left}; paused until {minute_of(rest.until, ZoneInfo(settings.timezone))}: {rest.reason}"
        if rest and rest.until > now
        else left
    )
