"""The one way out: guarded connector, HTTP client, bounded inflate."""
