"""The state of this monitor in words."""
