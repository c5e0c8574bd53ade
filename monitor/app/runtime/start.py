"""Before the first poll: the store follows the watchlists, and what the last run left half done is taken up."""

from monitor.app.admin.configuration_changes import note_configuration
from monitor.app.context import AppContext
from monitor.app.delivery.recovery import recover_interrupted
from monitor.app.digests.open import start_digest_windows
from monitor.app.feedback.verdicts import make_key
from monitor.app.polling.rescan import reread_changed
from monitor.app.polling.schedule import stagger_first_polls
from monitor.app.runtime.retention import prune_daily
from monitor.app.stories.backfill import catch_up
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction

log = lazy_logger(__name__)


async def start_round(app: AppContext) -> None:
    """Before the first poll of a round: the store follows the watchlists, doubts are settled, history is matched."""
    await prepare_store(app)
    await catch_up(app)
    await prune_daily(app)


async def prepare_store(app: AppContext) -> None:
    """The store follows the watchlists; what the last run left half done is taken up again."""
    await app.hold_store()

    def prepare(tx: Transaction) -> None:
        make_key(tx, now=app.clock.now())
        tx.sources.sync(app.watchlists.sources, now=app.clock.now())
        if not app.settings.fleet.enabled:
            # Under the lock of the state directory nobody polls: whatever is leased is left over.
            tx.timetable.release()
        app.hosts.load(tx, now=app.clock.now())
        reread_changed(app, tx)
        if app.patient:
            stagger_first_polls(app, tx)
        start_digest_windows(app, tx)
        if app.configuration is not None:
            note_configuration(tx, app.configuration, now=app.clock.now())

    await app.in_store.write(prepare)
    doubtful = await recover_interrupted(app)
    if doubtful:
        log.warning("deliveries in doubt since the last run", count=doubtful)
