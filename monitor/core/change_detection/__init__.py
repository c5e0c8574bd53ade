"""Change detection."""
