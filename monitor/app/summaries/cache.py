"""Sentences by a language model, as far as the store knows them: which one holds, what a day may still cost."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from monitor.core.calendar.waits import doubled_wait
from monitor.core.model.stories import Story
from monitor.core.model.summaries import AiSummary, SummariseSettings, SummaryAttempt, SummaryCooldown, SummaryCounts
from monitor.core.summary.prompt import state_of
from monitor.core.text.fingerprints import fingerprint_fields
from monitor.ports import Transaction

_FIRST_REST = timedelta(minutes=1)
_LONGEST_REST = timedelta(hours=1)
STOPPED_FOR = timedelta(hours=6)
"""A key or an address that is refused is tried again this much later, or at once when the settings change."""
MOST_FAILURES = 3
"""Questions about one state of a story that got no answer; then it goes without a sentence."""


def summaries_of(tx: Transaction, stories: Collection[Story], language: str) -> Mapping[int, AiSummary]:
    """The sentence of each story that has one which still holds."""
    attempts = tx.ai_summaries.of([story.id for story in stories], language)
    found = (
        (story.id, _current_summary(tx, story, attempts.get(story.id, ()))) for story in stories if story.id in attempts
    )
    return {number: ai_summary for number, ai_summary in found if ai_summary is not None}


def is_settled(tx: Transaction, story: Story, language: str) -> bool:
    """Whether nothing is to be asked: a sentence holds, an answer was refused, or too many questions failed."""
    now_told = [
        attempt
        for attempt in tx.ai_summaries.of([story.id], language).get(story.id, ())
        if attempt.state == state_of(story.facts)
    ]
    if _current_summary(tx, story, now_told) is not None:
        return True
    # One that was made and no longer holds (its report was corrected) may be made again; a refused one may not.
    failed = sum(earlier.outcome in ("failed", "asked") for earlier in now_told)
    return failed >= MOST_FAILURES or (bool(now_told) and now_told[-1].outcome == "refused")


def _current_summary(tx: Transaction, story: Story, attempts: Sequence[SummaryAttempt]) -> AiSummary | None:
    state = state_of(story.facts)
    made = next((attempt for attempt in reversed(attempts) if attempt.outcome == "made"), None)
    if made is None or made.state != state:
        return None
    reports = {outlet.report_id for outlet in story.outlets}
    for report, entry_id, said in made.basis:
        entry = tx.entries.get(entry_id)
        # A report that was corrected since, or split off manually, carries the sentence no longer.
        if report not in reports or entry is None or entry.content_hash != said:
            return None
    return AiSummary(text=made.text, cites=tuple(report for report, _, _ in made.basis))


def budget_left(tx: Transaction, settings: SummariseSettings, zone: tzinfo, now: datetime) -> tuple[int, int]:
    """Questions and characters that the local day still allows."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    calls, characters = tx.ai_summaries.spent(since=midnight)
    return max(settings.budget_per_day - calls, 0), max(settings.characters_per_day - characters, 0)


def count_summaries(
    tx: Transaction,
    settings: SummariseSettings,
    zone: tzinfo,
    *,
    from_at: datetime,
    to_at: datetime,
    now: datetime,
) -> SummaryCounts:
    """What became of the questions of a window, and whether any are asked now."""
    ended = tx.ai_summaries.outcomes(from_at=from_at, to_at=to_at)
    rest = rest_of(tx, settings)
    calls, characters = budget_left(tx, settings, zone, now)
    return SummaryCounts(
        made=ended.get("made", 0),
        refused=ended.get("refused", 0),
        failed=ended.get("failed", 0) + ended.get("asked", 0),
        trouble=rest.reason if rest is not None and rest.until > now else "",
        spent=not calls or not characters,
    )


def rest_of(tx: Transaction, settings: SummariseSettings) -> SummaryCooldown | None:
    """Why the endpoint is left alone, if it is; another endpoint, model or key is asked at once."""
    return tx.ai_summaries.cooldown(_settings_fingerprint(settings))


def after_failure(
    tx: Transaction,
    settings: SummariseSettings,
    *,
    reason: str,
    stop: bool,
    retry_after: timedelta | None,
    now: datetime,
) -> SummaryCooldown:
    """One failure more in a row: the endpoint rests, for longer each time."""
    before = rest_of(tx, settings)
    failures = before.failures + 1 if before else 1
    growing = doubled_wait(_FIRST_REST, failures - 1, longest=_LONGEST_REST)
    rest = SummaryCooldown(
        failures=failures,
        until=now + (STOPPED_FOR if stop else max(growing, retry_after or timedelta(0))),
        reason=reason,
    )
    tx.ai_summaries.set_cooldown(_settings_fingerprint(settings), rest)
    return rest


def after_answer(tx: Transaction, settings: SummariseSettings) -> None:
    """The endpoint is well."""
    if rest_of(tx, settings) is not None:
        tx.ai_summaries.set_cooldown(_settings_fingerprint(settings), None)


def _settings_fingerprint(settings: SummariseSettings) -> str:
    """Of what a person would change to mend a refusal; the key is only ever kept hashed."""
    return fingerprint_fields((settings.url, settings.model, settings.key))
