"""Names in Latin letters with their versions, and versions behind names in Han characters."""

import re
from collections.abc import Collection, Container
from functools import cached_property, lru_cache

from monitor.core.text.languages import FUNCTION_WORDS

# What stands behind a number that is no version: a share, a scale, a currency, a unit.
_UNIT = (
    r"[%万亿兆千百元円倍折°]|美元|[조억만천원]"
    r"|(?:percent|per|pct|prozent|pour|por|procent|процент\w*|points?|punkte?|pts?|bps|trillion|billion|million|thousand|hundred"
    r"|mi[ol]\w*|mrd|mld|mln|md|bn|tn|mn|tausend|tys|тыс|млн|млрд|bin|lakh|crore|hours?|hrs?|minutes?|mins?|seconds?|secs?"
    r"|days?|weeks?|months?|years?|stunden?|tage?n?|jahren?|heures?|jours?|ans?|años?|km|kg|cm|mm|mb|gb|tb|kwh|mwh|gwh|mah"
    r"|hz|ghz|mhz|inch(?:es)?|feet|ft|miles?|meters?|metres?|liters?|litres?|tons?|tonnes?|barrels?|litri?|euros?|eur|usd"
    r"|dollars?|pounds?|yuan|yen|won|rupees?|rubles?|lira|tl|francs?|pesos?|reais|degrees?|grad|stars?|magnitude|times|x|к)"
    r"(?![^\W\d_])"
)
_NO_UNIT = rf"(?![.,]?\d|\s*-?\s*(?:{_UNIT}))"
_NAME = re.compile(rf"[a-z][a-z0-9]*(?:[-.+][a-z0-9]+)*(?:\s?v?\d+(?:\.\d+)+(?![a-z]){_NO_UNIT})?")
_DECIMAL = re.compile(r"\d\.\d")
_DOTTED = re.compile(rf"(\d(?<![\d.,$€£¥]\d)\d{{0,3}}(?:\.\d{{1,3}})+){_NO_UNIT}")
"""It begins with a digit, and only then asks what stands before it: so only digits are tried."""
_HAN_VERSION = re.compile(
    r"([㐀-鿿]{2})\s?v?(\d{1,2}(?:\.\d{1,2}){1,2})(?![\d.])(?!\s*(?:[%万亿千百元美倍秒分小天年月个日公米厘克吨度寸折点级]|[a-z]{1,3}(?![a-z])))"
)
_DECIMAL_BEHIND = re.compile(r"\d(?<=[㐀-鿿\sv]\d)\d?\.\d")
"""What the number of such a version begins with. To look for two Han characters stops at nearly each one of a text."""
_BETWEEN_NAME_AND_NUMBER = 2
"""Characters at most: a space and a v."""
_VERSION = re.compile(r"^(.*?[a-z㐀-鿿])[-\s]?v?(\d+(?:\.\d+)*)((?:[-.][a-z0-9.]+)*)$")
_SPACED = re.compile(r"\A([a-z][a-z0-9]*(?:[-.+][a-z0-9]+)*)\sv?\d")
_CAPITAL = re.compile(r"[^\W\d_][\w.+-]*")
_HAN = re.compile(r"[㐀-鿿]")
# Latin words in Chinese headlines that name nothing.
_PLAIN = frozenset(
    """
    ai app api ipo ceo cfo cto arr pro max mini plus agent token gpu cpu pc suv ev it vs gwh kwh ui os ios llm moe
    the of to in on for and or is are with by at from as its new now out how why what will may can has have after over
    a an it's says said release releases released launch launches model models video company million billion
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)
# Capitalised words before a number that is a measure or a movement, never the name of a product.
_NO_PRODUCT = (
    frozenset(word for words in FUNCTION_WORDS.values() for word in words)
    | _PLAIN
    | frozenset(
        """
        magnitude mag richter stärke score rating index level gdp cpi pmi inflation dow nasdaq dax nikkei ftse brent wti
        season chapter part page section article rule no nr number top best average mean total around nearly almost
        roughly cut cuts slash slashes rise rises rose fall falls fell drop drops gain gains add adds jump jumps climb
        climbs grow grows grew hit hits reach reaches earn earns lose loses lost pay pays cost costs sell sells buy buys
        raise raises trim trims shed sheds surge surges plunge plunges slip slips sink sinks lift lifts boost boosts see
        sees expect expects forecast version release update price prices worth just only plus minus eur usd gbp jpy cny
        rund etwa fast knapp mehr steigt fällt sinkt um von auf bei environ près plus hausse baisse casi unos sube baja
        cerca quasi circa oltre около почти более рост ms kw oct nov dec jan feb mar apr may jun jul aug sep
        """.split()  # noqa: SIM905 - as above
    )
)


def latin_names(folded: str, capitals: Container[str] | None = None) -> frozenset[str]:
    """Names in Latin letters with their versions, without spaces: "wan2.7-image", "openai".

    ``capitals``: the words that stand in the original with a capital letter, folded. A number with a space before it
    is a version behind one of them only ("Kling 2.1", not "cuts 12.4"); ``None`` asks for no capital.
    """
    named = [_accepted_name(name, folded, capitals) for name in frozenset(_written_names(folded))]
    return frozenset([name.replace(" ", "") for name in named if len(name) > 1 and name not in _PLAIN])


def without_versions(folded: str, capitals: Container[str] | None = None) -> str:
    """The text without names that end in a number, so that no version is read as an amount."""
    plain = folded
    for match in reversed(_find_han_versions(folded)):
        plain = plain[: match.end(1)] + plain[match.end() :]
    if not any(name[-1].isdigit() for name in _written_names(plain)):
        return plain
    return _NAME.sub(lambda match: _without_version(match[0], folded, capitals), plain)


@lru_cache(maxsize=16)
def _written_names(folded: str) -> tuple[str, ...]:
    """The names as they stand, each with the number behind it, in order."""
    return tuple(_NAME.findall(folded))


def _without_version(name: str, folded: str, capitals: Container[str] | None) -> str:
    if not name[-1].isdigit():
        return name
    accepted = _accepted_name(name, folded, capitals)
    return name[len(accepted) :] if accepted[-1:].isdigit() else name


def _accepted_name(name: str, folded: str, capitals: Container[str] | None) -> str:
    """A found name, without the number behind it where that is no version."""
    # Nearly all are one word; a number behind a space ends with a digit.
    spaced = None if name.isalnum() or not name[-1].isdigit() else _SPACED.match(name)
    if spaced is None:
        return name
    product = spaced[1] not in _NO_PRODUCT and (
        capitals is None or spaced[1] in capitals or _HAN.search(folded) is not None
    )
    return name if product else spaced[1]


@lru_cache(maxsize=8)
def capitals_of(text: str) -> Container[str]:
    """The words of an original text that have a capital letter, in lower case."""
    return _Capitals(text)


class _Capitals:
    """Looked for when first asked: few texts have a number behind a word."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __contains__(self, word: object) -> bool:
        return word in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset([lower for word in frozenset(_CAPITAL.findall(self._text)) if (lower := word.lower()) != word])


def base_names(names: Collection[str]) -> frozenset[str]:
    """The names without versions: "happyhorse" for "happyhorse-1.0"."""
    return frozenset([name if (parts := _split_version(name)) is None else parts[0] for name in names])


def _split_version(name: str) -> tuple[str, str, str] | None:
    """A name, its version and what stands behind that; nothing for a name without one, as nearly all are."""
    return None if name.isalpha() else _split_at_number(name)


@lru_cache(maxsize=1024)
def _split_at_number(name: str) -> tuple[str, str, str] | None:
    match = _VERSION.match(name)
    return None if match is None else (match[1].rstrip("-."), match[2], match[3])


def dotted_numbers(folded: str) -> frozenset[str]:
    """Numbers with dots that have no unit, as versions are written, whatever stands before them: "2026.3.1", "5.4"."""
    return frozenset(_DOTTED.findall(folded)) if _has_decimal(folded) else frozenset()


def han_versions(folded: str) -> frozenset[str]:
    """Versions behind names in Han characters, as "可灵2.1"; the last two characters stand for the name."""
    return frozenset([match[1] + match[2] for match in _find_han_versions(folded)])


def _find_han_versions(folded: str) -> list[re.Match[str]]:
    """All matches of ``_HAN_VERSION``, which is tried before each number that may be a version.

    Its number is where that begins, so that no two matches overlap and none hides another.
    """
    found: list[re.Match[str]] = []
    if "." not in folded:
        return found
    for number in _DECIMAL_BEHIND.finditer(folded):
        least = number.start() - len("名字")
        for begin in range(max(least - _BETWEEN_NAME_AND_NUMBER, 0), least + 1):
            match = _HAN_VERSION.match(folded, begin)
            if match is not None and match.start(2) == number.start():
                found.append(match)
    return found


def _has_decimal(folded: str) -> bool:
    """Whether a dot stands between digits, which is quicker to tell than that no version is there."""
    return "." in folded and _DECIMAL.search(folded) is not None


def versions_by_name(names: Collection[str]) -> dict[str, set[str]]:
    """Version and variant by base name: {"wan": {"2.7-image"}}."""
    found: dict[str, set[str]] = {}
    for name in names:
        if parts := _split_version(name):
            base, number, variant = parts
            found.setdefault(base, set()).add(number + variant)
    return found


def release_numbers(names: Collection[str]) -> dict[str, frozenset[str]]:
    """The numbers with dots of each product, without variants: {"wan": {"2.7"}} of "wan2.7-image"."""
    found: dict[str, set[str]] = {}
    for name in names:
        if (parts := _split_version(name)) and "." in parts[1]:
            found.setdefault(parts[0], set()).add(parts[1])
    return {base: frozenset(numbers) for base, numbers in found.items()}


def version_marks(names: Collection[str]) -> frozenset[str]:
    """What tells a version whatever maker or variant stands beside it: "m2.7" of "minimax-m2.7", "gpt5.3"."""
    found: set[str] = set()
    for name in names:
        before = ""
        for part in name.split("-"):
            if "." in part.strip(".") and part[-1:].isdigit():
                found.add(part if not part[:1].isdigit() else f"{before}{part}")
            before = part
    return frozenset(found)


def versions_differ(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Whether both sides name a version of one thing and never the same."""
    mine, yours = versions_by_name(ours), versions_by_name(theirs)
    return any(
        not any(a.startswith(b) or b.startswith(a) for a in mine[base] for b in yours[base])
        for base in mine.keys() & yours.keys()
    )
