"""What a report tells that a story may not have told yet: versions, amounts, prices, dates, status."""

import re
from collections.abc import Container, Iterable
from dataclasses import replace
from itertools import chain

from monitor.core.cluster.features.headlines import LEAD, clean_lead, clean_title
from monitor.core.cluster.features.product_names import capitals_of, latin_names, versions_by_name, without_versions
from monitor.core.model.stories import Fact, FactKind, Features, Report
from monitor.core.text.figures.numbers import nearly_equal, read_figures
from monitor.core.text.languages import language_of
from monitor.core.text.loose_patterns import PatternSet
from monitor.core.text.written_dates.named_days import named_days

_PER = re.compile(
    r"\s{0,8}(?:/|每|per |a |pro |par |por |al |за )\s{0,8}"
    r"(?:秒|分钟|次|张|月|年|季|人|百万\s{0,8}tokens?|second|minute|image|month|year|seat|user"
    r"|monat|jahr|mois|an|mes|año|mese|anno|месяц|год)"
)
_PRICED = re.compile(
    r"每|月费|年费|售价|定价|价格|订阅|会员|包月|包年|price|subscription|per (?:month|year|second)|/\s*(?:月|年|秒|mo)"
)
_BETWEEN = re.compile(r"[\s_-]?v?")
"""What may stand between a product's name and its number, which begins with a digit."""
_LETTERS = re.compile(r"[a-z]*", re.IGNORECASE)
_ASCII = re.compile("[\x00-\x7f]+")
_OTHER_CASES = re.compile("[\u0131\u017f\u0130]")
"""Letters that count as i or s in any case, and are none in lower case: ı, ſ, İ."""
_STATUS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("retracted", re.compile(r"撤回|撤稿|删除.{0,4}(?:报道|文章)|\bretract")),
    ("corrected", re.compile(r"更正|勘误|\bcorrection\b|\bcorrected\b")),
    ("denied", re.compile(r"否认|不实|不属实|辟谣|没有.{0,8}计划|\b(?:den(?:y|ies|ied)|refut)")),
    ("confirmed", re.compile(r"证实|确认|官宣|官方(?:回应|宣布|确认)|承认|认领|\b(?:confirm|official(?:ly)? announc)")),
    ("open source", re.compile(r"开源|\bopen[- ](?:sourc|weight)")),
    ("stopped", re.compile(r"关停|关闭|下线|停止(?:服务|运营)|\b(?:shut(?:s|ting)? down|discontinu|sunset)")),
    (
        "released",
        re.compile(r"正式(?:发布|上线|推出|开售)|现已(?:发布|上线|开放)|\b(?:now available|launched|released)\b"),
    ),
    ("rumoured", re.compile(r"消息称|传闻|据传|曝|爆料|知情人士|\b(?:rumou?r|reportedly|sources? sa(?:y|id)|leak)")),
)
_MAYBE = PatternSet([form for _, form in _STATUS])
_ALERTING: frozenset[FactKind] = frozenset({"version", "price", "amount", "date", "status"})
# "Released" is no news after "open source".
_NO_NEWS_AFTER = {"released": {"open source"}}
# What was told as a fact is not confirmed by a second newsroom that chose that word, nor made a rumour by a third.
_NEWS_ONLY_AFTER: dict[str, set[str]] = {"confirmed": {"rumoured", "denied"}, "rumoured": set()}


def extract_facts(report: Report, _features: Features | None = None) -> tuple[Fact, ...]:
    """Everything that headline and lead tell, headline first, each once: all of it counts as told afterwards.

    A round-up repeats: nothing in it counts as standing in a headline. ``surface`` is how the report writes it.
    """
    headline, text = clean_title(report.title), clean_lead(report.text)
    language = language_of(f"{headline} {text}", report.lang)
    written = f"{report.title} {report.text[:LEAD]}"
    capitals = capitals_of(written)
    title = _facts_in(headline, language, capitals, in_headline=not report.is_roundup)
    lead = _facts_in(text, language, capitals, in_headline=False)
    unique: dict[tuple[str, str], Fact] = {}
    for fact in chain(title, lead):
        unique.setdefault((fact.kind, fact.value), fact)
    lowered = _lowered_in_place(written) if unique else None
    return tuple([_as_written(fact, written, lowered) for fact in unique.values()])


def _as_written(fact: Fact, written: str, lowered: str | None) -> Fact:
    """With the spelling of the report: facts are found in folded text, where Kling 3.0 is kling3.0."""
    surface = fact.surface
    if fact.kind == "version":
        name, _, number = fact.value.rpartition(" ")
        return replace(fact, surface=_find_version(name, number, written, lowered) or fact.value)
    start = _find_in_any_case(surface, written, lowered)
    if start < 0:
        return fact
    end = start + len(surface)
    if fact.kind == "status" and (rest := _LETTERS.match(written, end)):  # Its pattern may end within the word.
        end = rest.end()
    spelt = written[start:end]
    return fact if spelt == surface else replace(fact, surface=spelt)


