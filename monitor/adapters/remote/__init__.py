"""Other monitors."""
