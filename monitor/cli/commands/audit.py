"""``monitor audit``: who changed what, when and from where."""

from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.cli.context import read_store, settings_of
from monitor.cli.options import AsJson, Limit, Since, current_time
from monitor.cli.output import print_json, print_table
from monitor.cli.times import relative_time
from monitor.cli.values import moment_ago
from monitor.core.model.audit import AuditEntry, AuditFilter
from monitor.core.render.json_documents import time_json


def audit(
    since: Since = "",
    about: Annotated[
        str, typer.Option("--about", help="Only lines with these words: what, who or from where.", metavar="WORDS")
    ] = "",
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List who changed what, when and from where; newest first. Example: monitor audit --since 7d --about config"""
    settings = settings_of(needs_secrets=False)
    wanted = AuditFilter(since=moment_ago(since), words=about, limit=limit)
    found = read_store(settings, lambda tx: tx.audit.find(wanted))
    if as_json:
        print_json([_audit_json(entry) for entry in found])
        return
    zone, at = ZoneInfo(settings.timezone), current_time()
    print_table(
        ("when", "who", "what", "from where"),
        [(relative_time(entry.at, zone, now=at), entry.who, entry.what, entry.origin) for entry in found],
        empty="No such change was noted.",
    )


def _audit_json(entry: AuditEntry) -> dict[str, object]:
    return {"id": entry.id, "at": time_json(entry.at), "who": entry.who, "what": entry.what, "from": entry.origin}
