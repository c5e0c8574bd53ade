"""Bytes to entries: pure, and fearful of nothing."""
