"""The fleet's queue and leadership on PostgreSQL; imported only where ``fleet`` is set."""
