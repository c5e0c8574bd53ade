"""``monitor migrate``: the store moves to another database, or back."""

import os
from dataclasses import replace
from typing import Annotated

import typer

from monitor.adapters.store.locks.state_lock import only_user
from monitor.cli.arguments.options import AsJson
from monitor.cli.console.output import print_json, say, say_error
from monitor.cli.context import settings_of
from monitor.errors import UserError

_REFERENCE = "env:"


def migrate(
    target: Annotated[
        str, typer.Option("--to", help="sqlite:///path, postgresql://user@host/name, or env:NAME of a variable.")
    ],
    source: Annotated[str, typer.Option("--from", help="Where it is; default: the settings' database.")] = "",
    as_json: AsJson = False,
) -> None:
    """Move the store to another database and compare every row. Example: monitor migrate --to env:NEW_DATABASE"""
    from monitor.adapters.store.transfer import transfer_store

    settings = settings_of()
    here, there = _address(source, "--from") if source else settings.database, _address(target, "--to")
    with only_user(replace(settings, database=here), "migrate"):
        proofs = transfer_store(here, there, progress=_say_progress)
    if as_json:
        print_json({"tables": [{"name": proof.name, "rows": proof.rows, "hash": proof.hash} for proof in proofs]})
        return
    say(f"moved: {sum(proof.rows for proof in proofs):,} rows of {len(proofs)} tables, each compared by count and hash")
    say("next: write the new address as `database:` into monitor.yaml and start the monitor; the old store stays")


def _address(text: str, option: str) -> str:
    if not text.startswith(_REFERENCE):
        return text
    name = text.removeprefix(_REFERENCE)
    value = os.environ.get(name, "").strip()
    if not value:
        raise UserError(f"{option}: the variable {name} is not set")
    return value


def _say_progress(table: str, done: int, in_all: int) -> None:
    if done == in_all or done % 50_000 == 0:
        say_error(f"{table}: {done:,} of {in_all:,}")
