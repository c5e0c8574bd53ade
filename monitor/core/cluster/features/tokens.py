"""A folded text as words, in any script, in forms that newsrooms share: "recalls" and "recall" are one word."""

import re
import unicodedata
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from monitor.core.text.chinese_dictionary import chinese_dictionary

_TOKEN = re.compile(
    r"(?P<han>[㐀-鿿々]+)|(?P<kana>[ァ-ヺー]+)|(?P<hiragana>[ぁ-ゖ]+)|(?P<hangul>[가-힣]+)"
    r"|(?P<thai>[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+)|(?P<word>[^\W_㐀-鿿々ぁ-ヿ가-힣\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+)"
)
_OTHER_SCRIPTS = re.compile(r"[ぁ-ヿ가-힣\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Letters whose words are found in ways of their own."""
_PLAIN_WORD = re.compile(r"[^\W_㐀-鿿々]+")
_HAN_RUN = re.compile(r"[㐀-鿿々]+")
_HEADLINE = 300
"""Characters of a text whose words are asked for more than once."""
_WITH_OTHER_HAN = frozenset({"ja", "ko"})
"""Languages whose Han characters are not cut as Chinese ones are."""
_NUMBER = re.compile(r"\d+[a-z]?")
_STEM = 6
"""Letters of a longer word that count: what follows is mostly an ending, in all languages written with letters."""
_SHORTEST = 4
"""Letters that a word keeps whatever it ends with."""
_ENDINGS = "aeiouysаеёиоуыьэюяйαεηιουςàâäáéèêëíîïóôöúùûüąęō"
_ARABIC_LEAD = re.compile(r"^(?:[وفبكل]?ال|لل|و(?=\w{4}))(?=\w{2})")
_ARABIC_FORMS = str.maketrans("أإآٱىةؤئ", "اااايهوي", "ًٌٍَُِّْـ")
_PARTICLES_KO = re.compile(
    r"(?<=[가-힣]{2})(?:에서는|에서도|으로는|으로도|에게는|이라고|라고|에서|으로|까지|부터|에게|한테|께서|보다|처럼|이나"
    r"|라는|이라|들이|들은|들을|은|는|이|가|을|를|에|의|와|과|도|만|로)$"
)
# Headlines in Korean shorten names of states and firms to one Han character.
_HANJA = {
    "韩": "한국", "美": "미국", "日": "일본", "中": "중국", "北": "북한", "英": "영국", "独": "독일", "佛": "프랑스",
    "证": "증권", "党": "당", "文": "문재인", "尹": "윤석열", "李": "이재명", "军": "군", "车": "차", "社": "사",
}  # fmt: skip


def tokens_of(folded: str, language: str = "") -> list[str]:
    """The words of a folded text in comparable forms; bare numbers are left out."""
    found: list[str] = []
    for match in _TOKEN.finditer(folded):
        kind, run = match.lastgroup, match[0]
        if kind == "han":
            found += _han_tokens(run, language)
        elif kind == "kana":
            found.append(run)
        elif kind == "hangul":
            found += hangul_pairs(run)
        elif kind == "thai":
            found += (run[at : at + 3] for at in range(max(len(run) - 2, 1)))
        elif kind == "word" and not _NUMBER.fullmatch(run):
            found.append(stem_word(run))
    return found


def read_words(folded: str, language: str = "") -> AbstractSet[str]:
    """The same words, each once."""
    return _words_of_headline(folded, language) if len(folded) <= _HEADLINE else _read_words(folded, language)


@lru_cache(maxsize=16)
def _words_of_headline(folded: str, language: str) -> frozenset[str]:
    return frozenset(_read_words(folded, language))


def _read_words(folded: str, language: str) -> set[str]:
    if language in _WITH_OTHER_HAN:
        return set(tokens_of(folded, language))
    found: set[str] = set()
    if runs := _HAN_RUN.findall(folded):
        found.update(chinese_dictionary().cut_parts(folded, runs))
        found.discard("\n")
    if _OTHER_SCRIPTS.search(folded):
        found.update(tokens_of(_HAN_RUN.sub(" ", folded), language))
    elif words := set(_PLAIN_WORD.findall(folded)):
        found.update([stem_word(word) for word in words if not word[0].isdecimal() or not _NUMBER.fullmatch(word)])
    return found


@lru_cache(maxsize=16384)
def stem_word(word: str) -> str:
    """A word in letters without accents, its ending and what is beyond six letters; as it is in East Asian scripts."""
    if "\u3040" <= word[0] <= "\ud7a3":  # To take accents away would take 삼 apart, and make ク of グ.
        return word
    if "\u0600" <= word[0] <= "\u06ff":
        return _ARABIC_LEAD.sub("", word.translate(_ARABIC_FORMS))
    if not word.isascii():
        word = "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
    while len(word) > _SHORTEST and word[-1] in _ENDINGS:
        word = word[:-1]
    return word[:_STEM] if word.isalpha() else word


def hangul_pairs(run: str) -> list[str]:
    """A Korean word without its particle, as pairs of syllables: compounds are written with and without spaces."""
    noun = korean_noun(run)
    return [noun[at : at + 2] for at in range(max(len(noun) - 1, 1))]


def korean_noun(run: str) -> str:
    """A Korean word without its particle."""
    return _PARTICLES_KO.sub("", run)


def _han_tokens(run: str, language: str) -> Iterator[str]:
    if language == "ko":
        yield from (pair for char in run for pair in hangul_pairs(_HANJA.get(char, char)))
        return
    words = chinese_dictionary().cut(run, hmm=False)
    if language != "ja":
        yield from words
        return
    # The dictionary is a Chinese one: what it takes apart in a Japanese text stays together.
    single = ""
    for word in words:
        if len(word) == 1:
            single += word
            continue
        if single:
            yield single
        single = ""
        yield word
    if single:
        yield single
