"""What the use cases need from the outside world: small Protocols, owned here, provided by the adapters.

Repositories are handed out by a ``Transaction``: whatever is written through one transaction is committed whole or
not at all. Repository methods are plain functions and run in the store's thread (``app`` hops there).
"""

from monitor.ports.news import EntryRepository as EntryRepository
from monitor.ports.news import MentionRepository as MentionRepository
from monitor.ports.news import StoryRepository as StoryRepository
from monitor.ports.outside import Channel as Channel
from monitor.ports.outside import Clock as Clock
from monitor.ports.outside import Embedder as Embedder
from monitor.ports.outside import Fetcher as Fetcher
from monitor.ports.outside import Hubs as Hubs
from monitor.ports.outside import LanguageModel as LanguageModel
from monitor.ports.outside import Sandbox as Sandbox
from monitor.ports.sources import SourceRepository as SourceRepository
from monitor.ports.sources import SubscriptionRepository as SubscriptionRepository
from monitor.ports.sources import Timetable as Timetable
from monitor.ports.store import Memory as Memory
from monitor.ports.store import Pruner as Pruner
from monitor.ports.store import Store as Store
from monitor.ports.store import Transaction as Transaction
from monitor.ports.telling import DigestRepository as DigestRepository
from monitor.ports.telling import GistRepository as GistRepository
from monitor.ports.telling import Outbox as Outbox
from monitor.ports.telling import ProposalRepository as ProposalRepository
from monitor.ports.telling import VerdictRepository as VerdictRepository
