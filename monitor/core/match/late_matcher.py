"""A matcher that is compiled when the first document comes: a round in which nothing is new needs none."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from monitor.core.model.matches import Document, MatchResult, Topic

if TYPE_CHECKING:
    from monitor.core.match.matcher import Matcher


class DocumentMatcher(Protocol):
    """What polling asks of a matcher."""

    def match(self, document: Document) -> MatchResult:
        """See ``Matcher``."""
        ...


class LateMatcher:
    """The port of ``Matcher`` that documents need; ConfigError at once for queries that do not parse."""

    def __init__(self, topics: Sequence[Topic], signals: Mapping[str, Sequence[str]]) -> None:
        self._topics = topics
        self._signals = signals
        self._compiling = Lock()
        if any(topic.query for topic in topics):
            from monitor.core.match.query.topic_queries import parse_queries

            parse_queries(topics)

    def match(self, document: Document) -> MatchResult:
        """See ``Matcher``; the first call takes some tenths of a second."""
        return self.compiled().match(document)

    def compiled(self) -> "Matcher":
        """The whole matcher, for who has to explain a match."""
        with self._compiling:
            return self._matcher

    @cached_property
    def _matcher(self) -> "Matcher":
        from monitor.core.match.matcher import compile_matcher

        return compile_matcher(self._topics, self._signals)


def whole_matcher(matcher: DocumentMatcher) -> "Matcher":
    """The matcher behind it, compiled now where it was not yet."""
    from monitor.core.match.matcher import Matcher

    if isinstance(matcher, LateMatcher):
        return matcher.compiled()
    if isinstance(matcher, Matcher):
        return matcher
    raise TypeError(f"no matcher of ours: {type(matcher).__name__}")
