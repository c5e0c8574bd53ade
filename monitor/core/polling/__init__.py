"""Decisions as pure functions: what we knew and what we saw → what to do."""
