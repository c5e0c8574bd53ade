"""``/api/v1``: what programs build on."""
