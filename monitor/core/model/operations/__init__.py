"""What running the program needs beside the news: audit, jobs, metrics, status, log-ins and tokens."""
