"""Where everything is kept: SQLAlchemy Core over SQLite or PostgreSQL, one module a noun.

Nothing is imported here: whoever asks for the lock or the folder does not need the database.
"""
