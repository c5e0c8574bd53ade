"""Which language a text is in, as far as numbers, words and names need it: by script and function words."""

import re
from collections import Counter
from functools import cache, lru_cache

# Words that carry grammar and no news. Several languages share some; the one that has most of a text's words wins.
_WORDS = {
    "en": """
        the a an of to in on for and or is are was were be been with by at from as its it his her their this that
        these those he she they we you i after over into than not has have had will would can could may might more
        most new says said say amid but about out up down off who what how why when where which while your our us if
        all no so do does did just now first year years day days week here there them him my me one two between
        against before during under per via vs get gets set sets make makes top back still yet also other some any
        last next
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder ist sind war waren wird werden wurde
        wurden mit von vom zu zum zur im in am an auf aus bei nach vor für über unter um durch gegen ohne als wie
        wegen auch nicht noch nur mehr sich sein seine seinen seiner ihr ihre ihren er sie es wir ich hat haben
        hatte soll sollen kann können muss will neue neuer neuen neues jetzt so dass wenn was wer beim ins bis
        zwischen rund etwa seit wieder erste ersten dieser diese dieses gibt macht laut jahr jahre jahren
    """,
    "fr": """
        le la les l un une des du de d et ou est sont était sera être avec par pour dans sur sous en au aux à ce cet
        cette ces qui que qu quoi dont où son sa ses leur leurs il elle ils elles on nous vous je ne pas plus moins
        après avant contre entre chez se s y a ont été fait comme mais si tout tous toute toutes très sans vers
        selon depuis lors face deux nouveau nouvelle nouveaux premier première an ans
    """,
    "es": """
        el la los las un una unos unas de del y o e es son era fue ser con por para en al a que quien cuyo su sus se
        lo le les no más menos tras ante contra entre sobre desde hasta como pero si ya muy sin según este esta
        estos estas ese esa hay ha han había será nuevo nueva nuevos primer primera dos años año también cuando
        donde
    """,
    "it": """
        il lo la i gli le un uno una di del dello della dei degli delle e ed o è sono era fu con per in nel nella
        nei nelle al allo alla ai agli alle da dal dalla dai su sul sulla che chi cui suo sua suoi loro si non più
        meno dopo prima contro tra fra come ma se già anche ha hanno sarà nuovo nuova nuovi due anni anno questo
        questa
    """,
    "pt": """
        o a os as um uma de do da dos das e ou é são era foi ser com por para em no na nos nas ao à aos que quem seu
        sua seus suas se não mais menos após antes contra entre sobre desde até como mas já muito sem segundo este
        esta há tem têm será novo nova novos dois duas anos ano pelo pela também quando
    """,
    "nl": """
        de het een en of is zijn was waren wordt worden werd met van voor in op aan bij naar uit over onder door
        tegen zonder als dan ook niet nog maar meer zich haar hun hij zij ze wij ik heeft hebben had zal kan moet
        nieuwe nieuw na om te tot tussen sinds dat die dit deze wie wat waar jaar
    """,
    "pl": """
        i w we z ze na do od po za o u dla przez przed pod nad między przy bez jak jest są był była było były będzie
        się nie to ten ta te tego tej tych tym że który która które co kto czy ale lub oraz już tylko także jego jej
        ich on ona oni ma mają może więcej nowy nowa nowe rok roku lat według jako gdy też
    """,
    "ru": """
        и в во на с со к ко по за из от до у о об при для без под над через перед между не ни но а или что как так
        это этот эта эти того его ее её их он она они мы вы я был была было были будет есть уже еще ещё также из-за
        после который которая которые может все всё более новый новая новые год года лет
    """,
    "tr": """
        ve ile bir bu şu o da de ki mi mı için gibi kadar daha en çok az göre sonra önce karşı olan olarak oldu
        olduğu etti ediyor edildi var yok her ne ise ya veya ama ancak yeni ilk yıl yılında
    """,
    "sv": """
        och i på av för med till från som är var att det den de ett en om inte efter mot vid under över sin sina han
        hon ska har hade nya nytt år eller men när så kan
    """,
    "id": """
        yang dan di ke dari untuk dengan pada dalam ini itu adalah akan telah sudah oleh atau tidak juga karena
        sebagai bisa para baru tahun setelah lebih
    """,
}
FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_NEEDED = 2
"""Function words that a text must have before they decide."""
_GENITIVE = re.compile(r"(?<=[^\W\d_])'s\b")
_LETTERS = {"tr": "ığş", "pl": "łąężźś", "pt": "ãõ", "es": "ñ", "vi": "ơưđ"}
"""Letters that one language has: a word with one is hardly of another."""
_BY_LETTER = {letter: language for language, letters in _LETTERS.items() for letter in letters}
_OF_GRAMMAR, _WITH_LETTER = 2, 3
"""What a word of grammar says, and one with such a letter: several languages share some words of grammar."""
_OWN_LETTER = re.compile(rf"([{''.join(_BY_LETTER)}])[^\W\d_]*")
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]+")
_HANGUL = re.compile(r"[가-힣]+")
_HAN = re.compile(r"[㐀-鿿]+")
_CYRILLIC = re.compile(r"[а-яёіїєґ]+")
_GREEK = re.compile(r"[α-ωά-ώ]+")
_ARABIC = re.compile(r"[ء-ي]+")
_HEBREW = re.compile(r"[א-ת]+")
_THAI = re.compile(r"[\u0e00-\u0e7f]+")
_SCRIPTS = (
    ("ko", _HANGUL, 0.15),
    ("ja", _KANA, 0.05),
    ("zh", _HAN, 0.15),
    ("ru", _CYRILLIC, 0.3),
    ("el", _GREEK, 0.3),
    ("ar", _ARABIC, 0.3),
    ("he", _HEBREW, 0.3),
    ("th", _THAI, 0.3),
)
"""Language, its letters, and the share of a text's letters from which they decide."""
SCRIPTED = frozenset(language for language, _, _ in _SCRIPTS)
"""Languages that their script tells."""


