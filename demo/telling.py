"""What the demo prints at its end: what was found, what was sent, and what was held back and why."""

from collections import Counter
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from demo.newsroom import Newsroom
from demo.sinks import Chat, Mailbox
from monitor.app.context import AppContext
from monitor.cli.console.output import plain_table
from monitor.core.match.matcher import Matcher
from monitor.core.model.entries import Entry
from monitor.core.model.filters import DeliveryFilter, EntryFilter, MentionFilter, StoryFilter
from monitor.core.model.matches import Document, Mention, Refusal
from monitor.core.model.sources import Source
from monitor.core.model.stories import Story
from monitor.ports import Transaction

_ALL = 10_000


async def tell(app: AppContext, mailbox: Mailbox, chat: Chat, newsroom: Newsroom, out: Path) -> None:
    """Read the store and the sinks, write the digest as HTML, print it all."""
    console = Console(highlight=False)
    mentions = await app.in_store.read(lambda tx: tx.mentions.find(MentionFilter(limit=_ALL)))
    stories = await app.in_store.read(lambda tx: tx.stories.find(StoryFilter(limit=_ALL)))
    entries = await app.in_store.read(lambda tx: tx.entries.find(EntryFilter(limit=_ALL)))
    sources = await app.in_store.read(lambda tx: tx.sources.all())
    console.print(
        f"\n[bold]A day in the newsroom[/bold]: {newsroom.requests} requests, {len(entries)} entries, "
        f"{len(mentions)} mentions, {len(stories)} stories\n"
    )
    console.print(_found(stories, app.zone))
    console.print(_told_once(stories))
    console.print(_held_back(app.matcher, entries, mentions))
    console.print(_sources(sources))
    sent = await app.in_store.read(_sent)
    console.print(
        f"[bold]Sent[/bold]: {len(chat.alerts)} web-hook messages (signatures checked), {len(mailbox.messages)} e-mails"
    )
    console.print(f"  by kind: {', '.join(f'{count} {kind}' for kind, count in sorted(sent.items()))}")
    repeats = sum(count - 1 for count in Counter(chat.ids).values())
    console.print(f"  sent twice: {repeats}\n")
    for number, message in enumerate(mailbox.messages, start=1):
        console.print(f"[bold]Digest[/bold]: {message['subject']}\n  as HTML: {_save(message, out, number).resolve()}")


def _found(stories: Sequence[Story], zone: ZoneInfo) -> Table:
    table = plain_table("first seen", "story", "topics", "reports", title="Found")
    for story in sorted(stories, key=lambda one: one.first_seen_at):
        table.add_row(
            f"{story.first_seen_at.astimezone(zone):%d %H:%M}",
            story.title,
            ", ".join(story.topics),
            str(len(story.outlets)),
        )
    return table


def _told_once(stories: Sequence[Story]) -> Table:
    """The event that most outlets told, in whatever language: one story and one alert."""
    most = max(stories, key=lambda story: len(story.outlets))
    title = f"\nOne event, {len(most.outlets)} reports, told once"
    table = plain_table("outlet", "its headline", title=title)
    for outlet in most.outlets:
        table.add_row(outlet.source, outlet.title)
    return table


def _held_back(matcher: Matcher, entries: Sequence[Entry], mentions: Sequence[Mention]) -> Table:
    table = plain_table("what", "why", title="\nHeld back")
    held = dict.fromkeys((m.entry_title, m.topic, m.status) for m in mentions if m.status != "new")
    for title, topic, status in held:
        table.add_row(f"{title} ({topic})", f"{status}: {_WHY[status]}")
    for entry in entries:
        for refusal in _refusals(matcher, entry):
            table.add_row(entry.title, f"not {refusal.topic}: {refusal.reason}")
    return table


_WHY = {
    "baseline": "older news of a source seen for the first time",
    "late": "published long before it was shown; in the digest only",
    "duplicate": "its story has been told and it adds nothing new",
    "muted": "the topic is muted",
}


def _refusals(matcher: Matcher, entry: Entry) -> list[Refusal]:
    matching = matcher.match(Document(title=entry.title, body=entry.text, url=entry.url, source=entry.source_title))
    found = {one.topic for one in matching.found}
    return list({one.topic: one for one in matching.refused if one.topic not in found}.values())


def _sources(sources: Sequence[Source]) -> Table:
    table = plain_table("source", "health", "what", title="\nSources in trouble")
    for source in sources:
        if source.error:
            table.add_row(source.title, source.health, source.error)
    return table


def _sent(tx: Transaction) -> Counter[str]:
    return Counter(delivery.kind for delivery in tx.outbox.find(DeliveryFilter(state="sent", limit=_ALL)))


def _save(message: EmailMessage, out: Path, number: int) -> Path:
    """The HTML part, for a browser."""
    html = message.get_body(("html",))
    text = html.get_content() if html else ""
    path = out / f"digest-{number}.html"
    path.write_text(text, encoding="utf-8")
    return path
