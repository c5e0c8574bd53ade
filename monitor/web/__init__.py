"""Requests in, one call into ``app``, a page or JSON out; served by a process beside the daemon."""
