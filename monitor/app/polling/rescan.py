"""A source whose rules changed is read again, though its document is the same."""

from dataclasses import replace

from monitor.app.context import AppContext
from monitor.app.polling.schedule import plan_again
from monitor.core.model.sources import SourceSpec, Validators
from monitor.core.text.fingerprints import fingerprint_values
from monitor.ports import Transaction
from monitor.version import VERSION

_PART = "."


def reread_changed(app: AppContext, tx: Transaction) -> int:
    """Forget validators and body hash of sources whose reading rules (or our parser) changed; returns how many.

    Where only the times of its polls changed, the next one is when the new rules would have had it.
    """
    now = app.clock.now()
    changed = 0
    known = tx.readings.rules()
    for source in tx.sources.all():
        rules = _rules_fingerprint(app.spec_of(source))
        before = known.get(source.id)
        if before == rules:
            continue
        tx.readings.set_rules(source.id, rules)
        if not before or source.state != "active":
            continue
        if _reading_part(before) != _reading_part(rules):
            tx.sources.save(replace(source, validators=Validators(), body_hash="", next_due_at=now), now=now)
            changed += 1
        elif _PART in before:
            tx.sources.save(plan_again(app, tx, source), now=now)
    return changed


def _rules_fingerprint(spec: SourceSpec) -> str:
    """Two fingerprints: of how the source is read, and of when."""
    topics = sorted(spec.topics) if spec.topics is not None else None
    reading = (VERSION, spec.kind, spec.timezone, spec.selectors, spec.fulltext, topics)
    return (
        f"{fingerprint_values(reading)}{_PART}{fingerprint_values((spec.every, spec.at, spec.active, spec.timezone))}"
    )


def _reading_part(rules: str) -> str:
    return rules.partition(_PART)[0]
