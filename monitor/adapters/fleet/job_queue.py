"""The fleet's queue: Procrastinate on PostgreSQL, used so that its known troubles cannot bite.

Nothing is scheduled ahead, so no future job holds a lock that a due one needs. A job is done within minutes or ends; it
carries no data, so one that is lost or done twice costs a look at the store. Jobs of workers that died are ended, not
retried: what is still due is offered again by the leader.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import procrastinate
import psycopg
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from procrastinate.manager import get_channel_for_queues
from psycopg.conninfo import conninfo_to_dict

from monitor.adapters.fleet.leadership import connection_text
from monitor.adapters.fleet.queue_tables import SESSION, make_tables
from monitor.core.model.operations.jobs import QUEUES, Job, JobKind
from monitor.errors import StoreError
from monitor.log_lines import lazy_logger

log = lazy_logger(__name__)

_BEAT = 2.0
_DEAD_AFTER = 10.0
_LOOK_EVERY = 2.0
_LAST_WORDS = 4.0
_BATCH = 1_000
_INSERTED = '{"type": "job_inserted", "job_id": 0}'
"""What Procrastinate's workers listen for; said once a batch, since its trigger would say it once a job."""
_KNOWN = "SELECT lock FROM procrastinate_jobs WHERE lock = ANY(%(locks)s::text[]) AND status IN ('todo', 'doing')"
_SAY = "SELECT pg_notify(channel, %(said)s) FROM unnest(%(channels)s::text[]) AS channel"
_DEPTH = "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs GROUP BY 1, 2"

Do = Callable[[Job], Awaitable[None]]
"""Does one job."""


class FleetQueue:
    """The ``JobQueue`` port, and the loop of a worker."""

    def __init__(self, app: procrastinate.App, connector: procrastinate.PsycopgConnector) -> None:
        self._app = app
        self._connector = connector

    async def offer(self, jobs: Sequence[Job]) -> int:
        """See the port."""
        # The first go first while the rest is still being queued.
        waiting = sorted(jobs, key=lambda job: job.priority, reverse=True)
        try:
            batches = [waiting[start : start + _BATCH] for start in range(0, len(waiting), _BATCH)]
            return sum([await self._defer(batch) for batch in batches])
        except ConnectorException as error:
            raise StoreError(f"the queue of jobs does not answer: {error}") from error

    async def _defer(self, jobs: Sequence[Job]) -> int:
        rows = await self._connector.execute_query_all_async(_KNOWN, locks=[job.lock for job in jobs])
        known = {row["lock"] for row in rows}
        fresh = [job for job in jobs if job.lock not in known]
        if not fresh:
            return 0
        try:
            await self._app.job_manager.batch_defer_jobs_async([_as_row(job) for job in fresh])
        except AlreadyEnqueued:
            # A leader that was replaced a moment ago queued one of them meanwhile: it is known now.
            return await self._defer(fresh)
        channels = get_channel_for_queues({QUEUES[job.kind] for job in fresh})
        await self._connector.execute_query_async(_SAY, channels=list(channels), said=_INSERTED)
        return len(fresh)

    async def drop_stalled(self) -> int:
        """See the port."""
        try:
            stalled = list(await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_DEAD_AFTER))
            for job in stalled:
                if job.id is not None:
                    await self._app.job_manager.finish_job_by_id_async(job.id, status=Status.FAILED, delete_job=True)
            await self._app.job_manager.prune_stalled_workers(seconds_since_heartbeat=_DEAD_AFTER)
        except ConnectorException as error:
            raise StoreError(f"the queue of jobs does not answer: {error}") from error
        return len(stalled)

    async def depths(self) -> dict[tuple[str, str], int]:
        """How many jobs there are: (queue, state) → number."""
        rows = await self._connector.execute_query_all_async(_DEPTH)
        return {(row["queue_name"], row["status"]): row["count"] for row in rows}

    async def work(
        self, do: Do, *, queues: Collection[str], concurrency: int, name: str, stop: asyncio.Event, once: bool = False
    ) -> None:
        """Do jobs of these queues until ``stop`` (``once``: until none waits); those under way may end meanwhile.

        StoreError when the database does not answer any more.
        """
        for kind in QUEUES:
            self._app.task(name=_task_of(kind), queue=QUEUES[kind])(_as_task(do, kind))
        working = asyncio.create_task(
            self._app.run_worker_async(
                queues=sorted(queues),
                concurrency=concurrency,
                name=name,
                wait=not once,
                install_signal_handlers=False,
                delete_jobs="always",
                fetch_job_polling_interval=_LOOK_EVERY,
                update_heartbeat_interval=_BEAT,
                stalled_worker_timeout=_DEAD_AFTER,
                shutdown_graceful_timeout=_LAST_WORDS,
            )
        )
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            if not working.done():
                # Procrastinate ends in order when its task is cancelled.
                working.cancel()
            try:
                with suppress(asyncio.CancelledError):
                    await working
            except ConnectorException as error:
                raise StoreError(f"the queue of jobs does not answer: {error.__cause__ or error}") from error


@asynccontextmanager
async def open_queue(url: str, *, connections: int = 4) -> AsyncIterator[FleetQueue]:
    """The queue beside the store ``url``, its tables made where they are missing; StoreError says why it cannot be."""
    address = connection_text(url)
    try:
        await asyncio.to_thread(make_tables, address)
    except psycopg.Error as error:
        why = " ".join(str(error).split())
        raise StoreError(f"the queue of jobs cannot be made: {why}") from error
    connector = procrastinate.PsycopgConnector(
        conninfo=address,
        # The address may have options of its own (a search_path), which an argument would replace.
        kwargs={"options": f"{conninfo_to_dict(address).get('options') or ''} {SESSION}".strip()},
        configure=_commit_each,
        min_size=1,
        max_size=connections,
    )
    app = procrastinate.App(connector=connector)
    async with app.open_async():
        yield FleetQueue(app, connector)


async def _commit_each(connection: psycopg.AsyncConnection[Any]) -> None:
    """Each statement is a transaction: no BEGIN and COMMIT around it."""
    await connection.set_autocommit(True)


def _as_row(job: Job) -> procrastinate.jobs.Job:
    return procrastinate.jobs.Job(
        queue=QUEUES[job.kind],
        task_name=_task_of(job.kind),
        task_kwargs={"key": job.key, "items": list(job.items)},
        lock=job.lock,
        queueing_lock=job.lock,
        priority=job.priority,
    )


def _task_of(kind: JobKind) -> str:
    return f"news-monitor:{kind}"


def _as_task(do: Do, kind: JobKind) -> Callable[..., Awaitable[None]]:
    async def task(key: str, items: list[int]) -> None:
        await do(Job(kind=kind, key=key, items=tuple(items)))

    return task