@lru_cache(maxsize=256)
def language_of(folded: str, stated: str = "") -> str:
    """The language of a folded text as two letters, or "" when nothing tells.

    Its script and its function words decide before ``stated`` does: a feed's language is often that of its software.
    """
    if by_script := language_of_script(folded, stated):
        return by_script
    if by_words := _by_words(folded):
        return by_words
    primary = stated[:2].lower()
    return "" if primary in SCRIPTED - {"el"} else primary


def language_of_script(folded: str, stated: str = "") -> str:
    """The language whose script a folded text is in, as two letters; "" for Latin letters and others."""
    if folded.isascii():
        return ""
    letters = 0
    for language, form, share in _SCRIPTS:
        found = sum(map(len, form.findall(folded)))
        # Letters are counted where the text's length does not tell: it takes as long as to look for three scripts.
        # Of Thai it never does: half of what is found are signs, which are no letters.
        if found and (language == "th" or found < share * len(folded)):
            letters = letters or sum(map(str.isalpha, folded))
            found = found if letters and found >= share * letters else 0
        if found:
            return _of_script(language, stated)
    return ""


def _of_script(language: str, stated: str) -> str:
    """A stated language of the same script is believed: Ukrainian is written like Russian."""
    primary = stated[:2].lower()
    return primary if language == "ru" and primary in {"uk", "bg", "sr", "be", "mk"} else language


def _by_words(folded: str) -> str:
    found: Counter[str] = Counter()
    languages = languages_by_word()
    if "'s" in folded:  # The s of "Moldova's" is not the French one of "s'ouvre".
        folded = _GENITIVE.sub("", folded)
    for word in _LATIN_WORD.findall(folded):
        for language in languages.get(word, ()):
            found[language] += _OF_GRAMMAR
    if not folded.isascii():
        for letter in _OWN_LETTER.findall(folded):
            found[_BY_LETTER[letter]] += _WITH_LETTER
    best = found.most_common(2)
    if not best or best[0][1] < _NEEDED * _OF_GRAMMAR or (len(best) > 1 and best[0][1] == best[1][1]):
        return ""
    return best[0][0]


@cache
def languages_by_word() -> dict[str, tuple[str, ...]]:
    """The languages that have a function word."""
    words = {word for each in FUNCTION_WORDS.values() for word in each}
    return {word: tuple(lang for lang, each in FUNCTION_WORDS.items() if word in each) for word in words}
