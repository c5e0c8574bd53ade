"""What commands print, and how: rows, JSON, times, the live line, logs."""
