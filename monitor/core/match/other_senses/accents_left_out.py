"""Names that were written without the accents that they are known by: Erdogan for Erdoğan, Duesseldorf for Düsseldorf.

A name with accents is found without them as well, one without them not with them (decision 287 tells why rosé is no
Rose). So who leaves them out misses the texts that spell the name as it is.
"""

from collections.abc import Mapping
from functools import cache

from monitor.core.match.other_senses.accented_names import ACCENTED_NAMES
from monitor.core.match.scan.names import UMLAUTS
from monitor.core.text.fold_tables import without_accent


def with_known_accents(text: str) -> str:
    """The name as it is known; empty where no word of it is a name that is known by its accents."""
    words = text.split(" ")
    known = [_accented(word) for word in words]
    return " ".join(known) if known != words else ""


def _accented(word: str) -> str:
    name = _by_plain_spelling().get(word.lower()) if word.isascii() and word[:1].isupper() else None
    if name is None:
        return word
    if word.isupper():
        return name.upper()
    return name[0].upper() + name[1:]


@cache
def _by_plain_spelling() -> Mapping[str, str]:
    names = {name.translate(UMLAUTS): name for name in ACCENTED_NAMES}
    return names | {"".join(map(without_accent, name)): name for name in ACCENTED_NAMES}
