"""Wrong groupings corrected manually, from wherever a person does it: stories merged, reports split off.

It stays so, and nothing is sent by it; but what still waits to be sent follows, so that no recipient is told a merged
story twice nor misses a split one.
"""

from collections.abc import Sequence
from datetime import datetime

from monitor.core.alerting.grouping import REGROUPED
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import Delivery, FollowUpPayload
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.stories import Story
from monitor.errors import UserError
from monitor.ports import Transaction

_LARGEST = 2**63 - 1


def story_of(tx: Transaction, story_id: int) -> Story:
    """The story of that number, or the one it was merged into."""
    found = tx.stories.get([story_id]) if 0 < story_id <= _LARGEST else ()
    if not found:
        raise UserError(Reason("refused.no-story", id=str(story_id)))
    return found[0]


def merge_into_first(tx: Transaction, story_ids: Sequence[int], *, who: str, now: datetime) -> Story:
    """Make stories one, under the number of the first; ``who`` is noted in the audit trail."""
    wanted = list(dict.fromkeys(story_ids))
    if len({story_of(tx, number).id for number in wanted}) < 2:
        raise UserError(Reason("refused.one-story"))
    kept = tx.stories.merge(wanted)
    _tell_once(tx, kept, now)
    tx.audit.note(f"stories {', '.join(map(str, wanted))} merged into {kept}", who=who, now=now)
    return story_of(tx, kept)


def split_story(tx: Transaction, report_ids: Sequence[int], *, who: str, now: datetime) -> Story:
    """Make reports a story of their own; ``who`` is noted in the audit trail."""
    wanted = list(dict.fromkeys(report_ids))
    if not wanted:
        raise UserError("give the ids of the reports to split off; `monitor stories show ID` lists them")
    if strange := [number for number in wanted if not 0 < number <= _LARGEST]:
        raise UserError(Reason("refused.no-such-report", ids=", ".join(map(str, strange))))
    origins = set(tx.stories.of_reports(wanted).values())
    # Rarely needed: what finds a story reads no facts.
    from monitor.core.cluster.facts import extract_facts

    new = story_of(tx, tx.stories.split(wanted, facts_of=extract_facts, now=now))
    tx.audit.note(f"reports {', '.join(map(str, wanted))} split off into story {new.id}", who=who, now=now)
    _send_after_all(tx, new, now)
    for origin in sorted(origins):
        _tell_both(tx, story_of(tx, origin), new)
    return new


def _tell_once(tx: Transaction, kept: int, now: datetime) -> None:
    """Of several alerts of what is one story now each recipient gets one."""
    told: set[tuple[str, str]] = set()
    for delivery in sorted(_deliveries_telling(tx, kept), key=lambda delivery: (delivery.is_untold, delivery.id)):
        place = (delivery.channel, delivery.recipient)
        # What a waiting summary tells is told once in it.
        alone = delivery.kind == "alert" and delivery.grouped_into is None and not delivery.is_repeat
        if place in told and alone and delivery.is_untold:
            answer = Reason("send.regrouped", id=str(kept))
            tx.outbox.mark(delivery.id, "dead", now=now, code=REGROUPED, answer=answer)
        told.add(place)


def _send_after_all(tx: Transaction, new: Story, now: datetime) -> None:
    """An alert that a merge made needless is due again when the merge is undone."""
    told = {(delivery.channel, delivery.recipient) for delivery in _deliveries_telling(tx, new.id)}
    found = tx.outbox.find(DeliveryFilter(story_id=new.id, state="dead", code=REGROUPED, limit=None))
    for delivery in found:
        if (delivery.channel, delivery.recipient) not in told:
            tx.outbox.restart(delivery.id, now=now)


def _tell_both(tx: Transaction, origin: Story, new: Story) -> None:
    """What waits to tell the whole tells both parts; a follow-up goes with the facts that it tells."""
    if origin.id == new.id:
        return
    told = {(delivery.channel, delivery.recipient) for delivery in _deliveries_telling(tx, new.id)}
    for delivery in _deliveries_telling(tx, origin.id):
        if delivery.is_untold and (delivery.channel, delivery.recipient) not in told:
            tx.outbox.retell(delivery.id, (*delivery.stories, new.id))
    theirs, ours = (frozenset((fact.kind, fact.value) for fact in story.facts) for story in (new, origin))
    for delivery in tx.outbox.find(DeliveryFilter(story_id=origin.id, kinds=("follow-up",), limit=None)):
        if isinstance(delivery.payload, FollowUpPayload) and delivery.is_untold:
            added = {(fact.kind, fact.value) for fact in delivery.payload.facts}
            if added <= theirs and not added & ours:
                tx.outbox.retell(delivery.id, (new.id,))


def _deliveries_telling(tx: Transaction, story_id: int) -> Sequence[Delivery]:
    """Alerts and summaries that tell a story, or will."""
    found = tx.outbox.find(DeliveryFilter(story_id=story_id, kinds=("alert", "grouped"), limit=None))
    return [delivery for delivery in found if delivery.state != "dead"]
