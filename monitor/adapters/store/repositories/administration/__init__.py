"""What administration keeps: audit log, tokens, log-ins, the small key-value table."""
