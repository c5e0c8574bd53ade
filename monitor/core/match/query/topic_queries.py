"""The queries of all topics, read at once: what is wrong with any of them is told with its place."""

from collections.abc import Sequence

from monitor.core.match.query.ast import Query
from monitor.core.match.query.parser import parse_query
from monitor.core.model.matches import Topic
from monitor.errors import ConfigError, Problem, QueryError


def parse_queries(topics: Sequence[Topic]) -> tuple[Query | None, ...]:
    """One for each topic, ``None`` where it has none; ConfigError with all that do not parse."""
    ids = [topic.id for topic in topics]
    parsed: list[Query | None] = []
    problems: list[Problem] = []
    for topic in topics:
        try:
            parsed.append(parse_query(topic.query, topics=ids) if topic.query else None)
        except QueryError as error:
            place = topic.place
            what = f"topic {topic.id}: query, column {error.column}: {error}"
            problems.append(
                Problem(
                    file=place.file if place else topic.watchlist or "watchlist",
                    line=place.line if place else 1,
                    column=place.column if place else 1,
                    what=what,
                )
            )
    if problems:
        raise ConfigError(problems)
    return tuple(parsed)
