"""Matching: which topics a document names, where, and why."""
