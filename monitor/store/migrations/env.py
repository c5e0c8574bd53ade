"""Alembic's way in: run the revisions on the connection, and in the transaction, that the store hands over."""

from alembic import context

from monitor.store.tables import metadata

connection = context.config.attributes["connection"]
# Batch mode: SQLite cannot alter most things in place, so later revisions rebuild the table.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
