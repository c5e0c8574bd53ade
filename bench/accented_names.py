"""Write monitor/core/match/other_senses/accented_names.py anew: names that are seldom written without their accents.

python -m bench.accented_names

They are the names of people, towns and countries of the tables beside it that some language writes with an accent more
than twice as often as any language writes the same letters without one, unless people or great places have that name
without one, too. So Erdoğan and Łódź are kept; García and Perú are not, for Garcia and Peru are no slips.
"""

import math

from bench.other_senses import LANGUAGES, write
from monitor.core.match.other_senses.family_names import FAMILY_NAMES
from monitor.core.match.other_senses.given_names import GIVEN_NAMES
from monitor.core.match.other_senses.great_places import GREAT_PLACES
from monitor.core.match.other_senses.town_names import TOWN_NAMES
from monitor.core.match.scan.dictionaries import every_word_of, words_of
from monitor.core.text.fold_tables import without_accent

LEAST = math.log10(2)


def most_frequent() -> dict[str, float]:
    """The highest logarithm of the share that each word has in one of the languages."""
    found: dict[str, float] = {}
    for language in LANGUAGES:
        shares = words_of(language)
        for word in every_word_of(language):
            found[word] = max(found.get(word, -math.inf), math.log10(shares.get(word)))
    return found


def main() -> None:
    """Choose and write."""
    shares = most_frequent()
    names = GIVEN_NAMES | FAMILY_NAMES | TOWN_NAMES | GREAT_PLACES
    best: dict[str, str] = {}
    for name in sorted(names, key=lambda name: shares.get(name, -math.inf)):
        plain = "".join(map(without_accent, name))
        if plain == name or not plain.isascii() or not name.isalpha() or name not in shares:
            continue
        if plain in GIVEN_NAMES | FAMILY_NAMES | GREAT_PLACES:
            continue
        if shares[name] - shares.get(plain, -math.inf) > LEAST:
            best[plain] = name
    write("accented_names.py", "ACCENTED_NAMES", "Names that are seldom written without their accents.", best.values())


if __name__ == "__main__":
    main()
