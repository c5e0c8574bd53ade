"""What must hold within one alias, topic, source or file, beyond each key on its own."""

import unicodedata
from collections.abc import Mapping
from typing import Final

from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.scalars import free_text
from monitor.adapters.config.schema.values import Site, Values, show_node
from monitor.adapters.config.schema.yaml_tree import Member
from monitor.core.parse.kinds import SOURCE_KINDS

_SELECTOR_KEYS: Final = ("item", "link", "title", "date", "text")
_FIRST_PICTOGRAPH: Final = "\u2600"
# A name made of nothing else is in every text.
_STOP_WORDS: Final = frozenset(
    """
    a an and are as at be by for from has he in is it its of on or that the this to was we were will with you your not
    的 了 在 是 我 有 和 就 不 人 都 一 一个 上 也 很 到 说 要 去 你 会 着 没有 看 好 自己
    这 那 他 她 它 我们 你们 他们 与 及 等 为 对
    """.split()  # noqa: SIM905 - a page of words reads better than a page of quotes
)


def name_alone(text: str) -> str:
    """A name that may stand without a policy: not one character, not a stop word."""
    name = str(free_text("a name").parse(text))
    if reason := _too_common(name):
        raise Malformed(f"{reason}: write {{text: {name}, needs: [words that must be near]}}")
    return name


def _too_common(name: str) -> str:
    if len(name) == 1 and not _is_pictograph(name):
        return "one character is in too many texts"
    if all(_is_mark(char) for char in name):
        return "marks alone are in every text"
    if all(word in _STOP_WORDS for word in name.casefold().split()):
        return "a stop word is in every text"
    return ""


def _is_mark(char: str) -> bool:
    """Neither a letter nor a digit nor a sign that stands for a thing."""
    kind = unicodedata.category(char)
    return kind[0] in "PZCM" or kind in {"Sm", "Sc", "Sk"}


def _is_pictograph(char: str) -> bool:
    """Is it one of the signs that stand for a thing (♥, 🚀)? They are as rare as names."""
    return char >= _FIRST_PICTOGRAPH and unicodedata.category(char) == "So"


def check_alias(values: Values, members: Mapping[str, Member], name: str, site: Site) -> None:
    """A name that is everywhere needs words beside it; ``sure`` and ``needs`` contradict each other."""
    if (reason := _too_common(values["text"])) and not values["needs"]:
        hint = "add needs: [words that must be near]"
        site.report(members["text"].value.place, f"{name}.text is {values['text']}; {reason}", hint=hint)
    if values["sure"] is True and values["needs"]:
        site.report(members["sure"].value.place, f"{name} is sure and has needs", hint="remove one of the two")
    if values["within"] is not None and not values["needs"] and not values["not_near"]:
        site.report(members["within"].place, f"{name}.within counts nothing", hint="add needs or not_near")


def check_topic(values: Values, members: Mapping[str, Member], name: str, site: Site) -> None:
    """There must be something to match, and every name once."""
    if not values["aliases"] and not values["query"]:
        site.report(values[""], f"{name} ({values['id']}) can match nothing", expected="aliases or a query")
    first: dict[str, int] = {}
    for number, alias in enumerate(values["aliases"]):
        text = alias if isinstance(alias, str) else alias["text"]
        if text in first and not isinstance(alias, str):
            site.report(alias[""], f"{name}.aliases holds {text} twice", hint=f"the first is number {first[text] + 1}")
        elif text in first:
            place = members["aliases"].value.place
            site.report(place, f"{name}.aliases holds {text} twice", hint=f"numbers {first[text] + 1} and {number + 1}")
        first.setdefault(text, number)


def check_source(values: Values, members: Mapping[str, Member], name: str, site: Site) -> None:
    """Selectors belong to the kinds that have items to select."""
    kind = SOURCE_KINDS[values["kind"]]
    for key in _SELECTOR_KEYS:
        # Where it is no selector, "title" is the name of the source.
        if values[key] is not None and key not in kind.selectors and key != "title":
            hint = "add kind: page" if kind.has_discovery else ""
            site.report(members[key].place, f"{name}.{key} means nothing on a source of kind {kind.name}", hint=hint)
    if kind.needs_item and values["item"] is None:
        expected = kind.selector_language.of_items if kind.selector_language else ""
        site.report(values[""], f"{name}.item is missing on a source of kind {kind.name}", expected=expected)
    if values["url"].startswith("rsshub:") and kind.name != "feed":
        what = f"{name}: rsshub:/… gives a feed"
        site.report(members["kind"].value.place, what, got=show_node(members["kind"].value), expected="feed")
    _check_selectors(values, members, name, site)
    check_times(values, members, name, site)


def _check_selectors(values: Values, members: Mapping[str, Member], name: str, site: Site) -> None:
    """What CSS or JMESPath cannot read would only show at the first fetch."""
    kind = SOURCE_KINDS[values["kind"]]
    language = kind.selector_language
    for key in _SELECTOR_KEYS:
        if language is None or values[key] is None or key not in kind.selectors:
            continue
        try:
            language.check(values[key])
        except ValueError as exc:
            place, got = members[key].value.place, show_node(members[key].value)
            site.report(place, f"{name}.{key} is wrong", got=got, expected=language.name, hint=str(exc))


def check_times(values: Values, members: Mapping[str, Member], name: str, site: Site) -> None:
    """``at`` names the times, so neither an interval nor hours can hold beside it."""
    for other in ("every", "active"):
        if values["at"] is not None and values[other] is not None:
            site.report(members[other].place, f"{name} has {other} and at", hint="remove one of the two")
