"""``monitor backup`` and ``monitor restore``: everything in one file, and back."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from monitor.adapters.clock import SystemClock
from monitor.adapters.files.archive import TarArchives
from monitor.adapters.files.backup_folder import WorkFolderBeside
from monitor.adapters.store.locks.state_lock import only_user
from monitor.app.admin.backup import make_backup, restore_backup, restore_settings
from monitor.app.admin.restored import settle_restore
from monitor.cli.arguments.options import AsJson
from monitor.cli.console.output import print_json, say
from monitor.cli.context import settings_file, settings_of
from monitor.core.model.operations.administration import Manifest
from monitor.core.model.operations.key_values import RestoreMark
from monitor.core.model.settings import Settings
from monitor.errors import StoreError, UserError
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction
from monitor.wiring import backup_tools

log = lazy_logger(__name__)


def backup(
    file: Annotated[Path, typer.Argument(help="The archive, e.g. monitor.tar.gz.", metavar="FILE")],
    verify: Annotated[bool, typer.Option("--verify", help="Read this archive through and change nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over an archive that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Back up store, settings, watchlists and templates, while the monitor runs. Example: monitor backup b.tar.gz"""
    if verify:
        manifest = TarArchives().verify(str(file))
    else:
        if str(file) == "-":
            raise UserError("a backup is written to a file, not to the standard output: name one")
        if file.exists() and not force:
            raise UserError(f"{file}: it exists already; --force writes over it")
        if not file.absolute().parent.is_dir():
            raise UserError(f"{file}: its folder does not exist")
        manifest = _back_up_somewhere(file)
    if as_json:
        print_json(_manifest_json(manifest))
        return
    verb = "is whole" if verify else "written"
    say(f"{file}: {verb}; {_contents_text(manifest)}, {file.stat().st_size / 1e6:.1f} MB")


def _back_up_somewhere(file: Path) -> Manifest:
    """The copy is made beside the store, or beside the archive where the store's own disk is full or read-only: when
    a disk ends like that a backup is wanted most."""
    tools, now = backup_tools(settings_of()), SystemClock().now()
    try:
        return make_backup(tools, str(file), now=now)
    except (UserError, StoreError) as error:
        log.info("the copy is made beside the archive", error=str(error))
        elsewhere = WorkFolderBeside(folder=file.absolute().parent)
        return make_backup(replace(tools, rooms=elsewhere), str(file), now=now)


def restore(
    file: Annotated[Path, typer.Argument(help="An archive that `monitor backup` wrote.", metavar="FILE")],
    store_only: Annotated[
        bool, typer.Option("--store-only", help="Leave settings, watchlists and templates as they are.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="No monitor ran since the backup: send what waits as if nothing happened.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup in place; what it replaces is kept aside. Example: monitor restore b.tar.gz"""
    now = SystemClock().now()
    first = () if store_only or settings_file() else restore_settings(backup_tools(settings_of()), str(file), now=now)
    settings = settings_of()
    with only_user(settings, "restore"):
        settle = None if resume else partial(_settle, settings, now)
        done = restore_backup(backup_tools(settings), str(file), store_only=store_only, now=now, settle=settle)
    if as_json:
        did = {"aside": done.aside or None, "written": [*first, *done.written], "held": done.held}
        print_json(_manifest_json(done.manifest) | did)
        return
    say(f"{file}: restored; {_contents_text(done.manifest)}, as of {done.manifest.created_at:%Y-%m-%d %H:%M} UTC")
    if done.aside:
        say(f"the store before it is kept as {done.aside}")
    for path in (*first, *done.written):
        say(f"wrote {path}")
    if resume:
        return
    say("what was published before now comes with the next digest, not as an alert: it may have been told already")
    if done.held:
        says = f"{done.held} messages that waited in the backup may have been sent since; they are held:"
        say(f"{says} monitor deliveries --state held, monitor deliveries retry ID")


def _settle(settings: Settings, now: datetime, tx: Transaction, manifest: Manifest) -> int:
    return settle_restore(tx, settings, RestoreMark(made_at=manifest.created_at, restored_at=now))


def _contents_text(manifest: Manifest) -> str:
    rows = manifest.rows
    counts = ", ".join(f"{word}: {rows[table]:,}" for table, word in _COUNTED if table in rows)
    return f"{counts or 'an empty store'}, files: {len(manifest.files) - 1}"


_COUNTED = (("entry", "entries"), ("mention", "mentions"), ("delivery", "deliveries"))


def _manifest_json(manifest: Manifest) -> dict[str, object]:
    return {
        "version": manifest.version,
        "schema": manifest.schema,
        "created_at": manifest.created_at,
        "rows": dict(manifest.rows),
        "files": [{"name": item.name, "size": item.size, "sha256": item.sha256} for item in manifest.files],
    }
