"""The words of each language: one TOML file that ships with the program, read when it is first needed.

A catalog is part of the program like a module: the same bytes in every run, found by the import system and read once
(decision 105). Nothing of the user's is read here.
"""

import pkgutil
import tomllib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from monitor.core.model.languages import LANGUAGES, Language

Phrase = str | Mapping[str, str]
"""A sentence with ``{named}`` places, or one for each plural form of the language ("one", "few", "many", "other")."""


@cache
def catalog_sections(language: Language) -> Mapping[str, Mapping[str, Any]]:
    """All phrases of a language by section and key; LookupError for a language without a file."""
    data = pkgutil.get_data(__package__, f"{language}.toml") if language in LANGUAGES else None
    if data is None:
        raise LookupError(f"no language {language!r}; there are: {', '.join(LANGUAGES)}")
    return MappingProxyType(tomllib.loads(data.decode()))


def find_phrase(language: Language, key: str) -> Phrase | None:
    """The phrase of ``section.key``; ``None`` where there is no such key."""
    section, _, name = key.partition(".")
    found: Phrase | None = catalog_sections(language).get(section, {}).get(name)
    return found


def language_setting(language: Language, name: str) -> str:
    """What a language's file says about the language itself: its tag, its name, its patterns of dates."""
    return str(catalog_sections(language)["language"][name])
