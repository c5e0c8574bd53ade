"""``monitor digest | send-test``: messages on demand."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn
from zoneinfo import ZoneInfo

import typer

from monitor.app.delivery.on_demand import preview_digest, send_digest
from monitor.cli.arguments.choices import known_name
from monitor.cli.arguments.completion import complete_digest
from monitor.cli.arguments.options import current_time
from monitor.cli.console.output import print_json, say
from monitor.cli.context import Loaded, load_for_command, load_for_reading, with_app
from monitor.errors import UserError


def digest(
    name: Annotated[str, typer.Argument(help="Name of a digest in the settings.", autocompletion=complete_digest)],
    preview: Annotated[
        Path | None, typer.Option("--preview", help="Write it as HTML here, and .txt beside it.")
    ] = None,
    send: Annotated[bool, typer.Option("--send", help="Send it now; the next regular one goes on from here.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="What it would tell, as one JSON document.")] = False,
) -> None:
    """Render a digest of what happened since the last one. Example: monitor digest daily --preview daily.html"""
    if sum((send, as_json, preview is not None)) > 1:
        raise UserError("give one of --preview, --send or --json")
    if preview is not None and preview.suffix == ".txt":
        raise UserError(f"{preview}: name the HTML file; the text goes beside it as .txt")
    here = load_for_command() if send else load_for_reading()
    known_name("digest", name, [wish.name for wish in here.settings.digests])
    if send:
        _send(here, name)
    seen = with_app(here, lambda app: preview_digest(app, name), reading=True)
    if as_json:
        print_json(seen.document)
    elif preview is not None:
        _write_files(preview, seen.html, seen.text)
    else:
        say(seen.text)


def _send(here: Loaded, name: str) -> NoReturn:
    """Send it, and say where the next one begins; an empty one is sent from a terminal only after a yes."""
    if sys.stdin.isatty() and not with_app(here, lambda app: preview_digest(app, name)).has_news:
        typer.confirm(
            f'Nothing is new since the last digest "{name}". Send it all the same?', default=False, abort=True
        )
    ended = with_app(here, lambda app: send_digest(app, name))
    states = ", ".join(f"{n} {state}" for state, n in sorted(ended.items())) or "no channels"
    begins = f"{current_time().astimezone(ZoneInfo(here.settings.timezone)):%H:%M}"
    say(f'digest "{name}": {states}; the next one begins here ({begins}) and tells none of this again')
    raise typer.Exit(1 if ended["dead"] else 0)


def _write_files(preview: Path, html: str, text: str) -> None:
    beside = preview.with_suffix(".txt")
    try:
        preview.parent.mkdir(parents=True, exist_ok=True)
        preview.write_text(html, encoding="utf-8")
        beside.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{preview} cannot be written: {error.strerror}") from error
    say(f"wrote {preview} and {beside}")
