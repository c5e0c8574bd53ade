"""Every word that people read, and how each language writes numbers, dates, spans of time and lists."""
