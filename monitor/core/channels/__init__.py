"""The payload of each chat service, and when it fits: one file a kind."""
