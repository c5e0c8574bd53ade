"""Other ways to write one name: au Havre for à Le Havre, Yahoo for Yahoo!, St Pauli for St. Pauli, F.D.A. for FDA."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from monitor.core.match.scan.dictionaries import frequent_words_of
from monitor.core.text.normalize import fold

_ITALIAN = ("a", "da", "de", "ne", "su")
_CONTRACTIONS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "fr": {"Le": ("au", "du"), "Les": ("aux", "des")},
    "it": {
        "Il": tuple(f"{preposition}l" for preposition in _ITALIAN),
        **{
            article: tuple(f"{preposition}{melted}" for preposition in _ITALIAN)
            for article, melted in (("Lo", "llo"), ("La", "lla"), ("Le", "lle"), ("I", "i"), ("Gli", "gli"))
        },
    },
    "pt": {
        "A": ("da", "na", "à", "pela"), "O": ("do", "no", "ao", "pelo"),
        "As": ("das", "nas", "às"), "Os": ("dos", "nos", "aos"),
    },
}  # fmt: skip
"""By language: article → what stands for it together with a preposition."""
_OF_MANY = frozenset({"Les", "Gli", "Os", "As"})
_ARABIC_ARTICLE, _HEBREW_ARTICLE = "ال", "ה"
_SHORTEST_BARE = 3
_QUOTES = (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»"), ("「", "」"), ("『", "』"), ("'", "'"))
_QUOTED = re.compile(r'["“„«「『](?P<inner>[^"“”„«»「」『』]+)["”“»」』]')
_SHORTEST_JOINED = 3
_SHORTEST_DOTTED = 2
_SHORTEST_CALL = 5
_MOST_INITIALS = 4
_AND = ("and", "und", "et", "y", "e", "en", "och", "og", "i")
"""What the languages say for an ampersand between two names."""
_SHORTENED = re.compile(r"\b([A-Z][a-z]{1,4})\.(?=\s|$)")
_MIDDLE = re.compile(r"(?<=[a-z]) ([A-Z])\. (?=[A-Z][a-z])")
_MIDDLE_PLAIN = re.compile(r"(?<=[a-z]) ([A-Z]) (?=[A-Z][a-z])")
"""Samuel L. Jackson."""
_SHORTENED_TITLE = re.compile(r"\b(St|Dr|Mt|Ft|Sta|Ste|Prof|Bros|Jr|Mr|Mrs|Ms)(?=[ -])")
_CALL_INSIDE = re.compile(r"(?<=[^\W\d_]{2})[!?](?= )")
_COMMA_INSIDE = re.compile(r"(?<=\w)[:,] (?=\w)")
"""Mission: Impossible; Tyler, the Creator."""
_LEGAL_FORM = re.compile(r"(?<=\w) (?=(?:Inc|LLC|Ltd|LP|PLC|Corp|Co|Jr|Sr)\.?$)")
_SHARE_CLASS = re.compile(r"([A-Z]{2,4})[./-]([A-Z])")
"""BRK.B, which is BRK-B and BRK/B elsewhere."""
_PLUS = re.compile(r"(?<=[^\W\d_]{2})\+$| Plus$")
_DIGRAPH = re.compile(r"[AaOoUu]e|[Aa]a")
_LETTERS_FOR = (
    {"ae": "ä", "oe": "ö", "ue": "ü", "aa": "å", "Ae": "Ä", "Oe": "Ö", "Ue": "Ü", "Aa": "Å"},
    {"ae": "æ", "oe": "ø", "aa": "å", "Ae": "Æ", "Oe": "Ø", "Aa": "Å"},
)
"""What two letters stand for where a keyboard does not have the one: Duesseldorf, Aarhus; German and Nordic."""
_THAI_DOT = re.compile(r"(?<=[\u0e00-\u0e7f])\.")
"""Behind what is shortened to its first letters: ปตท."""
_TITLE_COLON = re.compile("(?<=[\u3041-\u9fff])[:：](?=[\u3041-\u9fff])")
"""Before the second half of a title, where others write a dot, a dash or nothing: 黑神话：悟空."""
_MIDDLE_DOT = re.compile("(?<=[\u3041-\u9fff])[·・](?=[\u3041-\u9fff])")
_OTHER_DOTS = "•.="
"""What stands for it between the names of a foreigner: 马克•扎克伯格, アントニオ＝グテーレス."""
_LONG_END = re.compile("(?<=[ァ-ヺー]{3})ー(?![ァ-ヺー])")
_SHORT_END = re.compile("(?<=[ァ-ヺー]{3}[カガサザタダナハバパマラ])(?![ァ-ヺー])")
"""Words in -er and -or, whose last vowel some papers write long: コンピュータ, コンピューター."""
_SOUNDS_OF_V = {"ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴュ": "ビュ", "ヴ": "ブ"}
"""What papers write for it."""
_SOUTH_SLAVIC = re.compile("[A-Za-zČĆĐŠŽčćđšž .'-]+")
"""Whose đ is dj without it, unlike the Vietnamese one: Đoković, Djoković."""
_SET_CLOSE = re.compile(r"(?<=[^\W\d_]{2}\.)(?=[A-Z\d])")
"""Behind a dot without a space: No.1, St.Gallen."""
_SLASH = re.compile(r"(?<=\w{2})/(?=\w{2})")
_MOST_SPELLINGS = 48
_FEWEST_WITH_COLON, _MOST_WITH_COLON = 4, 8
"""Words of a name that may have a colon between two: Avatar: Fire and Ash. Fewer stand behind a headline's first word
by chance (US: Open borders)."""
_HEBREW_SHORT = re.compile(r'(?<=[א-ת])["״”](?=[א-ת](?![א-ת]))')
"""The sign before the last letter of what is shortened to its first letters: צה״ל."""
_ARABIC_JOINED = re.compile(r"\b([أا]بو|عبد)(?=[ء-ي]{3})")
"""Father of and servant of, which are written onto the name or apart: أبوظبي, أبو ظبي."""
_SAINT = re.compile(r"\b(?:Saint|Sankt)(?=[ -][A-ZÀ-Ž])")
_SAINT_SHORT = re.compile(r"\bSt\.?(?=[ -][A-ZÀ-Ž])")
_DOTTED_INITIALS = re.compile(r"\b[^\W\d_](?:\. ?[^\W\d_])+\b\.?|\b[^\W\d_]\.[^\W\d_]{2,3}\b")
_INITIALS_BEFORE = re.compile(r"^(?P<initials>[A-Z]{2,3})(?: |(?=[A-Z][a-z]{2}))(?P<rest>[A-Z][a-z].+)$")
"""JK Rowling, JPMorgan."""


def other_spellings(text: str) -> list[str]:
    """An ampersand as the word that it stands for, no call, colon or dot (Yahoo, NodeJS), and any of these together."""
    found = [text]
    for spell in _SPELLERS:
        for known in tuple(found):
            found += [other for other in spell(known) if other not in found]
    return found[1:_MOST_SPELLINGS]


def _of_other_scripts(text: str) -> Iterator[str]:
    if _HEBREW_SHORT.search(text):
        yield from (_HEBREW_SHORT.sub(mark, text) for mark in '"״”')
    yield _ARABIC_JOINED.sub(r"\1 ", text)
    yield text.replace("և", "եվ")  # ԵՐԵՎԱՆ: the Armenian ligature has no capital of its own.
    yield _THAI_DOT.sub("", text)
    if any("\u0900" <= char <= "\u097f" for char in text):
        yield text.replace("ँ", "ं")
        yield text.replace("ं", "ँ")
        yield text.replace("़", "")


def _of_east_asia(text: str) -> Iterator[str]:
    yield _TITLE_COLON.sub("·", text)
    yield from (_MIDDLE_DOT.sub(sign, text) for sign in _OTHER_DOTS)
    yield _LONG_END.sub("", text)
    yield _SHORT_END.sub("ー", text)
    if "ヴ" in text:
        spelt = text
        for sound, other in _SOUNDS_OF_V.items():
            spelt = spelt.replace(sound, other)
        yield spelt


def _with_other_and(text: str) -> Iterator[str]:
    first, sign, last = text.partition(" & ")
    if sign and min(len(first), len(last)) >= _SHORTEST_JOINED:
        yield from (f"{first} {word} {last}" for word in _AND)
    first, sign, last = text.partition(" and ")
    if sign and first[:1].isupper() and last[:1].isupper():
        yield f"{first} & {last}"


def _with_other_signs(text: str) -> Iterator[str]:
    if shares := _SHARE_CLASS.fullmatch(text):
        yield from (f"{shares[1]}{sign}{shares[2]}" for sign in "./-")
    elif "/" in text[1:-1]:
        yield text.replace("/", "-")
        yield _SLASH.sub(" / ", text)
    first, dot, last = text.partition(".")
    if dot and min(len(first), len(last)) >= _SHORTEST_DOTTED and first.isalpha() and last.isalpha():
        yield from (first + last, f"{first} {last}")
    if text[-1:] in ("!", "?") and len(text) > _SHORTEST_CALL and text[:-1].isalpha():
        yield text[:-1]
    if plus := _PLUS.search(text):
        yield text[: plus.start()] + (" Plus" if plus[0] == "+" else "+")
    yield _CALL_INSIDE.sub("", text)
    yield _COMMA_INSIDE.sub(" ", text)


def _with_other_dots(text: str) -> Iterator[str]:
    yield _SHORTENED.sub(r"\1", text)
    yield _SET_CLOSE.sub(" ", text)
    yield _MIDDLE.sub(r" \1 ", text)
    yield _MIDDLE_PLAIN.sub(r" \1. ", text)


def _with_other_saint(text: str) -> Iterator[str]:
    yield _SAINT.sub("St", text)
    yield from (_SAINT_SHORT.sub(saint, text) for saint in ("Saint", "Sankt"))


def _with_letters_of_two(text: str) -> Iterator[str]:
    if ("Đ" in text or "đ" in text) and _SOUTH_SLAVIC.fullmatch(text):
        yield text.replace("Đ", "Dj").replace("đ", "dj")
    if not text[:1].isupper() or text.isupper() or not _DIGRAPH.search(text):
        return
    for letters in _LETTERS_FOR:
        spelt = text
        for two, letter in letters.items():
            spelt = re.sub(rf"(?<![aeiouq]){two}(?![aeiou])", letter, spelt)
        yield spelt


def _with_title_dots(text: str) -> Iterator[str]:
    yield _SHORTENED_TITLE.sub(r"\1.", text)


def _with_more_commas(text: str) -> Iterator[str]:
    yield _LEGAL_FORM.sub(", ", text)
    words = text.split(" ")
    if _FEWEST_WITH_COLON <= len(words) <= _MOST_WITH_COLON and all(word.isalnum() or word == "&" for word in words):
        yield from (f"{' '.join(words[:place])}: {' '.join(words[place:])}" for place in range(1, len(words)))


def _with_other_quotes(text: str) -> Iterator[str]:
    """The same in the quotes of others (“蓝鲸”计划, 「蓝鲸」计划), and without them where letters go on (Toys R Us)."""
    quoted = _QUOTED.search(text)
    if quoted is None:
        return
    before, inner, after = text[: quoted.start()], quoted["inner"], text[quoted.end() :]
    yield from (f"{before}{left}{inner}{right}{after}" for left, right in _QUOTES)
    if inner.isascii() and (before or after):
        yield f"{before}{inner}{after}"


_SPELLERS: Sequence[Callable[[str], Iterator[str]]] = (
    _of_other_scripts,
    _of_east_asia,
    _with_other_quotes,
    _with_other_and,
    _with_other_signs,
    _with_other_dots,
    _with_other_saint,
    _with_letters_of_two,
    _with_title_dots,
    _with_more_commas,
)


def initials_spelt(text: str) -> list[str]:
    """Initials with or without their dots: JK Rowling, J. K. Rowling; F.D.A. for FDA; EON for E.ON."""
    if text.isupper() and text.isalpha():
        return [".".join(text)] if text.isascii() and _SHORTEST_DOTTED <= len(text) <= _MOST_INITIALS else []
    if before := _INITIALS_BEFORE.match(text):
        initials, rest = before["initials"], before["rest"]
        return [f"{initials} {rest}", f"{'. '.join(initials)}. {rest}"]
    plain = _DOTTED_INITIALS.sub(lambda found: re.sub(r"[. ]", "", found[0]), text)
    if plain == text:
        return []
    spelt = [plain]
    return [*spelt, *initials_spelt(plain)[1:]]


def contracted_spellings(text: str) -> list[str]:
    """A name as it reads behind a preposition; none for a name whose own part is an everyday word (Le Monde).

    The cup of the world is la Coupe du Monde, whichever newspaper is watched. Of many, people are called with a capital
    (des Verts), words behind another name alone (la Ligue des Champions).
    """
    article, _, rest = text.partition(" ")
    if not rest[:1].isupper():
        return []
    first = fold(rest.replace("-", " ").split()[0])
    return [
        f"{contraction} {rest}"
        for language, contractions in _CONTRACTIONS.items()
        if article in contractions and (article in _OF_MANY or first not in frequent_words_of(language))
        for contraction in contractions[article]
    ]


def without_article(text: str) -> list[str]:
    """A folded Arabic or Hebrew name without its article; none where a Hebrew noun is left: בארץ is in no newspaper."""
    if text.startswith(_ARABIC_ARTICLE) and len(text) > len(_ARABIC_ARTICLE) + _SHORTEST_BARE - 1:
        return [text.removeprefix(_ARABIC_ARTICLE)]
    bare = text.removeprefix(_HEBREW_ARTICLE)
    if bare == text or len(bare) < _SHORTEST_BARE or bare in frequent_words_of("he"):
        return []
    return [bare]
