"""Changes of the configuration in the audit trail: a line for each file that differs from what was in force before."""

from datetime import datetime

from monitor.core.model.operations.audit import Actor
from monitor.core.model.operations.key_values import CONFIGURATION
from monitor.ports import Transaction
from monitor.ports.admin import ConfigurationFiles


def note_configuration(tx: Transaction, files: ConfigurationFiles, *, now: datetime) -> None:
    """Called at each start and reload, when the configuration that is on disk has come into force.

    Who wrote a file is its owner, as far as the file system says; its time of change is told in the line.
    """
    before = tx.key_values.get(CONFIGURATION)
    found = files.describe()
    after = {file.name: file.sha256 for file in found}
    if before == after:
        return
    tx.key_values.set(CONFIGURATION, after, now=now)
    if before is None:
        names = ", ".join(sorted(after)) or "the defaults"
        tx.audit.note(f"configuration first in force: {names}", who=Actor("daemon", origin="start"), now=now)
        return
    for file in found:
        if before.get(file.name) != file.sha256:
            did = "changed" if file.name in before else "added"
            what = f"configuration {did}: {file.name}, written {file.changed_at:%Y-%m-%d %H:%M} UTC"
            tx.audit.note(what, who=Actor(file.owner, origin=f"file {file.path}"), now=now)
    for name in sorted(before.keys() - after.keys()):
        tx.audit.note(f"configuration removed: {name}", who=Actor("unknown", origin="files on disk"), now=now)
