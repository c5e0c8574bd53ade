"""Who works on a state folder and on a database: one at a time, or one fleet."""
