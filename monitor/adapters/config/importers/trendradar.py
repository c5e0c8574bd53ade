"""TrendRadar's ``frequency_words.txt`` → topics of a watchlist, with a report of what means something else here."""

import re
from dataclasses import field
from typing import Any

from monitor.adapters.config.schema.formats import Malformed
from monitor.adapters.config.schema.odd_characters import UNSEEN
from monitor.adapters.config.schema.scalars import free_text
from monitor.adapters.config.watchlists.rules import name_alone
from monitor.core.match.query.parser import parse_query
from monitor.core.match.scan.names import name_of
from monitor.errors import QueryError
from monitor.values import dataclass

_SECTION = re.compile(r"^\[(GLOBAL_FILTER|WORD_GROUPS)\]$", re.IGNORECASE)
_NAME = re.compile(r"^\[(.+)\]$")
_REGEX = re.compile(r"^/(.*)/([a-z]*)$")
_AROUND = re.compile(
    r"^(?:\\b|\(\?<!\[?[^)\]]*\]?\)|\(\?<!\\w\))?([\w \-.\u3400-\u9fff]+?)(?:\\b|\(\?!\[?[^)\]]*\]?\)|\(\?!\\w\))?$"
)
_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 48
_WORD = free_text("a word")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """``watchlist`` is ready to be written as YAML; ``report`` says, line by line, what changed its meaning."""

    watchlist: dict[str, Any]
    report: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    name: str = ""
    words: list[str] = field(default_factory=list)
    regexes: list[str] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)


def convert_rules(text: str, *, watchlist: str = "trendradar") -> Imported:
    """Convert the file's text. Nothing is dropped without a line in the report."""
    report: list[str] = []
    filters, groups = _read_groups(text, report)
    filters = _usable(filters, "the global filter", report)
    topics: list[dict[str, Any]] = []
    taken: set[str] = set()
    for number, group in enumerate(groups, 1):
        topic = _make_topic(group, number, filters, taken, report)
        if topic:
            topics.append(topic)
    if filters:
        report.append(f"the global filter ({len(filters)} words) became an exclusion of every topic")
    if any(topic.get("exclude") for topic in topics):
        report.append("exclusions now hold for their own topic only; in TrendRadar they blocked every group")
    if topics:
        report.append(
            "words match as names with boundaries, in title and text; in TrendRadar as parts of words, in titles"
        )
    return Imported(watchlist={"watchlist": watchlist, "topics": topics}, report=tuple(report))


def _read_groups(text: str, report: list[str]) -> tuple[list[str], list[_Group]]:
    filters: list[str] = []
    groups: list[_Group] = []
    group = _Group()
    in_filter = False
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        line = "".join(char for char in raw if char not in UNSEEN).strip()
        if len(line) < len(raw.strip()):
            report.append(f"line {number}: “{line}” was read without the characters in it that cannot be seen")
        if section := _SECTION.match(line):
            in_filter = section.group(1).upper() == "GLOBAL_FILTER"
            group = _close_group(group, groups)
        elif not line:
            group = _close_group(group, groups)
        elif line.startswith("#"):
            continue
        elif in_filter:
            _take_filter(line, number, filters, report)
        else:
            _take_line(line, number, group, report)
    _close_group(group, groups)
    return filters, groups


def _close_group(group: _Group, groups: list[_Group]) -> _Group:
    if group.name or group.words or group.regexes or group.required or group.excluded:
        groups.append(group)
        return _Group()
    return group


def _take_filter(line: str, number: int, filters: list[str], report: list[str]) -> None:
    if line[0] in "!+@" or _REGEX.match(line):
        report.append(f"line {number}: “{line}” in the global filter is left out: only plain words work there")
    else:
        filters.append(line)


