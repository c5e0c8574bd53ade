"""Whose death a headline reports: nobody dies twice, so that two such headlines tell one event."""

import re

from monitor.core.cluster.features.tokens import stem_word
from monitor.core.text.chinese_dictionary import chinese_dictionary

_HAN_VERB = re.compile(r"去世|逝世|病逝|辞世|离世|死去")
_CLAUSE = 20
"""Characters before the verb in which the name stands."""
_BETWEEN = 8
_NOT_OF_HIM = re.compile(
    r"[,:;。!?\s]|母|父|妻|夫人|丈夫|之子|之女|儿子|女儿|兄|弟|姐|妹|孙|遗孀|祖|悼|吊唁|回应|宣布|确认|承认"
)
_AFTERWARDS = re.compile(
    r"悼|追忆|缅怀|告别|葬礼|送别|唁|致哀|回应|生前|遗产|追思|周年|讣闻解读|推定|传闻|谣|不实|辟谣|未"
    r"|\b(?:tribute|funeral|mourn|react|remember|condolence|legacy|anniversar|hoax|rumou?r|deny|denie|memorial|cause of"
    r"|beerdig|trauer|obsèques|hommage|funérailles|funeral|homenaje|funerali|omaggio|pogrzeb|похорон|прощани|cenaze)"
)
_VERB_BEHIND = (
    r"(?:is |has |have |ist |est |è |ha )?(?:dies|died|dead|passes away|passed away|stirbt|gestorben|verstorben|tot"
    r"|meurt|mort|morte|décédée?|muere|murió|fallece|falleció|morto|morta|muore|morre|morreu|zmarła?|nie żyje|умерл?а?"
    r"|умер|скончал(?:ся|ась)|помер(?:ла)?|öldü|vefat etti|hayatını kaybetti|overleden|overlijdt|död|avled|kuollut)"
)
_VERB_BEFORE = (
    r"(?:muere|murió|fallece|falleció|è morto|è morta|muore|addio a|morto|morta|mort de|mort du|décès de|muerte de"
    r"|morre|morreu|zmarła?|nie żyje|умерл?а?|умер|скончал(?:ся|ась)|помер(?:ла)?)"
)
_CAPITAL = "[A-ZÀ-ÖØ-ÞĆČĐĞİŁŃŘŚŞŠŹŻŽА-ЯЁІЇЄ]"
_WORD = rf"{_CAPITAL}[\w'’.-]*"
_NAME = rf"{_WORD}(?:\s(?:{_WORD}|de|del|da|di|van|von|der|el|al|bin|la|le)){{0,4}}\s{_CAPITAL}[\w'’-]*"
_AGED = r"(?:,[^,]{1,60},|\s\(\d{1,3}\)|\s(?i:mit|im Alter von|op)\s\d{1,3}(?i:\sJahren|-jarige leeftijd)?)?"
_BEFORE = re.compile(rf"({_NAME}){_AGED}\s(?i:{_VERB_BEHIND})(?![\w-])")
_BEHIND = re.compile(rf"(?<![\w-])(?i:{_VERB_BEFORE})\s(?:(?!{_CAPITAL})[\w'’-]+\s){{0,4}}?({_NAME})")
_HANGUL = re.compile(
    r"([가-힣]{2,4})(?: (?:전|씨|배우|감독|회장|교수|명예회장|총리|대통령|의원|시인|작가|선생)){0,3}"
    r",? (?:별세|타계|서거|영면)"
)
_KANA = re.compile(r"([ァ-ヺー・]{3,}|[㐀-氎氐-鿿々]{3,5})(?:さん|氏)?(?:が|は)?[、,]?(?:\d+歳で)?死去")
_DIES = re.compile(rf"\b(?:{_VERB_BEHIND}|{_VERB_BEFORE})(?![\w-])|{_HAN_VERB.pattern}|死亡|身亡|死去|별세|타계|사망")
SOMETHING_ELSE = "?"
"""Stands for the death of somebody near to whoever is named, and for what happens after a death."""
_LAST = 2
"""Words of a name that count: what stands before them may be a rank or a trade."""


def find_deceased(title: str, folded: str, language: str) -> frozenset[str]:
    """The names of whoever is reported to have died, or ``SOMETHING_ELSE``; empty where no death is told.

    ``title`` as written, ``folded`` the clean headline.
    """
    found = _deceased(title, folded, language)
    return frozenset([SOMETHING_ELSE]) if found and _AFTERWARDS.search(folded) else found


def follows_a_death(folded: str) -> bool:
    """Whether a headline tells what is said and done after a death (mourning, a funeral), and not the death itself."""
    return _AFTERWARDS.search(folded) is not None and _DIES.search(folded) is None


def _deceased(title: str, folded: str, language: str) -> frozenset[str]:
    if language == "zh":
        return frozenset(filter(None, (_named_before(folded, verb) for verb in _HAN_VERB.finditer(folded))))
    if language == "ko":
        return frozenset(_HANGUL.findall(folded))
    if language == "ja":
        return frozenset(_KANA.findall(folded))
    names = [*_BEFORE.findall(title), *_BEHIND.findall(title)]
    return frozenset(
        " ".join(stem_word(word) for word in re.findall(r"[^\W\d_]+", name.lower())[-_LAST:]) for name in names
    )


def _named_before(folded: str, verb: re.Match[str]) -> str:
    """The person's name that the verb follows, but for a title or a place."""
    head = folded[max(verb.start() - _CLAUSE, 0) : verb.start()]
    end = 0
    found, behind = "", head
    for word, tag in chinese_dictionary().tag(head):
        end += len(word)
        if tag.startswith("nr") and len(word) > 1:
            found, behind = word, head[end:]
    if not found or len(behind) > _BETWEEN:
        return ""
    return SOMETHING_ELSE if _NOT_OF_HIM.search(behind) else found
