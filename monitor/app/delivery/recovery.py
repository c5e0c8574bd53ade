"""What is taken up again: a message in doubt since the last run, and one that somebody sends once more."""

from monitor.app.context import AppContext
from monitor.app.delivery.channel_state import release_held, retry_stopped
from monitor.core.alerting.grouping import MERGED
from monitor.core.i18n.phrases import Reason
from monitor.core.model.deliveries import (
    Delivery,
    DeliveryState,
)
from monitor.core.model.filters import DeliveryFilter
from monitor.core.model.operations.key_values import FOLDER_MARK
from monitor.errors import UserError
from monitor.log_lines import lazy_logger
from monitor.ports import Transaction

log = lazy_logger(__name__)


async def recover_interrupted(app: AppContext, *, at_start: bool = True) -> int:
    """What was being sent when the last run died goes out again (marked) or is held for a person.

    At a start the leases of the last run need not be waited for, since it has ended (``_has_ended``); only those of a
    message that somebody sends manually are, and in a fleet all of them. Stopped channels are looked at anew, and
    those that are back.
    """

    def settle(tx: Transaction) -> int:
        now = app.clock.now()
        found = tx.outbox.recover(now=now, void_leases=at_start and _has_ended(app, tx))
        doubtful = [delivery for delivery in found if delivery.id not in app.in_hand]
        for delivery in doubtful:
            channel = app.channel_settings.get(delivery.channel)
            hold = channel is not None and channel.on_doubt == "hold"
            # A test is for whoever asked for it and is gone: sent again it would only puzzle.
            state: DeliveryState = "dead" if delivery.kind == "test" else "held" if hold else "deferred"
            tx.outbox.mark(
                delivery.id,
                state,
                now=now,
                send_at=now,
                answer=Reason("send.in-doubt"),
                possible_repeat=True,
            )
        if at_start:
            for name in retry_stopped(tx, app.settings.channels, now=now):
                log.info("a stopped channel is tried again", channel=name)
            release_held(tx, app.settings.channels, now=now)
        return len(doubtful)

    return await app.in_store.write(settle)


def _has_ended(app: AppContext, tx: Transaction) -> bool:
    """Whether the last run is surely over: it had the state folder that is locked here.

    A server frees its lock when the connection ends, which a monitor on another machine may outlive while it sends.
    """
    if app.lock is None:
        return not app.settings.fleet.enabled
    was, is_now = tx.key_values.get(FOLDER_MARK), "" if app.settings.fleet.enabled else app.lock.folder_mark
    tx.key_values.set(FOLDER_MARK, is_now, now=app.clock.now())
    return bool(is_now) and was in (None, is_now)


def retry_delivery(app: AppContext, tx: Transaction, delivery_id: int, *, who: str) -> Delivery:
    """Make a dead, held or deferred delivery due now, with another 72 h; one inside a group retries the group.

    UserError when there is none, or nothing is left to send.
    """
    now = app.clock.now()
    delivery = next(iter(tx.outbox.find(DeliveryFilter(delivery_id=delivery_id))), None)
    if delivery is None:
        raise UserError(Reason("refused.no-delivery"))
    if delivery.grouped_into is not None and delivery.state != "sent":
        return retry_delivery(app, tx, delivery.grouped_into, who=who)
    if delivery.state in ("sent", "sending"):
        raise UserError(Reason("refused.sent-already", id=str(delivery_id)))
    members = tx.outbox.find(DeliveryFilter(grouped_into=delivery_id, limit=None))
    if delivery.is_group and not members:
        raise UserError(Reason("refused.told-alone", id=str(delivery_id)))
    if delivery.stories and not tx.stories.get(delivery.stories):
        raise UserError(Reason("refused.stories-gone", id=str(delivery_id)))
    tx.outbox.restart(delivery_id, now=now, answer=Reason("send.retried"))
    for member in members:
        answer = Reason("send.grouped-later", id=str(delivery_id))
        tx.outbox.mark(member.id, "deferred", now=now, code=MERGED, answer=answer)
    tx.audit.note(f"retry delivery {delivery_id}", who=who, now=now)
    return tx.outbox.find(DeliveryFilter(delivery_id=delivery_id))[0]
