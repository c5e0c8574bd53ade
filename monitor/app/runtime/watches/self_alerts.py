"""Self-alerts: decided purely on the state, kept with what is open in one transaction, so each is told once."""

from monitor.app.context import AppContext
from monitor.core.alerting.self_alerts import plan_self_alerts
from monitor.core.model.operations.key_values import SELF_ALERTS
from monitor.core.status.conditions import MonitorStatus
from monitor.ports import Transaction


async def raise_self_alerts(app: AppContext, status: MonitorStatus) -> int:
    """Enqueue what is to be told of this state; returns how many notices. Nothing without channels for them."""
    settings = app.settings.self_alerts
    if not settings.channels or status.facts.store is None or status.facts.store_fault:
        return 0

    def decide(tx: Transaction) -> int:
        told = tx.key_values.get(SELF_ALERTS) or {}
        plan = plan_self_alerts(status, told, settings, app.channel_settings, zone=app.zone)
        if plan.open == told and not plan.new_deliveries:
            return 0
        tx.key_values.set(SELF_ALERTS, plan.open, now=status.facts.now)
        return tx.outbox.enqueue(plan.new_deliveries, now=status.facts.now)

    told = await app.in_store.read(lambda tx: tx.key_values.get(SELF_ALERTS) or {})
    plan = plan_self_alerts(status, told, settings, app.channel_settings, zone=app.zone)
    return await app.in_store.write(decide) if plan.new_deliveries or plan.open != told else 0
