"""Settings and watchlists: files and variables in, frozen types or every mistake by line and column out."""
