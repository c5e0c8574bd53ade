"""The routes, a file each: ``routes(context)`` makes the router that ``site`` includes."""