def _find_version(name: str, number: str, written: str, lowered: str | None) -> str:
    """How a version is written, capitals or not; empty where it is not."""
    if lowered is None or _has_letters_beyond_ascii(name + number):
        found = re.search(rf"{re.escape(name)}[\s_-]?v?{re.escape(number)}", written, re.IGNORECASE)
        return found[0] if found else ""
    name, number = name.lower(), number.lower()
    start = lowered.find(name)
    while start >= 0:
        behind = _BETWEEN.match(lowered, start + len(name))
        if behind and lowered.startswith(number, behind.end()):
            return written[start : behind.end() + len(number)]
        start = lowered.find(name, start + 1)
    return ""


def _find_in_any_case(surface: str, written: str, lowered: str | None) -> int:
    """Where a text stands, capitals or not; -1 where it does not."""
    if lowered is not None and not _has_letters_beyond_ascii(surface):
        return lowered.find(surface.lower())
    found = re.search(re.escape(surface), written, re.IGNORECASE)
    return found.start() if found else -1


def _has_letters_beyond_ascii(sought: str) -> bool:
    beyond = _ASCII.sub("", sought)
    return bool(beyond) and beyond.lower() != beyond.upper()


def _lowered_in_place(written: str) -> str | None:
    """A text in small letters, in which what is ASCII stands where it stands in any case; none where that may fail.

    Nearly all are plain. To compile an expression for each thing that is looked for took half of the time of all facts.
    """
    lowered = written.lower()
    return lowered if len(lowered) == len(written) and not _OTHER_CASES.search(written) else None


def new_facts(told: Iterable[Fact], found: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts worth another alert: in the headline, not told yet give or take rounding, and changing the news."""
    known = list(told)
    stages = {fact.value for fact in known if fact.kind == "status"}
    telling = (fact for fact in found if fact.in_headline and fact.kind in _ALERTING and _changes_stage(fact, stages))
    return tuple(fact for fact in telling if not any(_fact_covers(old, fact) for old in known))


def _changes_stage(fact: Fact, stages: set[str]) -> bool:
    needed = _NEWS_ONLY_AFTER.get(fact.value) if fact.kind == "status" else None
    return needed is None or bool(needed & stages)


def _fact_covers(old: Fact, new: Fact) -> bool:
    if {old.kind, new.kind} <= {"amount", "price"}:
        return _same_money(old.value, new.value)
    if old.kind != new.kind:
        return False
    if new.kind == "status":
        return old.value == new.value or old.value in _NO_NEWS_AFTER.get(new.value, set())
    if new.kind == "version":
        return old.value == new.value or old.value.startswith(new.value + "-")
    return old.value == new.value


def _same_money(a: str, b: str) -> bool:
    """Amounts of one currency, or one without any, within rounding."""
    (first, unit), (second, other) = (value.partition(" ")[::2] for value in (a, b))
    return (unit == other or not unit or not other) and nearly_equal(float(first), float(second))


def _facts_in(folded: str, language: str, capitals: Container[str], *, in_headline: bool) -> Iterable[Fact]:
    for kind, value, surface in _told_in(folded, language, capitals):
        yield Fact(kind=kind, value=value, surface=surface, in_headline=in_headline)


def _told_in(folded: str, language: str, capitals: Container[str]) -> Iterable[tuple[FactKind, str, str]]:
    """Kind, value and surface of each."""
    for value, form in [_STATUS[place] for place in _MAYBE.may_find(folded)]:
        if found := form.search(folded):
            yield "status", value, found[0]
    for name in sorted(latin_names(folded, capitals)):
        for base, numbers in versions_by_name([name]).items():
            for number in sorted(numbers):
                yield "version", f"{base} {number}", name
    yield from _money_figures(without_versions(folded, capitals), language)
    for day in sorted(named_days(folded)):
        yield "date", day, day


def _money_figures(folded: str, language: str) -> Iterable[tuple[FactKind, str, str]]:
    """Amounts of money, prices and shares."""
    for reading in read_figures(folded, language, plain=False):
        figure, surface = reading.figure, folded[reading.start : reading.end].strip()
        if figure.share:
            yield "number", f"{figure.value:g}%", surface
        elif figure.currency:
            around = folded[max(reading.start - 12, 0) : reading.end + 6]
            per = _PER.match(folded, reading.end)
            kind: FactKind = "price" if per or (not reading.scaled and _PRICED.search(around)) else "amount"
            surface += per[0] if per else ""
            yield kind, f"{figure.value:.6g} {figure.currency}", surface