def _take_line(line: str, number: int, group: _Group, report: list[str]) -> None:
    empty = not (group.words or group.regexes or group.required or group.excluded)
    if (name := _NAME.match(line)) and empty and not group.name:
        group.name = name.group(1).strip()
        return
    if line.startswith("@"):
        report.append(f"line {number}: “{line}” (how many to show) is left out: digests show all")
        return
    body, arrow, shown = line.partition("=>")
    if arrow:
        group.name = group.name or shown.strip()
        report.append(f"line {number}: the display name “{shown.strip()}” belongs to the topic now, not to one word")
    body = body.strip()
    kind, body = (body[0], body[1:].strip()) if body[:1] in {"+", "!"} else ("", body)
    target = {"+": group.required, "!": group.excluded}.get(kind, group.words)
    regex = _REGEX.match(body)
    if regex is None:
        target.append(body)
    elif plain := _AROUND.match(regex.group(1)):
        target.append(plain.group(1).strip())
        report.append(f"line {number}: “{body}” became the name “{plain.group(1).strip()}”: boundaries are built in")
    else:
        _take_regex(regex.group(1), number, kind, group, report)


def _take_regex(source: str, number: int, kind: str, group: _Group, report: list[str]) -> None:
    written = f"re:/{source}/"
    try:
        parse_query(written, topics=())
    except QueryError as error:
        report.append(f"line {number}: “/{source}/” is left out: {error}")
        return
    if kind == "!":
        report.append(f"line {number}: “!/{source}/” became “-{written}” in the query")
        group.excluded.append(written)
    elif kind == "+":
        group.required.append(written)
    else:
        group.regexes.append(written)


def _make_topic(
    group: _Group, number: int, filters: list[str], taken: set[str], report: list[str]
) -> dict[str, Any] | None:
    where = f"group {number} ({group.name or 'without a name'})"
    patterns = [text for text in group.excluded if text.startswith("re:/")]
    group.required = _usable(group.required, where, report)
    in_query = bool(group.required or group.regexes or patterns)
    words = _usable(group.words, where, report, alone=not in_query)
    if not words and not group.regexes and not group.required:
        report.append(f"{where} is left out: what it has to look for is only exclusions")
        return None
    name = _printable(group.name) or next(iter((*words, *group.required)), "") or group.regexes[0].removeprefix("re:")
    topic: dict[str, Any] = {"id": _make_slug(name, number, taken), "name": {"zh": name, "en": name}}
    plain = _usable([text for text in group.excluded if not text.startswith("re:/")], where, report)
    if in_query:
        topic["query"] = _make_query(words, group, patterns)
    else:
        topic["aliases"] = list(dict.fromkeys(words))
    if plain or filters:
        topic["exclude"] = list(dict.fromkeys([*plain, *filters]))
    return topic


def _usable(words: list[str], where: str, report: list[str], *, alone: bool = False) -> list[str]:
    """Those that can be looked for; ``alone``: that may be a name by themselves. The report says of the others why."""
    kept: list[str] = []
    for word in words:
        if reason := "" if word.startswith("re:/") else _refusal_of(word, alone=alone):
            report.append(f"{where}: “{_printable(word)}” is left out: {reason}")
        else:
            kept.append(word)
    return kept


def _refusal_of(word: str, *, alone: bool) -> str:
    if not name_of(word).compact:
        return "it holds nothing to look for"
    try:
        _WORD.parse(word)
        if alone:
            name_alone(word)
        else:
            parse_query(_quote_term(word), topics=())
    except (Malformed, QueryError) as problem:
        return str(problem)
    return ""


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable()).strip()


def _make_query(words: list[str], group: _Group, patterns: list[str]) -> str:
    either = [_quote_term(word) for word in words] + group.regexes
    parts = [f"({' OR '.join(either)})" if len(either) > 1 else text for text in either[:1]]
    parts += [_quote_term(word) for word in group.required]
    return " AND ".join(parts) + "".join(f" -{pattern}" for pattern in patterns)


def _quote_term(text: str) -> str:
    return text if text.startswith("re:/") else '"' + text.replace('"', " ").strip() + '"'


def _make_slug(name: str, number: int, taken: set[str]) -> str:
    base = _SLUG.sub("-", name.lower())[:_LONGEST_SLUG].strip("-") or f"group-{number}"
    base = base if base[0].isalpha() else f"group-{base}"
    slug, again = base, 2
    while slug in taken:
        slug, again = f"{base}-{again}", again + 1
    taken.add(slug)
    return slug
