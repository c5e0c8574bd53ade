"""Options and arguments that several commands share."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeVar, get_args

import typer

from monitor.adapters.clock import SystemClock
from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.urls import WEB, split_url
from monitor.cli.arguments.choices import known_name
from monitor.cli.arguments.completion import complete_source, complete_topic, complete_watchlist
from monitor.cli.context import Loaded
from monitor.core.model.deliveries import DeliveryState
from monitor.core.model.matches import MentionStatus
from monitor.core.model.sources import SourceSpec
from monitor.core.text.urls import feed_address
from monitor.errors import UserError

if TYPE_CHECKING:
    from monitor.core.match.matcher import Matcher


def matcher_of(here: Loaded) -> "Matcher":
    # Only commands that match anything load what matching needs.
    from monitor.core.match.matcher import compile_matcher

    return compile_matcher(here.watchlists.topics, here.watchlists.signals)


def _hint(url: str) -> str:
    try:
        split_url(url, WEB)
    except Malformed as wrong:
        return f"; {wrong}?" if str(wrong) else ""
    return ""


def source_spec(here: Loaded, url: str) -> SourceSpec:
    if url.startswith("rsshub:/"):
        url = here.settings.rsshub + url.removeprefix("rsshub:")
    if not url.lower().startswith(("http://", "https://")):
        raise UserError(
            f"{url}: expected an address with http:// or https://, or rsshub:/path{_hint(url)};"
            " monitor parse reads files"
        )
    known = (spec for spec in here.watchlists.sources if feed_address(spec.url) == feed_address(url))
    return next(known, SourceSpec(url=url))


T = TypeVar("T")


MENTION_STATUSES: tuple[MentionStatus, ...] = get_args(MentionStatus)


DELIVERY_STATES: tuple[DeliveryState, ...] = get_args(DeliveryState)


AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


Wide = Annotated[bool, typer.Option("--wide", help="All columns, however long.")]


Topic = Annotated[str, typer.Option("--topic", help="Only this topic id.", autocompletion=complete_topic)]


Since = Annotated[str, typer.Option("--since", help='Only since then: "24h", "7d", "yesterday", "2026-11-01".')]


Limit = Annotated[int, typer.Option("--limit", min=1, help="At most so many.")]


def require_topic(here: Loaded, topic: str) -> None:
    """UserError when no watchlist has a topic of this id; empty = no topic is asked for."""
    if topic:
        known_name("topic", topic, [known.id for known in here.watchlists.topics])


def one_of_states(written: str, choices: Sequence[T]) -> T | None:
    if not written:
        return None
    if written not in choices:
        raise UserError(f'no state "{written}"; one of {", ".join(map(str, choices))}')
    return next(choice for choice in choices if choice == written)


def current_time() -> datetime:
    return SystemClock().now()


Url = Annotated[
    str,
    typer.Argument(
        help="The source's id, address, or a part of its title.", metavar="SOURCE", autocompletion=complete_source
    ),
]


Into = Annotated[
    str,
    typer.Option(
        "--watchlist",
        help="File name of the watchlist (without .yaml); a new one is made.",
        autocompletion=complete_watchlist,
    ),
]
