"""One monitor on several machines: a leader that says what is due, and workers that do it."""
