"""Fetching sources: conditional requests, redirects one by one, politeness."""
