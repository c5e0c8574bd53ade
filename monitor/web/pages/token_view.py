"""Tokens as the settings page lists them."""

from collections.abc import Sequence

from monitor.core.model.operations.tokens import SCOPES, AccessToken
from monitor.core.render.story_view import text_of
from monitor.values import dataclass
from monitor.web.page import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """A token in the list."""

    name: str
    scope: str
    made: str


def token_lines(reader: Reader, tokens: Sequence[AccessToken]) -> tuple[TokenLine, ...]:
    """All of them, as the settings page lists them."""
    return tuple(
        TokenLine(
            name=text_of(token.name),
            scope=reader.say(f"scope_{token.scope}"),
            made=f"{reader.when(token.created_at)} · {text_of(token.created_by, 80)}",
        )
        for token in tokens
    )


def scope_names(reader: Reader) -> tuple[tuple[str, str], ...]:
    """What a token may be allowed, in the reader's language."""
    return tuple((scope, reader.say(f"scope_{scope}")) for scope in SCOPES)
