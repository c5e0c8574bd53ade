"""Case endings, plurals and genitives of names, language by language.

A name in a text is often longer than the name in the watchlist: Путина, Orlenem, Chelseas, Madrycie. No dictionary
knows new names, so no lemmatiser does: what a language adds to a name is a closed class, and these are the classes.
A paradigm says what the name ends in, and what may stand in place of that. ``C`` = any consonant (which stays), ``V``
= any vowel (which stays); ``-a`` = this tail is taken off first. Languages without cases of names have a plural and a
genitive s alone. Which languages count is told by the text around the name.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache

from monitor.core.match.scan.kinds import PEOPLE_ENDINGS, PLACES
from monitor.core.text.fold_tables import without_accent
from monitor.core.text.normalize import fold
from monitor.values import dataclass

VOWELS = frozenset("aeiouyàáâãäåąæèéêëęìíîïòóôõöøőùúûüűýœаеёиоуыэюяіїєαεηιουωάέήίόύώ")
_S = {"C": "s", "V": "s"}

_ENGLISH_IES = {f"-{consonant}y": f"{consonant}ies" for consonant in "bcdfghklmnprstvz"}
"""Of common nouns alone (batteries); a name keeps its y (the Kennedys, Emmys)."""
_GERMAN_ES = {f"-{noun}": f"{noun}es" for noun in ("tag", "rat", "bund", "amt", "haus", "hof", "kreuz", "platz")}
"""Nouns with a genitive in -es that names of bodies end in: des Bundestages, des Roten Kreuzes."""
_GERMAN_PARTIES = {"-grüne": "grünen", "-linke": "linken"}
"""Names that are adjectives, also with nothing behind them: die Grünen."""
_POLISH = {
    "C": "a u owi em iem ie om ów ami ach y i owie e ia iu",
    "-ń": "nia niowi niem niu ni nie", "-iec": "ca cowi cem cu", "-ice": "ic icom icami icach",
    "-e": "ego emu em",
    "-t": "cie", "-d": "dzie", "-r": "rze", "-ł": "le", "-st": "ście",
    "-ek": "ka kowi kiem ku ki ków kom kami kach", "-ec": "ca cowi cem cu",
    "-a": "y i ie ę ą o ii ią ię", "-ka": "ce", "-ga": "dze", "-ra": "rze", "-ta": "cie", "-da": "dzie", "-ła": "le",
    "-o": "a u em ie owi", "-i": "iego iemu im ich imi", "-y": "ego emu ym ych ymi ów om ami ach",
    "-ska": "skiej ską", "-cka": "ckiej cką", "-ała": "ałej ałą",
}  # fmt: skip
_CZECH_SLOVAK = {
    "C": "a u ovi em om e i y ů ům ech ách ami mi ové ou ovia ov ovy ova ovo ově ho ém ím",
    "-k": "cích ku kem kom", "-g": "zích", "-ek": "ka ku kem kovi ky", "-ec": "ce ci cem covi",
    "-a": "y u ou ě e o i ám ách ami in ina iny ino iny", "-ka": "ce ke", "-ha": "ze", "-ga": "ze",
    "-o": "a u em om ě", "-e": "i í em", "-ý": "ého ému ým ém", "-á": "é ou ej",
    "-ský": "ského skému ským", "-i": "iho imu im", "-eň": "ně ni ní", "-ň": "ně ni ní",
    "-ice": "ic icím icích icemi iciam iciach", "-y": "ů ům ech ých ým",
}  # fmt: skip
_SOUTH_SLAVIC = {
    "C": "a u om em e i ima ov ova ovo ove ev eva ovog ovom ih",
    "-a": "e i u om o ama in ina inog inom", "-o": "a u om", "-ac": "ca cu cem", "-ek": "ka ku kom",
    "-i": "ija iju ijem", "-e": "ea eu eom",
}  # fmt: skip
_BALTIC = {
    "C": "as o ui ą u e ai us ams ais uose s a am ā is iem os",
    "-as": "o ui ą u e ai us ų", "-is": "io iui į iu yje", "-a": "os ai ą oje as u ā ām ās ų",
    "-ė": "ės ei ę e ėje", "-s": "a am u ā i us iem os", "-e": "es ei i ē", "-us": "aus ui ų umi uje",
    "-o": "o ui ą",
}  # fmt: skip
_FINNISH_CASES = (
    "n a ä ta tä ssa ssä sta stä lla llä lta ltä lle ksi na nä tta ttä in en an än on ön un yn hin seen t ien jen ia iä"
)
_FINNISH = {
    "C": " ".join("i" + case for case in (*_FINNISH_CASES.split(), "")) + " in iin ia iä it ien",
    "V": _FINNISH_CASES,
    "-ki": "gin gissa gissä gista gistä gille gilla gillä gin",
    "-nen": "sen sta stä selle sella sellä selta seltä seen sessa sessä sesta sestä set",
    "-kko": "kon kossa kosta kolle kolla kolta",
    "-kka": "kan kassa kasta kalle kalla kalta",
    "-ppi": "pin pissa pista pille pilla pilta",
    "-tti": "tin tissa tista tille tilla tilta",
    "-niemi": "niemen niemeä niemessä niemestä niemelle niemellä niemeltä niemeen",
    "-lahti": "lahden lahdessa lahdesta lahdelle lahdella lahdelta lahtea lahteen",
    "-saari": "saaren saaressa saaresta saarelle saarella saarelta saarta saareen",
    "-koski": "kosken koskella koskelta koskelle koskea koskeen",
    "-ku": "un ussa usta ulle ulla ulta uksi",
    "-e": "een eessa eessä eesta eestä eelle eella eellä eelta eeltä eeseen eeksi",
    "-joki": "joen joessa joesta joelle joella joelta",
    "-mäki": "mäen mäessä mäestä mäelle mäellä mäeltä",
}
_ESTONIAN = {
    "C": "i it is ile il ilt ist iga ina ini ita isse ks id ide eid u ut us a at as ale al alt ast aga",
    "V": "t s sse st le l lt ks ni na ta ga d de",
}
_HUNGARIAN = {
    "C": "t ot et öt at nak nek ban ben ba be ból ből on en ön ra re ról ről hoz hez höz tól től nál nél ért ig ként é"
    " ék ok ek ök ak i al el val vel os es ös ja je a e",
    "V": "t n nak nek ban ben ba be ból ből ra re ról ről hoz hez höz tól től nál nél ért ig ként val vel k é ék i s",
    "-a": "át án ának ában ába ából ára áról ához ától ánál áért áig ával ák áé ái ás ája",
    "-e": "ét én ének ében ébe éből ére éről éhez étől énél éért éig ével ék éé éi és éje",
}
_TURKISH_C = (
    "in ın un ün i ı u ü e a de da te ta den dan ten tan le la lı li lu lü ler lar deki daki teki taki nin"
    " dır dir tır tir"
)
_TURKISH = {
    "C": _TURKISH_C,
    "V": "nin nın nun nün yi yı yu yü ye ya de da den dan yle yla li lı lu lü ler lar deki daki",
}
_RUSSIAN = {
    "C": "а у ом ем е ы и ов ам ами ах ым ых ому ого ою ев",
    "-а": "ы и е у ой ою ам ами ах", "-я": "и е ю ей ею ям ями ях", "-й": "я ю ем е и ев ям", "-ь": "я ю ем е и ью ей",
    "-ия": "ии ию ией", "-ий": "ого ему ому им ом его ем ия ию ием ии", "-ый": "ого ому ым ом",
    "-ой": "ого ому ым ом", "-ая": "ой ую ою", "-о": "а у ом е", "-ок": "ка ку ком ке", "-ец": "ца цу цем цом це цы",
    "-яя": "ей юю", "-ое": "ого ому ым ом", "-ее": "его ему им ем", "-ре": "ря рю рем", "-ые": "ых ым ыми",
    "-ие": "их им ими", "-ел": "ла лу лом ле",
    "-ин": "ина ину ином ине иным ины", "-ы": "ам ами ах ов", "-и": "ам ами ах ей",
}  # fmt: skip
_UKRAINIAN = {
    "C": "а у ом ем ові еві і и ів ам ами ах им их ою е",
    "-а": "и і у ою о ам ами ах ої ій", "-и": "ам ами ах", "-е": "ого ому им",
    "-я": "ї і ю єю ею", "-й": "я ю єм єві ї є", "-ь": "я ю ем еві і",
    "-ий": "ого ому им ім", "-ія": "ії ію ією", "-о": "а у ом ові і", "-ка": "ці", "-ів": "ова ову овом ові еву ева",
    "-їв": "єва єву євом єві", "-га": "зі", "-ець": "ця цю цем цеві", "-ок": "ка ку ком ку",
}  # fmt: skip
_BULGARIAN = {"C": "а ът ов ова ово и е", "-а": "та о и ата", "V": "то та те"}
_GREEK = {
    "-οσ": "ου ο ον οι ουσ ων ε", "-όσ": "ού ό όν οί ούσ ών", "-ασ": "α ων εσ", "-άσ": "ά", "-ησ": "η ων εσ",
    "-ήσ": "ή", "-α": "ασ αν εσ ων", "-ά": "άσ", "-η": "ησ ην εσ", "-ή": "ήσ ήν", "-ι": "ιου ια", "-ο": "ου α ων",
    "-ισ": "εωσ ι", "-η ": "",
}  # fmt: skip

_TABLES: Mapping[str, Mapping[str, str]] = {
    "en": _S | {"-x": "xes", "-ss": "sses", "-us": "uses", "-ch": "ches", "-sh": "shes", **_ENGLISH_IES},
    "de": _S | {"-sch": "schs"} | _GERMAN_ES | _GERMAN_PARTIES,
    "nl": _S, "sv": _S, "da": _S, "nb": _S | {"-s": "s"},
    "fr": {"C": "s", "V": "s"}, "es": {"V": "s", "C": "es"}, "pt": {"V": "s", "C": "es"},
    "id": dict.fromkeys("CV", "nya lah kah pun ku mu"), "it": {}, "ro": {"C": "ul ului ule", "-a": "ei"},
    "pl": _POLISH, "cs": _CZECH_SLOVAK, "sk": _CZECH_SLOVAK, "hr": _SOUTH_SLAVIC, "sl": _SOUTH_SLAVIC,
    "lt": _BALTIC, "lv": _BALTIC, "fi": _FINNISH, "et": _ESTONIAN, "hu": _HUNGARIAN, "tr": _TURKISH,
    "ru": _RUSSIAN, "uk": _UKRAINIAN, "bg": _BULGARIAN, "el": _GREEK,
}  # fmt: skip
LANGUAGES = tuple(_TABLES)
_ADJECTIVES = {
    "de": {"-e": "en er em es", "-es": "en em e er", "-er": "en em e es"},
    "pl": {"-a": "ej ą", "-y": "ego emu ym"},
}
"""What only a word that another follows takes: Deutsche Bank, der Deutschen Bank; Rotes Kreuz, beim Roten Kreuz."""
_ADJECTIVES_LAST = frozenset({"pl"})
"""Where they may follow their noun: Dąbrowa Górnicza."""
_DOUBLING = ("al", "el")
"""What a Hungarian name takes after its last consonant, which is written twice then."""
_LONGEST_ENDING = 8
_LONGEST_TAIL = 5
_SHORTEST = 3
"""Letters of a name that takes endings; shorter ones meet too many words (Go, Goa)."""
_SHORTEST_STEM = 4
"""Letters that are left of a name whose own ending is taken off: Tesl|a yes, Met|a no."""
_SHORTEST_CYRILLIC_STEM = 3
_SHORTEST_BESIDE = 3
"""The same of a word that stands beside another one of the name."""
_CHANGING = frozenset({"-ka", "-ga", "-ha", "-ku", "-nen", "-iec", "-eň", "-ка", "-га", "-їв"})
"""Tails whose consonant or vowel changes, so that less of the name is left."""


@dataclass(frozen=True, slots=True)
class Inflected:
    """A name whose words may carry endings; ``stems``: how each word begins in all its forms.

    ``anchor``: number of the word that is looked for. ``capital``: was the word written with one?
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    anchor: int
    capital: tuple[bool, ...]


