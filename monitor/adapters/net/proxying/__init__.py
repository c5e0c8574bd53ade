"""By which way an address is reached: directly or through a proxy."""
