"""What queries of other programs and other languages say, and how it is said here.

None of it is guessed at: looked for as words it would make a query that is never true, so it is refused with the way to
write it.
"""

import re
from unicodedata import category

from monitor.errors import QueryError

_FOREIGN = {
    "ODER": "OR", "UND": "AND", "NICHT": "NOT", "OU": "OR", "ET": "AND", "ИЛИ": "OR", "И": "AND",
    "НЕ": "NOT", "ЛИБО": "OR", "АБО": "OR", "LUB": "OR", "ORAZ": "AND", "OCH": "AND", "ELLER": "OR", "VEYA": "OR",
    "ΚΑΙ": "AND", "Ή": "OR", "或": "OR", "或者": "OR", "且": "AND", "和": "AND", "与": "AND", "與": "AND", "非": "NOT",
    "并且": "AND", "以及": "AND", "不含": "NOT", "不包含": "NOT", "不包括": "NOT", "除了": "NOT", "排除": "NOT",
    "以外": "NOT", "除く": "NOT", "かつ": "AND", "및": "AND", "제외": "NOT", "КРОМЕ": "NOT", "SAUF": "NOT",
    "または": "OR", "および": "AND", "또는": "OR", "그리고": "AND", "أو": "OR", "או": "OR", "หรือ": "OR",
    "AND/OR": "OR",
}  # fmt: skip
"""Operators of other languages."""
_IN_CAPITALS = {
    "OPPURE": "OR", "OF": "OR", "EN": "AND", "NO": "NOT", "NON": "NOT", "NÃO": "NOT", "NIET": "NOT",
    "WITHOUT": "NOT", "EXCEPT": "NOT", "EXCLUDE": "NOT", "EXCLUDING": "NOT", "UNLESS": "NOT",
    "ADJ": "ONEAR/1", "ANDNOT": "NOT", "AND-NOT": "NOT", "BUT": "AND",
    "AROUND": "NEAR/4", "WITHIN": "NEAR/4",
}  # fmt: skip
"""The same where only capitals make an operator of the word."""
_DISTANCE = re.compile(
    r"(?:(?:w|n|within|around)/|(?:ADJ|NEAR|AROUND)/?)(?P<near>\d{1,4})"
    r"|(?:(?:pre|p|before)/|NEXT/?)(?P<ordered>\d{1,4})|o?near/(?P<forward>\d{1,4})f"
    r"|(?P<part>(?:w/|/)(?:s|p|sent|para|seg))|o?near/(?P<wrong>\S{0,20})",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?<![^\s(])(?P<word>O?NEAR|AROUND|WITHIN|ADJ|NEXT|PRE) ?\( ?(?P<tokens>\d{1,4}) ?\)"
    r"|(?<![^\s(])(?P<capitals>(?-i:O?NEAR|AROUND|WITHIN|ADJ)) (?P<bare>\d{1,4})(?=[\s()]|$)"
    r"|(?<![^\s(])(?P<function>O?NEAR|AROUND|WITHIN|SENTENCE|PARAGRAPH|ATLEAST\d{1,4}|CASESENSITIVE)(?=\()",
    re.IGNORECASE,
)
"""Kling AROUND(3) price, Kling NEAR 3 price, NEAR(Kling price), ATLEAST5(Kling)."""
_WITHIN_WORD = re.compile(
    r"\w(?P<code>%[0-9A-F]{2})|\w(?P<sign>[*?%])\w|(?P<boost>\^|~)\d|^(?:title|body|site|source|lang|author)(?P<equals>=)",
    re.ASCII,
)
_PATTERN_SIGN = re.compile(r"\.[*+]|\.\.|\\|^/\S+/[a-z]*$")
_ENTITY = re.compile(r"&(?:quot|amp|lt|gt|apos|nbsp|#\d{1,5})[;,]")
_WITHIN_PHRASE = re.compile(r"(?<!\S)\*(?!\S)|\w\*(?=\s)|(?<=\s)\*(?=\w)")
_FIELDS = {
    "intitle": "title:", "allintitle": "title:", "headline": "title:", "subject": "title:", "text": "body:",
    "intext": "body:", "inbody": "body:", "content": "body:", "url": "site:", "inurl": "site:", "domain": "site:",
    "host": "site:", "feed": "source:", "from": "source:", "outlet": "source:", "language": "lang:", "by": "author:",
    "topic": "@", "tag": "@", "标题": "title:", "제목": "title:", "正文": "body:", "网站": "site:", "来源": "source:",
    "作者": "author:",
}  # fmt: skip
"""What fields of other programs are called here."""
_TIMES = frozenset(("since", "after", "before", "until", "when", "date", "newer_than", "older_than", "published"))
_MAY_BEGIN = frozenset("#$.*&€£¥")
_MAY_END = frozenset("+#*!?.%&'’")


