"""One transaction's repositories, each made when first asked for."""

from functools import cached_property

from sqlalchemy import Connection

from monitor.adapters.store.reading.figures import Figures
from monitor.adapters.store.reading.search import Search
from monitor.adapters.store.reading.source_list import SourceList
from monitor.adapters.store.reading.topic_reads import TopicFigures
from monitor.adapters.store.reading.trends import Held, Trends
from monitor.adapters.store.reading.work_done import WorkReads
from monitor.adapters.store.repositories.administration.audit import AuditTrail
from monitor.adapters.store.repositories.administration.key_values import KeyValueRows
from monitor.adapters.store.repositories.administration.tokens import Tokens
from monitor.adapters.store.repositories.administration.web_sessions import WebSessions
from monitor.adapters.store.repositories.deliveries import Deliveries
from monitor.adapters.store.repositories.digests import Digests
from monitor.adapters.store.repositories.entries import Entries
from monitor.adapters.store.repositories.feedback import Proposals, Verdicts
from monitor.adapters.store.repositories.host_turns import HostTurns
from monitor.adapters.store.repositories.mentions import Mentions
from monitor.adapters.store.repositories.retention import Pruning
from monitor.adapters.store.repositories.search_index import SearchIndex
from monitor.adapters.store.repositories.sources import Sources, Timetable
from monitor.adapters.store.repositories.states import (
    ChannelStates,
    DeliveryParts,
    PollingBudgets,
    SourceReadings,
    TopicStates,
)
from monitor.adapters.store.repositories.stories import Stories
from monitor.adapters.store.repositories.subscriptions import Subscriptions
from monitor.adapters.store.repositories.summaries import Summaries


class SqlTransaction:
    """One transaction's repositories; each is made when first asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def write_changed(self) -> None:
        """Write what was put off to the end of the transaction."""
        if "budget" in self.__dict__:
            self.budget.write_changed()

    @cached_property
    def sources(self) -> Sources:
        """The sources."""
        return Sources(self._connection)

    @cached_property
    def entries(self) -> Entries:
        """The entries."""
        return Entries(self._connection)

    @cached_property
    def mentions(self) -> Mentions:
        """The mentions."""
        return Mentions(self._connection)

    @cached_property
    def stories(self) -> Stories:
        """The stories."""
        return Stories(self._connection)

    @cached_property
    def outbox(self) -> Deliveries:
        """The deliveries."""
        return Deliveries(self._connection)

    @cached_property
    def digests(self) -> Digests:
        """The digests."""
        return Digests(self._connection)

    @cached_property
    def ai_summaries(self) -> Summaries:
        """Sentences by a language model."""
        return Summaries(self._connection)

    @cached_property
    def key_values(self) -> KeyValueRows:
        """Small facts."""
        return KeyValueRows(self._connection)

    @cached_property
    def audit(self) -> AuditTrail:
        """Who changed what."""
        return AuditTrail(self._connection)

    @cached_property
    def channels(self) -> ChannelStates:
        """What is remembered of channels."""
        return ChannelStates(self._connection)

    @cached_property
    def parts(self) -> DeliveryParts:
        """The parts of long messages."""
        return DeliveryParts(self._connection)

    @cached_property
    def topics(self) -> TopicStates:
        """What is remembered of topics."""
        return TopicStates(self._connection)

    @cached_property
    def readings(self) -> SourceReadings:
        """By which rules sources were read."""
        return SourceReadings(self._connection)

    @cached_property
    def budget(self) -> PollingBudgets:
        """What polls cost."""
        return PollingBudgets(self._connection)

    @cached_property
    def verdicts(self) -> Verdicts:
        """What readers said."""
        return Verdicts(self._connection)

    @cached_property
    def proposals(self) -> Proposals:
        """Rule changes that wait for a yes."""
        return Proposals(self._connection)

    @cached_property
    def timetable(self) -> Timetable:
        """When sources are polled."""
        return Timetable(self._connection)

    @cached_property
    def host_turns(self) -> HostTurns:
        """When hosts were asked."""
        return HostTurns(self._connection)

    @cached_property
    def figures(self) -> Figures:
        """The store in numbers."""
        return Figures(self._connection)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        """What was agreed with hubs."""
        return Subscriptions(self._connection)

    @cached_property
    def trends(self) -> Trends:
        """Counts over time."""
        return Trends(self._connection)

    @cached_property
    def held(self) -> Held:
        """What was found and not told."""
        return Held(self._connection)

    @cached_property
    def topic_figures(self) -> TopicFigures:
        """One topic in figures."""
        return TopicFigures(self._connection)

    @cached_property
    def web_sessions(self) -> WebSessions:
        """Who is logged in at the pages."""
        return WebSessions(self._connection)

    @cached_property
    def search(self) -> Search:
        """Searching what is kept."""
        return Search(self._connection)

    @cached_property
    def search_index(self) -> SearchIndex:
        """Filling the search index."""
        return SearchIndex(self._connection)

    @cached_property
    def source_list(self) -> SourceList:
        """The sources, looked through."""
        return SourceList(self._connection)

    @cached_property
    def tokens(self) -> Tokens:
        """What programs log in with."""
        return Tokens(self._connection)

    @cached_property
    def work(self) -> WorkReads:
        """What was done, for metrics."""
        return WorkReads(self._connection)

    @cached_property
    def retention(self) -> Pruning:
        """What removes old rows."""
        return Pruning(self._connection)