def inflected_name(text: str, folded: str) -> Inflected | None:
    """How a name's inflected forms are looked for; ``None`` for a name that takes no endings.

    ``text`` as the user wrote it, ``folded`` the folded form of it.
    """
    words = tuple(folded.replace("-", " ").split())
    written = text.replace("-", " ").split()
    if not words or len(written) != len(words) or not all(word.isalpha() for word in words):
        return None
    if not all(_takes_endings(char) for word in words for char in word):
        return None
    anchor = max(range(len(words)), key=lambda number: len(words[number]))
    if len(words[anchor]) < _SHORTEST:
        return None
    last = len(words) - 1
    capital = tuple(word[:1].isupper() for word in written)
    stems = tuple(
        _stem_of(word, is_sought=place == anchor, last=place == last, capital=capital[place])
        for place, word in enumerate(words)
    )
    return Inflected(words, stems, anchor, capital)


def is_form(word: str, found: str, languages: Collection[str], *, last: bool = True, alone: bool = True) -> bool:
    """Is ``found`` the word itself or a form of it in one of these languages? Both folded.

    ``last``: no other word of the name follows; ``alone``: none stands before it either.
    """
    return found == word or any(
        found in _forms_of_word(word, language, last=last, alone=alone) for language in languages
    )


@lru_cache(maxsize=8192)
def may_be_form(word: str, found: str) -> bool:
    """Does the one end as a form of the other ends in any language? Never wrongly no, and no language is asked for."""
    if word == found:
        return True
    name, spelt = _plain(word), _plain(found)
    if name == spelt:
        return True
    endings = _all_endings()
    least = max(0, len(name) - _LONGEST_TAIL, len(spelt) - _LONGEST_ENDING)
    return any(
        spelt[place:] in endings.get(name[place:], ()) for place in range(least, _common_prefix(name, spelt) + 1)
    )


