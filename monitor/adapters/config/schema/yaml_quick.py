"""The same tree of a YAML file in a twentieth of the time: libyaml reads what it and YAML 1.2 are at one about.

libyaml knows YAML 1.1 and its messages are others. So it gets a text that looks plain all through (no anchors, tags,
block scalars, escapes or merges where they could begin); whatever it refuses, and all other texts, ruamel reads.
"""

import re
from typing import Any, Final

# Where a value may begin: these marks mean something there, and the two do not agree on all of it.
_MARKED: Final = re.compile(r"(?:^[ ]*|[-:?][ ]+|[\[{,][ \n]*)(?:[&*!%@`|>]|\?(?:[ \n]|$)|<<)", re.MULTILINE)
_UNSEEN: Final = re.compile(r"[^\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\\]")
_UNLIKE: Final = re.compile(
    # libyaml takes "a":b for a key in a flow mapping, and is of other opinions about a colon before a bracket.
    r"[\"'\]}][ ]*:[^ \n]|:[\[\]{},\"']|[\[{,][ \n]*:|^(?:---|\.\.\.)",
    re.MULTILINE,
)
# What stands in quotes on one line, from where a value begins to where it ends, is read alike whatever it is.
_QUOTED: Final = re.compile(r"(?<=[-:\[{,] )(?:'[^'\n\\]*'|\"[^\"\n\\]*\")(?=[ ]*(?:[,\]}]|$))", re.MULTILINE)
_COMMENT: Final = re.compile(r"^ *#.*", re.MULTILINE)


def compose_quickly(text: str) -> Any:
    """The root node (PyYAML's), or ``None`` when the careful reader has to look at the text."""
    if _UNSEEN.search(text):
        return None
    bare = _QUOTED.sub("q", _COMMENT.sub("", text))
    if _UNLIKE.search(bare) or _MARKED.search(bare):
        return None
    # Not at the top: a machine without libyaml has only the careful reader.
    import yaml

    if not yaml.__with_libyaml__:
        return None
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return None if root is None or _has_blank(root) else root


def _has_blank(root: Any) -> bool:
    """Whether a value is left out anywhere: the two say differently where it stands."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.id == "sequence":
            waiting += node.value
        elif node.id == "mapping":
            for pair in node.value:
                waiting += pair
        elif not node.value and not node.style:
            return True
    return False
