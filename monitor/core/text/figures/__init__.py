"""Amounts and numbers as people write them."""
