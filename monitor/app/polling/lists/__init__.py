"""Documents that list addresses: long ones, and indexes of others."""
