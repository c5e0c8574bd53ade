"""The languages that people read: one entry here, and one file of words, ``core/i18n/CODE.toml``."""

Language = str
"""A code of ``LANGUAGES``."""
LANGUAGES: tuple[Language, ...] = ("zh", "en", "ja")
"""In the order in which they are named to people; settings, options, pages and schemas derive from this line."""
