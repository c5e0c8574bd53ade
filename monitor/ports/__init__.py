"""What the use cases need from the outside world: small Protocols, owned here, provided by the adapters.

Repositories are handed out by a ``Transaction``: whatever is written through one transaction is committed whole or
not at all. Repository methods are plain functions and run in the store's thread (``app`` hops there).
"""

from monitor.ports.content import EntryRepository as EntryRepository
from monitor.ports.content import MentionRepository as MentionRepository
from monitor.ports.content import StoryRepository as StoryRepository
from monitor.ports.deliveries import DigestRepository as DigestRepository
from monitor.ports.deliveries import Outbox as Outbox
from monitor.ports.deliveries import ProposalRepository as ProposalRepository
from monitor.ports.deliveries import SummaryRepository as SummaryRepository
from monitor.ports.deliveries import VerdictRepository as VerdictRepository
from monitor.ports.fleet import JobQueue as JobQueue
from monitor.ports.fleet import Leadership as Leadership
from monitor.ports.services import Channel as Channel
from monitor.ports.services import Clock as Clock
from monitor.ports.services import Disk as Disk
from monitor.ports.services import Embedder as Embedder
from monitor.ports.services import Fetcher as Fetcher
from monitor.ports.services import Hubs as Hubs
from monitor.ports.services import LanguageModel as LanguageModel
from monitor.ports.services import Pinger as Pinger
from monitor.ports.services import Sandbox as Sandbox
from monitor.ports.sources import Admission as Admission
from monitor.ports.sources import SourceRepository as SourceRepository
from monitor.ports.sources import SubscriptionRepository as SubscriptionRepository
from monitor.ports.sources import Timetable as Timetable
from monitor.ports.states import ChannelStateRepository as ChannelStateRepository
from monitor.ports.states import DeliveryPartRepository as DeliveryPartRepository
from monitor.ports.states import FigureRepository as FigureRepository
from monitor.ports.states import HostTurnRepository as HostTurnRepository
from monitor.ports.states import PollingBudgetRepository as PollingBudgetRepository
from monitor.ports.states import SourceReadingRepository as SourceReadingRepository
from monitor.ports.states import TopicStateRepository as TopicStateRepository
from monitor.ports.store import Audit as Audit
from monitor.ports.store import KeyValues as KeyValues
from monitor.ports.store import Pruner as Pruner
from monitor.ports.store import Store as Store
from monitor.ports.store import StoreLock as StoreLock
from monitor.ports.store import Transaction as Transaction
