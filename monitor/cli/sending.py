"""``monitor digest | send-test``: messages on demand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from monitor.app.sending import preview_digest, send_digest
from monitor.app.sending import send_test as send_test_message
from monitor.cli.context import loaded, with_app
from monitor.cli.output import print_json, say
from monitor.errors import UserError
from monitor.render.plain import delivery_json


def digest(
    name: Annotated[str, typer.Argument(help="Name of a digest in the settings.")],
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
    here = loaded()
    _known("digest", name, [wish.name for wish in here.settings.digests])
    if send:
        ended = with_app(here, lambda app: send_digest(app, name))
        say(f'digest "{name}": ' + (", ".join(f"{n} {state}" for state, n in sorted(ended.items())) or "no channels"))
        raise typer.Exit(1 if ended["dead"] else 0)
    seen = with_app(here, lambda app: preview_digest(app, name))
    if as_json:
        print_json(seen.document)
    elif preview is not None:
        _write(preview, seen.html, seen.text)
    else:
        say(seen.text)


def _write(preview: Path, html: str, text: str) -> None:
    beside = preview.with_suffix(".txt")
    try:
        preview.parent.mkdir(parents=True, exist_ok=True)
        preview.write_text(html, encoding="utf-8")
        beside.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{preview} cannot be written: {error.strerror}") from error
    say(f"written: {preview} and {beside}")


def send_test(
    channel: Annotated[str, typer.Argument(help="Name of a channel in the settings.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Send a real test message and show the provider's answer. Example: monitor send-test team"""
    here = loaded()
    _known("channel", channel, [one.name for one in here.settings.channels])
    ended = with_app(here, lambda app: send_test_message(app, channel), as_json=as_json)
    if as_json:
        print_json([delivery_json(delivery) for delivery in ended])
    else:
        for delivery in ended:
            to = f" to {delivery.recipient}" if delivery.recipient else ""
            say(f"{channel}{to}: {delivery.state} {delivery.provider_code} {delivery.answer}".rstrip())
    raise typer.Exit(0 if all(delivery.state == "sent" for delivery in ended) else 1)


def _known(what: str, name: str, names: Sequence[str]) -> None:
    if name not in names:
        raise UserError(f'no {what} "{name}"; the settings have: {", ".join(names) or "none"}')
