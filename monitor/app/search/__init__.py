"""Searching what is kept."""
