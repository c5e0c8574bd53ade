"""What the running program keeps an eye on: configuration, disk, clock, its own health."""
