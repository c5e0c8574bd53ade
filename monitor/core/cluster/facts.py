"""What a report tells that a story may not have told yet: versions, amounts, prices, dates, status."""

import re
from collections.abc import Iterable
from dataclasses import replace

from monitor.core.cluster.features.headlines import clean_lead, clean_title
from monitor.core.model.stories import Fact, FactKind, Features, Report
from monitor.core.text.numbers import alike, days, latin_names, scaled, versions

_MONEY = re.compile(
    r"(?P<sign>[$€£¥￥]|us\$|hk\$)?\s*(?P<value>\d[\d,]*(?:\.\d+)?)\s*"
    r"(?P<unit>万亿|亿|万|千|百|trillion|billion|million|thousand|bn|mn|[bmk](?![a-z]))?\s*"
    r"(?P<currency>元|人民币|美元|美金|港元|港币|欧元|日元|英镑|韩元|yuan|rmb|usd|dollars?|euros?)?"
    r"(?P<per>\s*(?:/|每|per |a )\s*(?:秒|分钟|次|张|月|年|季|人|百万\s*tokens?"
    r"|second|minute|image|month|year|seat|user))?"
)
_CURRENCIES = {
    "$": "usd", "us$": "usd", "美元": "usd", "美金": "usd", "usd": "usd", "dollar": "usd", "dollars": "usd",
    "hk$": "hkd", "港元": "hkd", "港币": "hkd", "€": "eur", "欧元": "eur", "euro": "eur", "euros": "eur",
    "£": "gbp", "英镑": "gbp", "日元": "jpy", "韩元": "krw",
}  # fmt: skip
_PRICED = re.compile(
    r"每|月费|年费|售价|定价|价格|订阅|会员|包月|包年|price|subscription|per (?:month|year|second)|/\s*(?:月|年|秒|mo)"
)
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
_ALERTING: frozenset[FactKind] = frozenset({"version", "price", "amount", "date", "status"})
# "Released" is no news after "open source".
_NO_NEWS_AFTER = {"released": {"open source"}}
# What was told as a fact is not confirmed by a second newsroom that chose that word, nor made a rumour by a third.
_NEWS_ONLY_AFTER: dict[str, set[str]] = {"confirmed": {"rumoured", "denied"}, "rumoured": set()}


def facts(report: Report, _features: Features | None = None) -> tuple[Fact, ...]:
    """Everything that headline and lead tell, headline first, each once: all of it counts as told afterwards.

    A round-up repeats: nothing in it counts as standing in a headline.
    """
    title = (replace(fact, in_headline=not report.digest) for fact in _facts(clean_title(report.title)))
    lead = (replace(fact, in_headline=False) for fact in _facts(clean_lead(report.text)))
    unique: dict[tuple[str, str], Fact] = {}
    for fact in (*title, *lead):
        unique.setdefault((fact.kind, fact.value), fact)
    return tuple(unique.values())


def new_facts(told: Iterable[Fact], found: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts worth another alert: in the headline, not told yet give or take rounding, and changing the news."""
    known = list(told)
    stages = {fact.value for fact in known if fact.kind == "status"}
    telling = (fact for fact in found if fact.in_headline and fact.kind in _ALERTING and _changes(fact, stages))
    return tuple(fact for fact in telling if not any(_covers(old, fact) for old in known))


def _changes(fact: Fact, stages: set[str]) -> bool:
    needed = _NEWS_ONLY_AFTER.get(fact.value) if fact.kind == "status" else None
    return needed is None or bool(needed & stages)


def _covers(old: Fact, new: Fact) -> bool:
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
    return (unit == other or not unit or not other) and alike(float(first), float(second))


def _facts(folded: str) -> Iterable[Fact]:
    yield from (Fact(kind="status", value=value, surface=m[0]) for value, form in _STATUS if (m := form.search(folded)))
    for name in sorted(latin_names(folded)):
        for base, numbers in versions([name]).items():
            yield from (Fact(kind="version", value=f"{base} {number}", surface=name) for number in sorted(numbers))
    yield from _money(folded)
    yield from (Fact(kind="date", value=day, surface=day) for day in sorted(days(folded)))
    for match in re.finditer(r"(?<![\d.])\d+(?:\.\d+)?\s*%", folded):
        yield Fact(kind="number", value=match[0].replace(" ", ""), surface=match[0])


def _money(folded: str) -> Iterable[Fact]:
    for match in _MONEY.finditer(folded):
        if not match["sign"] and not match["currency"]:
            continue
        currency = _CURRENCIES.get(match["sign"] or match["currency"] or "", "cny")
        around = folded[max(match.start() - 12, 0) : match.end() + 6]
        kind: FactKind = "price" if match["per"] or (not match["unit"] and _PRICED.search(around)) else "amount"
        value = scaled(match["value"], match["unit"])
        yield Fact(kind=kind, value=f"{value:.6g} {currency}", surface=match[0].strip())
