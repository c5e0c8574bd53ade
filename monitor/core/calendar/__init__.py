"""Times of day and days of the week as people name them, in a zone of their own."""
