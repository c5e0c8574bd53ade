"""The Model Context Protocol: read-only tools for language models."""
