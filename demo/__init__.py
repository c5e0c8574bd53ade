"""The demonstration: the whole program over a newsroom of our own on loopback, a day in seconds."""
