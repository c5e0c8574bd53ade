"""Who leads: the holder of one advisory lock of the database, which the server frees when its connection ends."""

import asyncio
from contextlib import suppress

import psycopg
from sqlalchemy import make_url

from monitor.log_lines import lazy_logger

log = lazy_logger(__name__)

_LEADER = 0x6E65_776C
"""The advisory lock of the one leader."""
_SILENT = 8
"""Seconds after which a leader that asked nothing is taken for frozen; it asks every second or two."""
_BEAT = 2.0
_LONGEST_TICK = 60.0
"""Seconds for which a leader whose tick does not come back still shows life: it may wait for a busy store."""
_FROZEN = """
    SELECT a.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = %s AND l.objsubid = 1
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND a.state_change < clock_timestamp() - make_interval(secs => %s)
"""


def connection_text(url: str) -> str:
    """``url`` as libpq takes it."""
    # Else the encoding is what the environment or the role says, and under SQL_ASCII texts arrive as bytes.
    address = make_url(url).set(drivername="postgresql").update_query_dict({"client_encoding": "UTF8"})
    return address.render_as_string(hide_password=False)


class PostgresLeadership:
    """The ``Leadership`` port. A process that was frozen finds its connection ended and leads no more."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.AsyncConnection[tuple[object, ...]] | None = None
        self._leads = False
        self._turn = asyncio.Lock()
        self._held_at = 0.0
        self._beating: asyncio.Task[None] | None = None

    async def hold(self) -> bool:
        """See the port."""
        before = self._leads
        async with self._turn:
            self._held_at = asyncio.get_running_loop().time()
            try:
                self._leads = await self._ask()
            except psycopg.Error as error:
                self._leads = False
                await self._disconnect()
                log.warning("the database that says who leads does not answer", error=" ".join(str(error).split()))
        if self._leads != before:
            log.warning("this process leads now" if self._leads else "this process does not lead any more")
        if self._leads and (self._beating is None or self._beating.done()):
            self._beating = asyncio.create_task(self._beat())
        return self._leads

    async def give_up(self) -> None:
        """See the port. The lock is given back before the connection ends: the server sees that only a little later."""
        if self._beating is not None:
            self._beating.cancel()
        async with self._turn:
            if self._leads and self._connection is not None:
                self._leads = False
                with suppress(psycopg.Error):  # a connection that broke has lost the lock already
                    await self._connection.execute("SELECT pg_advisory_unlock(%s)", [_LEADER])
            await self._disconnect()

    async def _beat(self) -> None:
        """Show life while a tick waits for a busy store; a tick that hangs for long is no life."""
        loop = asyncio.get_running_loop()
        while self._leads and loop.time() - self._held_at < _LONGEST_TICK:
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), _BEAT)
            async with self._turn:
                if self._leads and self._connection is not None:
                    with suppress(psycopg.Error):  # the next tick sees it, and says it
                        await self._connection.execute("SELECT 1")

    async def _ask(self) -> bool:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                connection_text(self._url), autocommit=True, connect_timeout=5, application_name="news-monitor leader"
            )
            self._leads = False
        if self._leads:
            # The lock lives as long as this connection: that it answers is the proof.
            await self._connection.execute("SELECT 1")
            return True
        found = await self._connection.execute("SELECT pg_try_advisory_lock(%s)", [_LEADER])
        row = await found.fetchone()
        if row is not None and row[0]:
            return True
        await self._end_frozen(self._connection)
        return False

    async def _end_frozen(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        """A leader that asked nothing for seconds is frozen or cut off: its connection ends, and with it its lead."""
        found = await connection.execute(_FROZEN, [_LEADER, _SILENT])
        for (pid,) in await found.fetchall():
            log.warning("the leader gives no sign of life; another takes over", backend=pid)
            await connection.execute("SELECT pg_terminate_backend(%s)", [pid])

    async def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()