def check_calls(outside: str) -> None:
    """QueryError for a distance or function with brackets, or a sign of HTML; ``outside``: phrases are spaces in it."""
    if entity := _ENTITY.search(outside):
        raise QueryError(
            f"“{entity[0][:-1]};” is how HTML writes a sign; write the sign itself", column=entity.start() + 1
        )
    call = _CALL.search(outside)
    if call is None:
        return
    word, number = call["word"] or call["capitals"], call["tokens"] or call["bare"]
    if number is None:
        raise QueryError(f"“{call['function']}(” is no part of a query; write a NEAR/4 b", column=call.start() + 1)
    operator = "ONEAR" if word.upper() in {"ONEAR", "NEXT", "PRE"} else "NEAR"
    found = call.group().strip()
    raise QueryError(f"“{found}” says no distance here; write {operator}/{number}", column=call.start() + 1)


def check_word(word: str, column: int) -> None:
    """QueryError for a word that is an operator elsewhere, or stands in brackets or quotes that say nothing here."""
    plain = _FOREIGN.get(word.upper() if word.islower() else word, "") or _IN_CAPITALS.get(word, "")
    if distance := _DISTANCE.fullmatch(word):
        plain = _near(distance)
    if plain:  # Oder is a river.
        raise QueryError(f'“{word}” is a word here; write {plain}, or "{word}" to look for it', column=column)
    odd = next(
        (
            sign
            for sign, allowed in ((word[0], _MAY_BEGIN), (word[-1], _MAY_END))
            if sign not in allowed and not sign.isalnum() and category(sign)[0] in "PS"
        ),
        "",
    )
    if word.upper() == "XOR":
        raise QueryError("there is no XOR; write (a NOT b) OR (b NOT a)", column=column)
    if inside := _WITHIN_WORD.search(word):
        raise QueryError(_sign_hint(inside.lastgroup or "", inside[inside.lastgroup or 0], word), column=column)
    if odd:
        raise QueryError(f'“{odd}” in “{word}” says nothing in a query; put a phrase in "…"', column=column)


def check_pattern(word: str, column: int) -> None:
    """QueryError for a piece of a regular expression; ``word`` with the ``*`` at its ends."""
    if _PATTERN_SIGN.search(word):
        raise QueryError(f"“{word}” is a word here; a pattern is written re:/…/", column=column)


def check_phrase(phrase: str, column: int) -> None:
    """QueryError for a ``*`` that stands for words in a phrase, or for the rest of a word in the middle of it."""
    if _WITHIN_PHRASE.search(phrase):
        raise QueryError(
            f"“*” stands at the ends of a phrase; for one within “{phrase}” write word ONEAR/1 word", column=column
        )


def foreign_field(name: str, value: str) -> str:
    """What is wrong with ``name:value``, where the name is none of a field, and how to say it here."""
    if name.lower() in _TIMES:
        return f"“{name}:” is no part of a query: a time is chosen beside it, as in monitor search --since 7d"
    if known := _FIELDS.get(name.lower()):
        return f"“{name}:” is no field here; write {known}{value.rstrip(')')}"
    return f'“{name}:” is no field; title: body: site: source: lang: author: are; a colon in a name wants quotes, "a:b"'


def _near(distance: re.Match[str]) -> str:
    if tokens := distance["near"]:
        return f"NEAR/{tokens}"
    if tokens := distance["ordered"] or distance["forward"]:
        return f"ONEAR/{tokens}"
    return "NEAR/n with a number of words"


def _sign_hint(kind: str, sign: str, word: str) -> str:
    match kind:
        case "sign":
            return f"“{sign}” stands before or behind a word; for one within “{word}” write re:/…/"
        case "code":
            return f"“{sign}” in “{word}” is how an address writes a sign; write the sign itself"
        case "equals":
            return f"“{word}” is a word here; write {word.replace('=', ':', 1)}"
        case _:
            return f"“{sign}” in “{word}” says nothing in a query; leave it out"
