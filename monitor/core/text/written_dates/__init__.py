"""Dates as they stand in texts, feeds and pages: forms, languages, eras, zones."""
