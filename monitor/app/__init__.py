"""Use cases: they see ports and pure steps, never an adapter. Read ``polling.poll_source`` first."""
