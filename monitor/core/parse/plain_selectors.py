"""CSS selectors that are right by their looks: the library that reads them all takes longer to load than to use."""

import re
from typing import Final

_WORD: Final = r"-?[A-Za-z_][A-Za-z0-9_-]*"
_ATTRIBUTE: Final = rf"\[{_WORD}(?:[~|^$*]?=(?:\"[^\"\\\n]*\"|'[^'\\\n]*'|{_WORD}))?\]"
_PLACE: Final = r":(?:(?:first|last|only)-(?:child|of-type)|nth-(?:child|of-type)\([1-9][0-9]{0,3}\)|empty)"
_REST: Final = rf"[.#]{_WORD}|{_ATTRIBUTE}|{_PLACE}"
_SIMPLE: Final = rf"(?:(?:{_WORD}|\*)(?:{_REST})*|(?:{_REST})+)"
_STEP: Final = r"(?: *[>+~] *| +)"
_INNER: Final = rf":(?:has|not|is|where)\({_SIMPLE}(?: *, *{_SIMPLE})*\)"
_OUTER: Final = rf"(?:{_SIMPLE}(?:{_INNER})*|(?:{_INNER})+)"
_LIST: Final = rf"{_OUTER}(?:{_STEP}{_OUTER})*(?: *, *{_OUTER}(?:{_STEP}{_OUTER})*)*"


def is_plain_selector(selector: str) -> bool:
    """Whether it is made of names, classes, ids, attributes, places and ``:has`` and its kin, as the grammar has them.

    False says nothing: such a selector has to be compiled.
    """
    return re.fullmatch(_LIST, selector) is not None
