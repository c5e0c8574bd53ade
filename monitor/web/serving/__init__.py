"""How requests are taken: the server, its sockets and connections, conditional answers."""
