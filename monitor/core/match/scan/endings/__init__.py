"""Endings of names, language by language."""
