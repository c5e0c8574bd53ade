"""Other ways to write one name: au Havre for à Le Havre, Yahoo for Yahoo!, St Pauli for St. Pauli, F.D.A. for FDA."""

import re
from collections.abc import Mapping, Sequence

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
_SHORTENED_TITLE = re.compile(r"\b(St|Dr|Mt|Ft|Sta|Ste|Prof|Bros|Jr) ")
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
    """An ampersand as the word that it stands for, and the word as an ampersand; no call or dot (Yahoo, NodeJS)."""
    if _HEBREW_SHORT.search(text):
        return [marked for mark in '"״”' if (marked := _HEBREW_SHORT.sub(mark, text)) != text]
    if (apart := _ARABIC_JOINED.sub(r"\1 ", text)) != text:
        return [apart]
    if "և" in text:
        return [text.replace("և", "եվ")]  # ԵՐԵՎԱՆ: the Armenian ligature has no capital of its own.
    if quoted := _QUOTED.search(text):
        return _with_other_quotes(text, quoted)
    first, sign, last = text.partition(" & ")
    if sign and min(len(first), len(last)) >= _SHORTEST_JOINED:
        return [f"{first} {word} {last}" for word in _AND]
    first, sign, last = text.partition(" and ")
    if sign and first[:1].isupper() and last[:1].isupper():
        return [f"{first} & {last}"]
    if "/" in text[1:-1]:
        return [text.replace("/", "-")]
    first, dot, last = text.partition(".")
    if dot and min(len(first), len(last)) >= _SHORTEST_DOTTED and first.isalpha() and last.isalpha():
        return [first + last, f"{first} {last}"]
    if text[-1:] == "!" and len(text) > _SHORTEST_CALL and text[:-1].isalpha():
        return [text[:-1]]
    spelt = (
        _SHORTENED.sub(r"\1", text),
        _SHORTENED_TITLE.sub(r"\1. ", text),
        _MIDDLE.sub(r" \1 ", text),
        _MIDDLE_PLAIN.sub(r" \1. ", text),
        _SAINT.sub("St", text),
        *(_SAINT_SHORT.sub(saint, text) for saint in ("Saint", "Sankt")),
    )
    return [other for other in spelt if other != text]


def _with_other_quotes(text: str, quoted: re.Match[str]) -> list[str]:
    """The same in the quotes of others (“蓝鲸”计划, 「蓝鲸」计划), and without them where letters go on (Toys R Us)."""
    before, inner, after = text[: quoted.start()], quoted["inner"], text[quoted.end() :]
    spelt = [f"{before}{left}{inner}{right}{after}" for left, right in _QUOTES]
    if inner.isascii() and (before or after):
        spelt.append(f"{before}{inner}{after}")
    return [other for other in spelt if other != text]


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

    The cup of the world is la Coupe du Monde, whichever newspaper is watched.
    """
    article, _, rest = text.partition(" ")
    if not rest[:1].isupper():
        return []
    first = fold(rest.replace("-", " ").split()[0])
    return [
        f"{contraction} {rest}"
        for language, contractions in _CONTRACTIONS.items()
        if article in contractions and first not in frequent_words_of(language)
        for contraction in contractions[article]
    ]
