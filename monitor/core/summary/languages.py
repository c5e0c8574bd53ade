"""What a language asks of a sentence about a story: its length, its letters, and how its names are found."""

import re
from functools import cache
from typing import Literal

from monitor.core.i18n.catalog import catalog_sections, language_setting
from monitor.core.model.languages import Language
from monitor.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceRules:
    """The section "summary" of a language's file."""

    name: str
    """The language in English, as a model is told it."""
    length: str
    """How long the sentence may be, as a model is told it."""
    most_characters: int
    native: re.Pattern[str]
    """The letters of the language."""
    least_native: float
    """Their least share of all letters of the sentence."""
    telltale: re.Pattern[str]
    """What no sentence of the language is without."""
    names: Literal["capitals", "dictionary", "script"]
    """Names are words with a capital, words that no dictionary has, or what the script sets apart (see ``names``)."""
    common: frozenset[str]
    """Words that would be taken for names and are none."""


@cache
def sentence_rules(language: Language) -> SentenceRules:
    """The rules of a language."""
    said = catalog_sections(language)["summary"]
    return SentenceRules(
        name=language_setting(language, "english_name"),
        length=said["length"],
        most_characters=said["most_characters"],
        native=re.compile(f"[{said['native_letters']}]"),
        least_native=said["least_native"],
        telltale=re.compile(said.get("telltale", "")),
        names=said["names"],
        common=frozenset(said.get("common", "").split()),
    )
