"""A source whose rules changed is read again, though its document is the same."""

import hashlib
from dataclasses import replace

from monitor.app.context import AppContext
from monitor.core.model.sources import SourceSpec, Validators
from monitor.ports import Transaction
from monitor.version import VERSION


def reread_changed(app: AppContext, tx: Transaction) -> int:
    """Forget validators and body hash of sources whose reading rules (or our parser) changed; returns how many."""
    now = app.clock.now()
    changed = 0
    known = tx.readings.rules()
    for source in tx.sources.all():
        rules = _rules(app.spec_of(source))
        before = known.get(source.id)
        if before == rules:
            continue
        tx.readings.set_rules(source.id, rules)
        if before and source.state == "active":
            tx.sources.save(replace(source, validators=Validators(), body_hash="", next_due_at=now), now=now)
            changed += 1
    return changed


def _rules(spec: SourceSpec) -> str:
    topics = sorted(spec.topics) if spec.topics is not None else None
    written = repr((VERSION, spec.kind, spec.timezone, spec.selectors, spec.fulltext, topics))
    return hashlib.sha256(written.encode()).hexdigest()[:16]
