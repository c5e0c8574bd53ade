"""Fetching sources: conditional requests, redirects by hand, politeness."""
