"""Where untrusted input is worked on: a child process that can be killed."""
