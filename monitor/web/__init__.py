"""Requests in, one call into ``app``, a page or JSON out; handed to the daemon as its page server."""
