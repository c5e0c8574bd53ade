"""Use cases: they see ports and pure steps, never an adapter. Read ``pipeline`` first."""