@cache
def _all_endings() -> Mapping[str, frozenset[str]]:
    """A constant: what may stand in place of the tail of a name (at first, behind it), all without accents."""
    found: dict[str, set[str]] = {"": {*PEOPLE_ENDINGS}}
    found[""].update(letter + ending for letter in map(chr, range(ord("a"), ord("z") + 1)) for ending in _DOUBLING)
    for table in (*_TABLES.values(), *_ADJECTIVES.values()):
        for key, endings in table.items():
            found.setdefault(_plain(key[1:]) if key.startswith("-") else "", set()).update(endings.split())
    return {tail: frozenset(map(_plain, map(fold, endings))) for tail, endings in found.items()}


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return "".join(map(without_accent, text))


def languages_of_script(char: str) -> Sequence[str]:
    """The languages that a letter alone tells; empty for Latin letters."""
    if "\u0400" <= char <= "\u04ff":
        return ("ru", "uk", "bg")
    return ("el",) if "\u0370" <= char <= "\u03ff" or "\u1f00" <= char <= "\u1fff" else ()


def _takes_endings(char: str) -> bool:
    return char < "\u0530" or "\u1e00" <= char <= "\u1fff"


def _stem_of(word: str, *, is_sought: bool, last: bool, capital: bool) -> str:
    """The part that every form of the word begins with; longer where it is looked for by itself."""
    least = _shortest_stem(word)
    length = len(word)
    for size in range(1, min(_LONGEST_TAIL, length) + 1):
        for key, common, of_adjectives in _tails().get(word[-size:], ()):
            if (last and of_adjectives) or (capital and key in _ENGLISH_IES):
                continue
            # Where a consonant changes as well (Żabka, Żabce), the form has a letter more to be known by.
            length = min(length, max(len(word) - size + common, least - (key in _CHANGING or not is_sought)))
    return word[:length]


