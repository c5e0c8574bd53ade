"""The tables of the fleet's queue: Procrastinate's own, with what a hundred thousand waiting jobs need besides."""

import psycopg
from procrastinate.schema import SchemaManager
from psycopg import sql

SCHEMA = "news_monitor_jobs"
"""The database schema of the queue's tables, apart from the store's own."""
SEARCH_PATH = f"-c search_path={SCHEMA}"
SESSION = " ".join(
    (
        SEARCH_PATH,
        # The queue goes from empty to long within a second, so what the planner knows of it is always old, and a plan
        # that sorts all waiting jobs to take one looks cheap. Indexes give their order and their locks at any length.
        *(f"-c enable_{way}=off" for way in ("sort", "seqscan", "bitmapscan", "hashjoin", "mergejoin")),
    )
)
"""Options of each connection that takes jobs: the table is read by its indexes alone."""
_SETUP = 0x6E65_7770
_FITTED = "news-monitor fitted these tables: 1"
"""Comment of the schema whose tables are as ``_FIT`` makes them."""
_FIT = """
    -- Before a job is taken, others with its lock are looked for: Procrastinate's index begins with the number of a job
    -- and would be read from end to end for each; it and the one by queue cost a write a job and serve nothing here.
    CREATE INDEX news_monitor_jobs_by_lock ON procrastinate_jobs (lock) WHERE status IN ('todo', 'doing');
    DROP INDEX IF EXISTS procrastinate_jobs_id_lock_idx_v1, procrastinate_jobs_queue_name_idx_v1;
    -- No history of jobs is kept, so nobody reads their events; and who offers jobs says so once, not once a job.
    ALTER TABLE procrastinate_jobs DISABLE TRIGGER USER;
    -- After a crash of the server the queue is empty and what is due is offered again: no job need reach the disk.
    ALTER TABLE procrastinate_events SET UNLOGGED;
    ALTER TABLE procrastinate_periodic_defers SET UNLOGGED;
    ALTER TABLE procrastinate_jobs SET UNLOGGED;
    -- Each job leaves two dead rows within seconds: they are taken by their number, not by the length of the table.
    ALTER TABLE procrastinate_jobs SET (
        autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0
    );
"""


def make_tables(address: str) -> None:
    """Make what is missing at ``address``; one process does, the others wait for it. ``psycopg.Error`` as it comes."""
    with psycopg.connect(address, autocommit=False, connect_timeout=5) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_SETUP])
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(SCHEMA)))
        connection.execute(sql.SQL("SET LOCAL search_path = {}").format(sql.Identifier(SCHEMA)))
        found = connection.execute("SELECT to_regclass('procrastinate_jobs') IS NOT NULL").fetchone()
        if not (found and found[0]):
            connection.execute(SchemaManager.get_schema())
        said = connection.execute("SELECT obj_description(%s::regnamespace)", [SCHEMA]).fetchone()
        if said != (_FITTED,):
            connection.execute(_FIT)
            connection.execute(
                sql.SQL("COMMENT ON SCHEMA {} IS {}").format(sql.Identifier(SCHEMA), sql.Literal(_FITTED))
            )
