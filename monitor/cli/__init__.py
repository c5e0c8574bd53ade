"""The command line: arguments → one call into ``app`` → print, exit code."""