@cache
def _tails() -> Mapping[str, Sequence[tuple[str, int, bool]]]:
    """A constant: tail of a name → the keys it stands under, what all endings there have in common with it, and
    whether only adjectives end so."""
    found: dict[str, list[tuple[str, int, bool]]] = {}
    for of_adjectives, tables in enumerate((_TABLES, _ADJECTIVES)):
        for table in tables.values():
            for key, endings in table.items():
                if key.startswith("-"):
                    found.setdefault(key[1:], []).append((key, _in_common(key[1:], endings), bool(of_adjectives)))
    return found


def _shortest_stem(word: str) -> int:
    return _SHORTEST_STEM if word[0] < "\u0370" else _SHORTEST_CYRILLIC_STEM


def _in_common(tail: str, endings: str) -> int:
    return min((_common_prefix(tail, ending) for ending in endings.split()), default=len(tail))


def _common_prefix(left: str, right: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))


@lru_cache(maxsize=4096)
def _forms_of_word(word: str, language: str, *, last: bool, alone: bool) -> frozenset[str]:
    table = _TABLES.get(language, {})
    least = _shortest_stem(word) if alone else _SHORTEST_BESIDE  # Góra alone is too short, Zielona Góra is not.
    forms: set[str] = set()
    if len(word) < _SHORTEST:
        return frozenset()
    for key, ends_so in (("V", word[-1] in VOWELS), ("C", word[-1] not in VOWELS or word[-1] == "y")):
        if ends_so:  # y is both: Galatasaray ends in a consonant, Disney in a vowel.
            forms.update(word + ending for ending in table.get(key, "").split())
    adjectives = {} if alone or (last and language not in _ADJECTIVES_LAST) else _ADJECTIVES.get(language, {})
    for tail, endings in (*table.items(), *adjectives.items()):
        stem = word.removesuffix(tail[1:]) if tail.startswith("-") else word
        # A tail that stays is no loss: Bund, des Bundes.
        if stem != word and (len(stem) + 1 >= least or all(end.startswith(tail[1:]) for end in endings.split())):
            forms.update(stem + ending for ending in endings.split())
    if language == "hu" and word[-1] not in VOWELS:
        forms.update(word + word[-1] + ending for ending in _DOUBLING)  # val and vel take the name's last sound.
    if language == "en" and word in PLACES:
        forms.update(word + ending for ending in PEOPLE_ENDINGS)
    spelt = {fold(form) for form in forms}
    # An accent may be left out, of the name as of its ending.
    return frozenset(spelt | {"".join(map(without_accent, form)) for form in spelt}) - {word, _plain(word)}
