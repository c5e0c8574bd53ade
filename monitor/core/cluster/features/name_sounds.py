"""How a name sounds, in few classes of consonants: what is left of it when it is written in another script.

A transliteration keeps the order of the consonants and little else: Kharkiv, Charkiw, Харків and 哈尔科夫 agree in that
alone. Voiced and voiceless ones are one class, as are r and l, and all that hisses: no script keeps them as another has
them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache

_CLASSES = "BTSKRMN"
"""Lips; teeth; hissing; throat; liquids; m; n. Besides them A, a vowel at the beginning, and H."""
_SHORTEST = 3
"""Classes that a sound needs to tell a name from another one."""
_MOST = 12
_LETTERS: Mapping[str, str] = {
    **dict.fromkeys("bfpvw", "B"), **dict.fromkeys("dt", "T"), **dict.fromkeys("sz", "S"), **dict.fromkeys("kgq", "K"),
    "c": "C", "x": "KS", "l": "L", "r": "R", "m": "M", "n": "N", "h": "H", "j": "J",
    **dict.fromkeys("бвпфβπφ", "B"), **dict.fromkeys("дтδτθ", "T"), **dict.fromkeys("жзсцчшщσζ", "S"),
    **dict.fromkeys("гкґκγ", "K"), "х": "X", "χ": "X", "л": "L", "λ": "L", "р": "R", "ρ": "R", "м": "M", "μ": "M",
    "н": "N", "ν": "N", "ξ": "KS", "ψ": "BS",
    **dict.fromkeys("بفپڤ", "B"), **dict.fromkeys("تطدضظثذ", "T"), **dict.fromkeys("سشصزچژ", "S"), "ج": "G", "و": "V",
    **dict.fromkeys("كقغگک", "K"), "خ": "X", "ح": "H", "ه": "H", "ل": "L", "ر": "R", "م": "M", "ن": "N",
    **dict.fromkeys("בפףו", "B"), **dict.fromkeys("דטתת", "T"), **dict.fromkeys("זסצץש", "S"),
    **dict.fromkeys("גכךק", "K"), "ח": "X", "ה": "H", "ל": "L", "ר": "R", "מ": "M", "ם": "M", "נ": "N", "ן": "N",
}  # fmt: skip
_CLUSTERS = re.compile(
    r"tsch|dsch|tch|sch|[sz]h|[sc]z|dzh?|tz|ts|ch|c[kq]|kh|gh|ph|th|gn|ng(?![aeiouy])|qu|дж|дз|c(?=[eiy])|g(?=[eiy])"
    r"|μπ|ντ|γκ|γγ"
)
_OF_CLUSTER = {
    **dict.fromkeys(("tsch", "dsch", "tch", "sch", "sh", "zh", "sz", "cz", "dz", "dzh", "tz", "ts", "дж", "дз"), "S"),
    "ch": "Ч", "ck": "K", "cq": "K", "kh": "X", "gh": "K", "ph": "B", "th": "T", "gn": "N", "ng": "N", "qu": "K",
    "c": "S", "g": "G", "μπ": "B", "ντ": "T", "γκ": "K", "γγ": "NK",
}  # fmt: skip
_IN_TWO_WAYS = {"Ч": ("S", "K"), "G": ("K", "S"), "J": ("S", ""), "X": ("K", "H"), "C": ("K", "S"), "V": (".", "B")}
_CODA = re.compile(r"R(?=[^.])|R$")
"""An r that no vowel follows: no East Asian language has one."""
_HAN: Mapping[str, str] = {
    "B": "巴贝比博布伯波皮普帕佩珀弗费菲法福夫佛维瓦沃威韦华娃堡伏",
    "BN": "本班宾邦彭潘芬冯温文旺",
    "T": "达德迪多杜蒂特塔泰托图土代戴陶第",
    "TN": "丁登邓顿丹东敦坦汤唐廷滕通腾",
    "S": "斯萨塞索苏什希西谢夏肖施沙舍茨齐奇切恰乔丘查扎泽兹佐祖杰吉季贾朱珠哲策赛史芝莎",
    "SN": "森桑松辛欣申珊琼金詹钱强尚圣盛津逊",
    "K": "卡科克柯考库夸盖格戈古加基凯奎谷喀其哥",
    "KN": "肯坎康昆根冈高甘孔贡",
    "H": "哈海赫霍胡豪黑",
    "HN": "汉亨洪翰",
    "L": "拉莱劳雷勒莉丽利里列琳卢鲁罗洛尔儿耳理瑞蕾若赖吕律黎",
    "LN": "林隆伦兰朗仑郎连龙",
    "M": "马玛麦迈梅米密莫默穆姆慕缪美摩墨",
    "MN": "曼门蒙明",
    "N": "纳奈内尼纽诺努娜妮瑙",
    "NN": "南宁嫩农",
    ".": "阿埃艾爱奥欧伊亚娅耶也尤约雅叶乌厄敖俄",
    ".N": "安恩因英昂翁延扬",
}
_KANA = {
    "K": "カキクケコガギグゲゴ", "S": "サシスセソザジズゼゾチツヂヅ", "T": "タテトダデド", "N": "ナニヌネノ",
    "H": "ハヒヘホ", "B": "フバビブベボパピプペポヴワ", "M": "マミムメモ", "L": "ラリルレロ",
    ".": "アイウエオヤユヨ", ".N": "ン",
}  # fmt: skip
_INITIALS = ("K", "K", "N", "T", "T", "L", "M", "B", "B", "S", "S", "", "S", "S", "S", "K", "T", "B", "H")
_FINALS = (
    "", "K", "K", "K", "N", "N", "N", "T", "L", "L", "L", "L", "L", "L", "L", "L",
    "M", "B", "B", "T", "T", "N", "S", "S", "K", "T", "B", "",
)  # fmt: skip
_GLIDES = frozenset({9, 10, 11, 14, 15, 16})
"""Korean vowels that begin with a w."""
_SYLLABLE, _VOWELS, _ENDS = 0xAC00, 21, 28


@cache
def _han_sounds() -> Mapping[str, str]:
    """The sound of each character by which Chinese writes names of other languages: a vowel is a dot."""
    return {char: _spoken(sound) for sound, chars in _HAN.items() for char in chars}


def _spoken(sound: str) -> str:
    """A syllable of such a sound: its vowel between its consonants."""
    return sound if sound[0] == "." else f"{sound[0]}.{sound[1:]}"


@cache
def han_name_pattern() -> re.Pattern[str]:
    """Runs of characters by which Chinese writes names of other languages."""
    return re.compile(f"[{''.join(_han_sounds())}]{{2,}}")


@cache
def _kana_sounds() -> Mapping[str, str]:
    return {char: _spoken(sound) for sound, chars in _KANA.items() for char in chars}


@lru_cache(maxsize=256)
def sounds_of(name: str) -> frozenset[str]:
    """The ways in which a folded name may sound, none of them shorter than three classes; empty for a shorter name."""
    first = name[:1]
    if "㐀" <= first <= "鿿":
        table = _han_sounds()
        return _long_enough([_close("".join(table.get(char, "") for char in name))])
    if "ァ" <= first <= "ヺ":
        table = _kana_sounds()
        return _long_enough([_close("".join(table.get(char, "") for char in name))])
    if "가" <= first <= "힣":
        return _long_enough([_close("".join(_of_syllable(char) for char in name))])
    found = _long_enough(_of_letters(name))
    # An ending has a consonant at most, in nearly all: Katowicami, Turkish.
    return found | _long_enough(sound[:-1] for sound in found)


def _of_syllable(char: str) -> str:
    number = ord(char) - _SYLLABLE
    if not 0 <= number < 19 * _VOWELS * _ENDS:
        return ""
    initial, vowel, final = number // (_VOWELS * _ENDS), number // _ENDS % _VOWELS, number % _ENDS
    begins = _INITIALS[initial] or ("B" if vowel in _GLIDES else "")
    return f"{begins}.{_FINALS[final]}"


def _of_letters(name: str) -> Iterator[str]:
    """Of an alphabet: letters that are read in two ways are read in each, and an r that ends a syllable in neither."""
    plain = "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))
    raw = ""
    at = 0
    plain = plain.replace("ł", "l")
    for match in _CLUSTERS.finditer(plain):
        raw += _letter_by_letter(plain[at : match.start()]) + _OF_CLUSTER[match[0]]
        at = match.end()
    raw += _letter_by_letter(plain[at:])
    ways = [""]
    for sound in raw:
        ways = [way + one for way in ways for one in dict.fromkeys(_IN_TWO_WAYS.get(sound, (sound,)))][:_MOST]
    for way in ways:
        yield _close(way)
        if (shorter := _CODA.sub(".", way)) != way:
            yield _close(shorter)


def _letter_by_letter(letters: str) -> str:
    return "".join([_LETTERS.get(letter, "." if letter.isalpha() else "") for letter in letters])


def _close(raw: str) -> str:
    """Without vowels but for one at the beginning, without an h inside, and with one of two like consonants."""
    begins = "A" if raw[:1] in {".", "H"} else ""
    closed = raw.replace("H", "").replace("L", "R")
    closed = re.sub(r"M(?=\.?B)", "N", re.sub(rf"([{_CLASSES}])\1+", r"\1", closed))
    return begins + closed.replace(".", "")


def _long_enough(found: Iterable[str]) -> frozenset[str]:
    return frozenset([sound for sound in found if len(sound) >= _SHORTEST])
