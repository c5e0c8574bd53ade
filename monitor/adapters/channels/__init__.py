"""Ways out: one file a channel kind, each with its signing and its reading of the provider's answers."""
