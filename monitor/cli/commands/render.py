"""``monitor render``: what a channel kind would be sent, for authors of templates; nothing is stored or sent."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from monitor.adapters.channels.mime import Sender, message_bytes
from monitor.adapters.clock import SystemClock
from monitor.app.context import AppContext
from monitor.app.delivery.render import render_message
from monitor.app.delivery.showing import alert_of, digest_now
from monitor.cli.arguments.choices import did_you_mean
from monitor.cli.console.output import print_json, say, say_error
from monitor.cli.context import Loaded, load_for_command, with_app
from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.model.deliveries import Envelope
from monitor.core.model.languages import LANGUAGES, Language
from monitor.core.model.messages import Message, RenderContext, Rendered
from monitor.core.render.samples import SAMPLES, sample_message, sample_wording
from monitor.errors import UserError
from monitor.wiring import open_printing

_WHICH = f"{', '.join(LANGUAGES)}; default as in the settings."


def render(
    kind: Annotated[str, typer.Argument(help="A channel kind: slack, feishu, email, webhook, …")],
    name: Annotated[
        str, typer.Argument(help="With --sample: alert, follow-up, grouped, digest, empty, notice or test.")
    ] = "",
    sampled: Annotated[bool, typer.Option("--sample", help="Render made-up news; asks no store.")] = False,
    story: Annotated[int, typer.Option("--story", help="Render the alert of this story of the store.")] = 0,
    digest: Annotated[str, typer.Option("--digest", help="Render this digest as it would read now.")] = "",
    language: Annotated[str, typer.Option("--language", help=_WHICH)] = "",
    as_json: Annotated[bool, typer.Option("--json", help="All parts and their sizes as one JSON document.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write it here; mails as .html (with .txt beside it) or .eml.")
    ] = None,
) -> None:
    """Show what a channel kind would be sent, and how large it is. Example: monitor render slack --sample digest"""
    name = _current_sample(name)
    known_name(kind, name, sampled=sampled, story=story, digest=digest)
    here = load_for_command()
    tongue = _language_for(language, here)
    if sampled:
        wording = sample_wording(tongue, ZoneInfo(here.settings.timezone))
        message = sample_message(name or "alert", wording)
        parts = asyncio.run(_render_sandboxed(here, kind, message, wording))
        what = f"sample {name or 'alert'}"
    else:
        parts = with_app(here, lambda app: _from_store(app, kind, tongue, story, digest), as_json=True)
        what = f"story {story}" if story else f"digest {digest}"
    if as_json:
        print_json(_render_document(kind, tongue, what, parts))
    elif out is not None:
        _write_parts(out, kind, parts)
    else:
        _show_parts(kind, parts)
    if not as_json:
        _report_sizes(kind, what, parts)


def _current_sample(name: str) -> str:
    if name != "summary":
        return name
    say_error('the sample "summary" is now called "grouped"; the old name ends with the next release')
    return "grouped"


def known_name(kind: str, name: str, *, sampled: bool, story: int, digest: str) -> None:
    if kind not in CHANNEL_KINDS:
        hint = did_you_mean(kind, CHANNEL_KINDS) or f"; there are: {', '.join(CHANNEL_KINDS)}"
        raise UserError(f'no channel kind "{kind}"{hint}')
    if sum(map(bool, (sampled, story, digest))) != 1:
        raise UserError("give one of --sample, --story ID or --digest NAME")
    if name and not sampled:
        raise UserError(f'"{name}" goes with --sample')
    if name and name not in SAMPLES:
        raise UserError(f'no sample "{name}"; there are: {", ".join(SAMPLES)}')


def _language_for(given: str, here: Loaded) -> Language:
    if given and given not in LANGUAGES:
        raise UserError(f"--language {given}: expected one of {', '.join(LANGUAGES)}")
    return given or here.settings.language


async def _render_sandboxed(here: Loaded, kind: str, message: Message, wording: RenderContext) -> Sequence[Rendered]:
    async with open_printing(here.templates) as made:
        return await render_message(made.templates, made.own, kind, message, wording)


async def _from_store(app: AppContext, kind: str, language: Language, story: int, digest: str) -> Sequence[Rendered]:
    if digest and digest not in (names := [wish.name for wish in app.settings.digests]):
        raise UserError(f'no digest "{digest}"; the settings have: {", ".join(names) or "none"}')
    wording = app.wording_in(language)
    message: Message = await app.in_store.read(
        lambda tx: alert_of(app, tx, story, wording) if story else digest_now(app, tx, digest, wording)
    )
    return await render_message(app.templates, app.own_templates, kind, message, wording)


def _show_parts(kind: str, parts: Sequence[Rendered]) -> None:
    for part in parts:
        say(CHANNEL_KINDS[kind].format.preview(part))


def _report_sizes(kind: str, what: str, parts: Sequence[Rendered]) -> None:
    """On stderr: stdout holds the message alone."""
    for number, part in enumerate(parts, 1):
        sizes = "; ".join(map(str, CHANNEL_KINDS[kind].format.sizes(part))) or "no limit"
        say_error(f"{kind}, {what}, part {number} of {len(parts)}: {sizes}")


def _render_document(kind: str, language: str, what: str, parts: Sequence[Rendered]) -> object:
    sizes_of = CHANNEL_KINDS[kind].format.sizes
    return {
        "kind": kind,
        "language": language,
        "message": what,
        "parts": [
            {
                "part": number,
                "of": len(parts),
                "subject": part.subject,
                "text": part.text,
                "html": part.html,
                "payload": dict(part.payload),
                "images": [{"name": image.name, "alt": image.alt, "bytes": len(image.png)} for image in part.images],
                "sizes": [{"used": s.used, "limit": s.limit, "unit": s.unit} for s in sizes_of(part)],
            }
            for number, part in enumerate(parts, 1)
        ],
    }


def _write_parts(out: Path, kind: str, parts: Sequence[Rendered]) -> None:
    if CHANNEL_KINDS[kind].format.is_page and out.suffix not in (".html", ".eml"):
        raise UserError(f"{out}: a mail is written as .html, with its text beside it, or as .eml")
    written: list[Path] = []
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        for number, part in enumerate(parts, 1):
            path = out if len(parts) == 1 else out.with_stem(f"{out.stem}-{number}")
            for place, content in _part_files(path, kind, part, number, len(parts)).items():
                place.write_bytes(content)
                written.append(place)
    except OSError as error:
        raise UserError(f"{out} cannot be written: {error.strerror}") from error
    say(f"wrote {', '.join(map(str, written))}")


def _part_files(path: Path, kind: str, part: Rendered, number: int, of: int) -> dict[Path, bytes]:
    if not CHANNEL_KINDS[kind].format.is_page:
        return {path: f"{CHANNEL_KINDS[kind].format.preview(part)}\n".encode()}
    if path.suffix == ".eml":
        return {path: _mail_bytes(part, number, of)}
    return {path: part.html.encode(), path.with_suffix(".txt"): part.text.encode()}


def _mail_bytes(part: Rendered, number: int, of: int) -> bytes:
    envelope = Envelope(
        key="0" * 32,
        recipient="reader@example.org",
        rendered=part,
        kind="test",
        part=number,
        parts=of,
        at=SystemClock().now(),
    )
    sender = Sender(name="News Monitor", address="news@example.org", domain="example.org")
    return message_bytes(envelope, sender, envelope.recipient)
