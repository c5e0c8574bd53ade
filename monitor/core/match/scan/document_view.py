"""A document as matching looks at it: title, body and path in one folded text, with the way back to the original."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar, overload

from monitor.core.match.scan.addresses import find_addresses, may_hold_addresses, range_of_addresses
from monitor.core.match.scan.languages import languages_of
from monitor.core.match.scan.names import LONGEST_WORD, is_letter, is_word_char
from monitor.core.match.scan.tokens import TOKEN, find_token_starts
from monitor.core.match.sections import split_sections
from monitor.core.model.matches import Document, Field, Section, Span
from monitor.core.text.normalize import Folded, fold_map

_Value = TypeVar("_Value")
SEPARATOR = "\x1f"
"""Between the fields: no name and no sentence goes across."""
_PATH = re.compile(r"^[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[。！？!?；;\n\x1f]|\.(?=\s)")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_SEVERAL = 4
"""Different hiragana."""
_INSIDE_TOKEN = re.compile(r"[^\W_\u3040-\u9fff]{2}")


def joined_text(document: Document) -> str:
    """What is searched: title, body and the path of the address (its host says who publishes, not what about)."""
    return f"{document.title}{SEPARATOR}{document.body}{SEPARATOR}{_url_path(document.url)}"


def _url_path(url: str) -> str:
    host = _PATH.match(url) if url else None
    return url[host.end() :] if host else ""


class _KeptProperty(Generic[_Value]):
    """A property that is worked out once. ``functools.cached_property`` takes a lock to do so, and as long again."""

    def __init__(self, work_out: "Callable[[View], _Value]") -> None:
        self._work_out = work_out
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, view: None, owner: type) -> "_KeptProperty[_Value]": ...
    @overload
    def __get__(self, view: "View", owner: type) -> _Value: ...
    def __get__(self, view: "View | None", owner: type) -> "_Value | _KeptProperty[_Value]":
        if view is None:
            return self
        value = view.__dict__[self._work_out.__name__] = self._work_out(view)
        return value


class View:
    """The folded document. Places are indexes into ``text`` unless they are called original."""

    def __init__(self, document: Document, original: str) -> None:
        self.document = document
        self.original = original
        self.folded: Folded = fold_map(original)
        self.text = self.folded.text
        self._in_place = isinstance(self.folded.starts, range)
        self._body = len(document.title) + 1
        self._url = self._body + len(document.body) + 1
        # By length, not by separator: a text may hold that character itself.
        self._title_end = self._folded_place(self._body) - 1
        self._body_end = self._folded_place(self._url) - 1
        self._stops: dict[tuple[int, int], list[int]] = {}
        self._sentences: dict[tuple[int, int], tuple[tuple[int, int], tuple[int, int]]] = {}
        self.signals: dict[tuple[int, int], Mapping[str, Sequence[tuple[int, int]]]] = {}
        """The signal words of ranges of the text that were looked for so far, with their places in the range."""

    def char(self, place: int) -> str:
        """The original character behind a folded one."""
        return self.original[place if self._in_place else int(self.folded.starts[place])]

    def surface(self, start: int, end: int) -> str:
        """The original text of a folded range."""
        if self._in_place:
            return self.original[start:end]
        first, last = self.folded.original(start, end)
        return self.original[first:last]

    def segment(self, start: int, end: int) -> str:
        """The whole word (letters and digits) that a range is in."""
        low, high = max(0, start - LONGEST_WORD), min(len(self.text), end + LONGEST_WORD)
        while start > low and is_word_char(self.text[start - 1]):
            start -= 1
        while end < high and is_word_char(self.text[end]):
            end += 1
        return self.surface(start, end)

    def span(self, start: int, end: int) -> Span:
        """A folded range as code points of its field."""
        first, last = (start, end) if self._in_place else self.folded.original(start, end)
        if first < self._body:
            return Span(field="title", start=first, end=last)
        if first < self._url:
            return Span(field="body", start=first - self._body, end=last - self._body)
        shift = len(self.document.url) - len(self.original)
        return Span(field="url", start=first + shift, end=last + shift)

    def field(self, place: int) -> Field:
        """The field that a folded place is in."""
        return "title" if place <= self._title_end else "body" if place <= self._body_end else "url"

    @_KeptProperty
    def bounds(self) -> dict[Field, tuple[int, int]]:
        """Each field's range in the folded text."""
        title, body = self._title_end, self._body_end
        return {"title": (0, title), "body": (title + 1, body), "url": (body + 1, len(self.text))}

    @_KeptProperty
    def sections(self) -> tuple[Section, ...]:
        """The document's sections."""
        return split_sections(self.document.title, self.document.body)

    @_KeptProperty
    def ranges(self) -> tuple[tuple[int, int, Section], ...]:
        """The sections as folded ranges, the most special last."""
        return tuple((*self.folded_range(part.field, part.start, part.end), part) for part in self.sections)

    def folded_range(self, field: Field, start: int, end: int) -> tuple[int, int]:
        """Original code points of a field as a folded range."""
        shift = {"title": 0, "body": self._body}.get(field, len(self.original) - len(self.document.url))
        return self._folded_place(start + shift), self._folded_place(end + shift)

    def _folded_place(self, original: int) -> int:
        """The first folded character that does not stand before an original place."""
        return min(original, len(self.text)) if self._in_place else bisect_left(self.folded.starts, original)

    def section_of(self, start: int) -> Section:
        """The section that a folded place belongs to: an item when it is in one, else the whole."""
        if len(self.sections) == 1:
            return self.sections[0]
        place = bisect_right(self._range_starts, start) - 1
        if place >= 0:
            _, last, part = self._item_ranges[place]
            if start < last:
                return part
        return self.sections[0]

    @_KeptProperty
    def _item_ranges(self) -> list[tuple[int, int, Section]]:
        return sorted(self.ranges[1:], key=lambda item: item[0])

    @_KeptProperty
    def _range_starts(self) -> list[int]:
        return [first for first, _, _ in self._item_ranges]

    @_KeptProperty
    def _may_hold_urls(self) -> bool:
        return len(self.text) > _SHORT or may_hold_addresses(self.text)

    @_KeptProperty
    def _urls(self) -> Sequence[tuple[int, int]]:
        """Folded ranges that are addresses, beside the field that is one."""
        return find_addresses(self.text, 0, len(self.text))

    def in_url(self, start: int, end: int) -> bool:
        """Does the range stand inside an address?"""
        if start > self._body_end:
            return True
        if not self._may_hold_urls:
            return False
        around = range_of_addresses(self.text, start)
        urls = find_addresses(self.text, *around) if around else self._urls
        place = bisect_right(urls, (start, len(self.text) + 1)) - 1 if urls else -1
        return place >= 0 and end <= urls[place][1]

    def in_heading(self, start: int) -> bool:
        """Does the place stand on a line that is a heading?"""
        return self.text.startswith("#", self.text.rfind("\n", max(0, start - _FAR), start) + 1)

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around a range; never across a field."""
        return self.sentences(start, end)[0]

    def sentences(self, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """The same, and with its neighbours on either side."""
        known = self._sentences.get((start, end))
        if known is None:
            known = self._sentences[start, end] = self._find_sentences(start, end)
        return known

    def _find_sentences(self, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
        if start <= self._title_end:
            low, high = 0, self._title_end
        elif start <= self._body_end:
            low, high = self._title_end + 1, self._body_end
        else:
            low, high = self._body_end + 1, len(self.text)
        low, high = max(low, start - _FAR), min(high, end + _FAR)
        stops = self._stops_between(low, high)
        before, after = bisect_right(stops, start) - 1, bisect_left(stops, end)
        first = max(stops[before], low) if before >= 0 else low
        last = min(stops[after], high) if after < len(stops) else high
        wide_first = max(stops[before - 1], low) if before > 0 else low
        wide_last = min(stops[after + 1], high) if after + 1 < len(stops) else high
        return (first, last), (wide_first, wide_last)

    def _stops_between(self, low: int, high: int) -> list[int]:
        """Where sentences end in a range, of a short text in all of it: names that stand in it ask again and again."""
        if len(self.text) <= _SHORT:
            low, high = 0, len(self.text)
        stops = self._stops.get((low, high))
        if stops is None:
            stops = self._stops[low, high] = [match.end() for match in _SENTENCE_END.finditer(self.text, low, high)]
        return stops

    @_KeptProperty
    def languages(self) -> tuple[str, ...]:
        """The languages that its Latin words may be in."""
        return languages_of(self.text, self.document.lang)

    @_KeptProperty
    def is_japanese(self) -> bool:
        """Is it a Japanese text? Told by its source, or by hiragana, without which no Japanese sentence is written.

        In a Chinese source one of them may be a part of a brand (鲜の每日), not several.
        """
        told = self.document.lang.lower()
        if told.startswith("zh"):
            return len(set(_HIRAGANA.findall(self.text))) >= _SEVERAL
        return told.startswith("ja") or bool(_HIRAGANA.search(self.text))

    def tokens_between(self, left_end: int, right_start: int) -> int:
        """How many tokens (a Latin word or number, a Han character) stand between two ranges."""
        if right_start - left_end > _FAR or "token_starts" in self.__dict__:
            starts = self.token_starts
            return bisect_left(starts, right_start) - bisect_left(starts, left_end)
        # Most evidence stands close by: to count there is quicker than to find all tokens of the text.
        between = len(TOKEN.findall(self.text, left_end, right_start))
        return between - (left_end < right_start and self._goes_on(left_end))

    def _goes_on(self, place: int) -> bool:
        """Whether the token at a place began before it."""
        return place > 0 and bool(_INSIDE_TOKEN.match(self.text, place - 1))

    @_KeptProperty
    def token_starts(self) -> Sequence[int]:
        """Where each token of the text starts."""
        return find_token_starts(self.text)

    def is_chinese_around(self, start: int, end: int) -> bool:
        """Is the sentence around a range written in Chinese (more Han characters than Latin words)?"""
        first, last = self.sentence(start, end)
        tokens = TOKEN.findall(self.text, first, last)
        han = sum("\u3400" <= token <= "\u9fff" for token in tokens)
        kana = sum("\u3040" <= token <= "\u30ff" for token in tokens)
        return han > len(tokens) - han - kana and not kana

    def word_before(self, start: int, *, comma: bool = False) -> tuple[str, str]:
        """The original Latin word before a place and what stands between: a space, or with ``comma`` a comma, too."""
        end = start - (start > 0 and self.text[start - 1] == " ")
        end -= comma and end > 0 and self.text[end - 1] == ","
        first, low = end, max(0, end - LONGEST_WORD)
        while first > low and (is_letter(self.text[first - 1]) or self.text[first - 1] in "-.'"):
            first -= 1
        return (self.surface(first, end) if first < end else ""), self.text[end:start]

    def word_after(self, end: int) -> tuple[str, str]:
        """The original Latin word after a place and what stands between."""
        first = end
        while first < min(len(self.text), end + 2) and self.text[first] in " ,":
            first += 1
        last, high = first, min(len(self.text), first + LONGEST_WORD)
        while last < high and is_letter(self.text[last]):
            last += 1
        return (self.surface(first, last) if first < last else ""), self.text[end:first]


_SHORT = 1_600
"""Characters of a text that is looked through once, not around each name."""
_FAR = 400
"""No sentence is longer, so that a text without any stops stays linear."""
