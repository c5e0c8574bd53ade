"""From what a reader found to clean entries: text, links, dates with their trust."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Final

from monitor.core.i18n.phrases import Reason
from monitor.core.model.entries import ParsedDocument, ParsedEntry, Trust
from monitor.core.parse.clock_offset import clock_offset
from monitor.core.parse.links import web_link
from monitor.core.parse.raw import Form, RawEntry, RawFeed
from monitor.core.parse.standfirst import with_standfirst
from monitor.core.text.clip import clip_text
from monitor.core.text.html import clean_inline, clean_text, html_to_text
from monitor.core.text.told_language import tell_language
from monitor.core.text.written_dates.dates import ReadDate, read_date

_LONGEST_TITLE: Final = 1_000
_LONGEST_WRITTEN_TITLE: Final = 20_000
_LONGEST_NAME: Final = 300
_LONGEST_TEXT: Final = 200_000
_LONGEST_HTML: Final = 2_000_000
_LONGEST_GUID: Final = 4_000
_TEASER: Final = 300
_CUT_OFF: Final = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|阅读全文|閱讀全文|查看全文|阅读更多"
    r"|read (?:more|the rest|full)[^\n]{0,60}|continue reading[^\n]{0,80})\W{0,6}$",
    re.IGNORECASE,
)
# Formatting that stands around words; an element of a page that a text speaks of is rarely one of these.
_PAIRED_TAG: Final = re.compile(
    r"<(/?)(a|abbr|b|blockquote|center|cite|code|div|em|figure|font|h[1-6]|i|li|ol|p|pre|s|small|span|strong|sub|sup|table|td|tr|u|ul)"
    r"(?=[\s>/])(?:\s[^<>]{0,2000})?>",
    re.IGNORECASE,
)
_WRAPPING: Final = re.compile(
    r"<(?:p|div|ul|ol|table|blockquote|figure|h[1-6]|article|section|span|a|img)\b[^<>]{0,2000}>", re.IGNORECASE
)
_WRAPPED: Final = re.compile(
    r"</(?:p|div|ul|ol|table|blockquote|figure|h[1-6]|article|section|span|a)\s{0,20}>\s{0,20}$|<(?:img|br|hr)\b[^<>]{0,2000}>\s{0,20}$",
    re.IGNORECASE,
)
_LINKED: Final = re.compile(r"<a\s[^<>]{0,500}?\bhref\s?=[^<>]{1,2000}>[^<>]{1,500}</a>", re.IGNORECASE)
_FUTURE: Final = timedelta(days=2)
_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_CP1252: Final = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_SLASHED: Final = re.compile(r"[^\d/]{0,20}(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})(?!\d)")
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_C1: Final = re.compile("[\x80-\x9f]")


def finish_feed(
    raw: RawFeed,
    *,
    url: str,
    timezone: str,
    now: datetime,
    max_entries: int,
    complete: bool = True,
    malformed: bool = False,
    warnings: Sequence[str] = (),
) -> ParsedDocument:
    """Clean every entry of ``raw``, at most ``max_entries`` of them, and say what was left out or doubted."""
    said = list(warnings)
    found = max(raw.found, len(raw.entries))
    if found > max_entries or raw.left_out:
        said.append(Reason("parse.capped", most=min(found - raw.left_out, max_entries), found=found))
    entries = _finish_entries(_own_words(raw), url=url, timezone=timezone, now=now, most=max_entries)
    entries, doubts = _correct_dates(entries, timezone=timezone, now=now)
    said += (*doubts, *(() if complete else (Reason("parse.cut"),)))
    parts = [replace(part, url=address) for part in raw.parts if (address := web_link(url, part.url))]
    if raw.parts_found > len(parts):
        said.append(Reason("parse.parts", read=len(parts), found=raw.parts_found))
    return ParsedDocument(
        format=raw.format,
        path=raw.path,
        title=clip_text(clean_inline(mend_encoding(raw.title)), _LONGEST_TITLE),
        url=web_link(url, raw.link),
        lang=_language_of(_tag(raw.lang), [f"{entry.title}\n{entry.text}" for entry in entries]),
        entries=entries,
        complete=complete,
        malformed=malformed,
        warnings=tuple(said),
        ttl=raw.hints.ttl,
        skip_hours=raw.hints.skip_hours,
        skip_days=raw.hints.skip_days,
        hub=web_link(url, raw.hints.hub),
        topic=web_link(url, raw.hints.topic),
        parts=parts,
    )


def _tag(written: str) -> str:
    """A tag of a language as it is written everywhere else: zh_CN is zh-CN."""
    return written.strip()[:35].replace("_", "-")


def _language_of(stated: str, texts: Sequence[str]) -> str:
    """What is stated, unless the words surely say another: many a feed states that of its software."""
    told = tell_language(texts)
    return stated if not told or stated[:2].lower() == told else told


def _own_words(raw: RawFeed) -> Sequence[RawEntry]:
    """The entries that say something. A language that one only repeats of its feed is not its own."""
    written = [entry for entry in raw.entries if _says_something(entry)] or raw.entries
    feeds = raw.lang.lower()
    return [replace(entry, lang="") if entry.lang and entry.lang.lower() == feeds else entry for entry in written]


def _finish_entries(
    written: Sequence[RawEntry], *, url: str, timezone: str, now: datetime, most: int
) -> list[ParsedEntry]:
    day_first = writes_day_first([entry.published or entry.updated for entry in written])
    return [finish_entry(entry, url=url, timezone=timezone, now=now, day_first=day_first) for entry in written[:most]]


def _correct_dates(
    entries: list[ParsedEntry], *, timezone: str, now: datetime
) -> tuple[list[ParsedEntry], Sequence[str]]:
    """Entries of a clock that is ahead, set back; and what is to be said of the dates."""
    said: list[str] = []
    ahead = clock_offset(entries, now, timezone=timezone)
    if ahead:
        said.append(Reason("parse.clock-ahead", hours=round(ahead / timedelta(hours=1))))
        entries = [_set_back(entry, ahead) for entry in entries]
    if unsure := sum(1 for entry in entries if entry.published_at and entry.trust == "first_seen"):
        said.append(Reason("parse.unsure-dates", unsure=unsure, found=len(entries)))
    return entries, said


def writes_day_first(dates: Sequence[str]) -> bool:
    """Whether the slashed dates of a document are 20/11/2026, so that its 5/11/2026 is the fifth of November."""
    slashed = [found for written in dates if "/" in written and (found := _SLASHED.match(written))]
    return any(int(found[1]) > 12 for found in slashed) and not any(int(found[2]) > 12 for found in slashed)


def finish_entry(raw: RawEntry, *, url: str, timezone: str, now: datetime, day_first: bool = False) -> ParsedEntry:
    """Clean one entry; ``day_first``: see ``read_date``."""
    content = _clean_form(raw.content, raw.content_form)
    summary = _clean_form(raw.summary, raw.summary_form) if raw.summary != raw.content else content
    text = clip_text(with_standfirst(summary, content), _LONGEST_TEXT)
    updated = read_date(raw.updated, now=now, timezone=timezone, day_first=day_first)
    dated = _date_of(read_date(raw.published, now=now, timezone=timezone, day_first=day_first), updated, now)
    title = _clean_title(raw)
    return ParsedEntry(
        guid=clean_guid(raw.guid),
        title=title,
        url=web_link(raw.base or url, raw.link),
        text=text,
        author=clip_text(clean_inline(mend_encoding(raw.author)), _LONGEST_NAME),
        published_at=dated.at if dated else None,
        updated_at=updated.at if updated else None,
        trust=_trust_in(dated, now),
        precision=dated.precision if dated else "second",
        lang=_language_of(_tag(raw.lang), [f"{title}\n{text}"]) if raw.lang else "",
        teaser_only=(not content or len(content) < len(summary)) and is_teaser(text),
    )


def _date_of(published: ReadDate | None, updated: ReadDate | None, now: datetime) -> ReadDate | None:
    """When an entry came out: as it says, else inferred from when it was changed.

    A date that cannot be right ("0001-01-01", which programs write for none) says nothing where the other one can.
    """
    inferred = replace(updated, trust="inferred") if updated is not None else None
    if published is None or inferred is None:
        return published or inferred
    return inferred if _trust_in(published, now) == "first_seen" != _trust_in(inferred, now) else published


def _says_something(entry: RawEntry) -> bool:
    """An element that is quite empty is no entry beside others that are not."""
    return any((entry.guid, entry.title, entry.link, entry.content, entry.summary, entry.published, entry.updated))


def _trust_in(dated: ReadDate | None, now: datetime) -> Trust:
    if dated is None or not _EARLIEST <= dated.at <= now + _FUTURE:
        return "first_seen"
    return dated.trust


def _set_back(entry: ParsedEntry, ahead: timedelta) -> ParsedEntry:
    if entry.published_at is None or entry.precision != "second" or entry.trust == "first_seen":
        return entry
    updated = entry.updated_at
    if updated is not None and updated > _EARLIEST:
        updated -= ahead
    return replace(entry, published_at=entry.published_at - ahead, updated_at=updated, trust="inferred")


def _clean_title(raw: RawEntry) -> str:
    written = _without_section(mend_encoding(raw.title[:_LONGEST_WRITTEN_TITLE]))
    if _is_html(written, raw.title_form):
        return clip_text(clean_inline(written), _LONGEST_TITLE)
    return clip_text(" ".join(_plain_form(written, raw.title_form).split()), _LONGEST_TITLE)


def _clean_form(written: str, form: Form) -> str:
    if not written or written.isspace():
        return ""
    written = _without_section(mend_encoding(written[:_LONGEST_HTML]))
    text = html_to_text(written) if _is_html(written, form) else _plain_form(written, form)
    if form == "html" and "<" not in written and (_is_wrapped_in_markup(text) or _begins_with_linked_markup(text)):
        text = html_to_text(text)  # escaped once too often: nobody writes a post that is all tags and shows none
    return clip_text(text, _LONGEST_TEXT)


def _without_section(written: str) -> str:
    """What stands in a marked section that a generator escaped together with its text: its marks are no words."""
    opened = written.lstrip()
    return opened[9:].rstrip().removesuffix("]]>").removesuffix("]]") if opened.startswith("<![CDATA[") else written


def _is_html(written: str, form: Form) -> bool:
    """Labels are believed, but text that is markup from end to end is what it is; without a label, tags in pairs."""
    if form == "plain":
        return _is_wrapped_in_markup(written)
    return form == "html" or _holds_markup(written)


def _holds_markup(text: str) -> bool:
    """Whether text of which nobody says what it is holds formatting in pairs ("<b>new</b>"), and so is HTML."""
    if "<" not in text or "</" not in text:
        return _is_wrapped_in_markup(text)
    opened: set[str] = set()
    for closing, name in _PAIRED_TAG.findall(text):
        tag = name.lower()
        if closing and tag in opened:
            return True
        if not closing:
            opened.add(tag)
    return _is_wrapped_in_markup(text)


def _is_wrapped_in_markup(text: str) -> bool:
    """Whether text is an HTML element from its first character to its last, whatever its label says."""
    return bool(_WRAPPING.match(text.lstrip()) and _WRAPPED.search(text[-2100:].rstrip()))


def _begins_with_linked_markup(text: str) -> bool:
    """Whether text, maybe cut at its end, is HTML: an element from its first character, and a whole link inside."""
    return bool(_WRAPPING.match(text.lstrip())) and _LINKED.search(text) is not None


def _plain_form(written: str, form: Form) -> str:
    """Plain text; where nothing says so, references ("&#8217;") were never meant to be read as they are."""
    return clean_text(unescape(written) if form == "unlabelled" else written)


def is_teaser(text: str) -> bool:
    """Whether a summary looks like the beginning of a longer text."""
    return len(text) < _TEASER or bool(_CUT_OFF.search(text[-120:]))


def clean_guid(guid: str) -> str:
    """The publisher's id without what cannot be seen; its case and its spaces inside are part of it."""
    seen = guid if guid.isprintable() else _UNSEEN.sub(" ", guid)
    return seen.strip()[:_LONGEST_GUID]


def mend_encoding(text: str) -> str:
    """Undo UTF-8 that was taken for Latin-1, and C1 controls that meant Windows-1252, as feedparser does."""
    if text.isascii():
        return text
    try:
        return text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        return text.translate(_CP1252) if _C1.search(text) else text
