"""A self-hosted news monitor: watchlists in, digests and alerts out."""
