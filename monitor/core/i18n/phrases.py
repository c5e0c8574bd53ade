"""Sentences from the catalog, and reasons: sentences that are kept as key and values and told at the edge."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from typing_extensions import override

from monitor.core.i18n.catalog import find_phrase
from monitor.core.i18n.formats import format_number, format_span, name_list, plural_form, weekday_and_time
from monitor.core.model.languages import Language

if TYPE_CHECKING:
    from monitor.core.model.messages import RenderContext

Say = Callable[..., str]
_STORED = '{"reason": '
_FOREIGN = ""
"""In place of a key: a text of others that would read as a stored reason."""


class Reason(str):
    """Why something is so, as a value: its key in the catalog and what it is about.

    As text it is the English sentence, so logs, JSON and the command line need nothing of this; ``render_reason`` gives
    the sentence in the reader's language, ``encode_reason`` what a store keeps.

    ``Reason("section.name", place=value)``. Values: text, numbers (written as the language writes them; codes are
    text), spans of time, moments in the zone to be shown, lists of text, and other reasons. KeyError when the catalog
    has no such key or a value is missing.
    """

    key: str
    values: Mapping[str, object]

    def __new__(cls, key: str, /, **values: object) -> Self:
        made = super().__new__(cls, format_phrase("en", key, values))
        made.key, made.values = key, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, object]]:
        # It crosses to and from the sandbox, which builds it again from plain values.
        return (self.key,), self.values

    def told(self, language: Language) -> str:
        """The sentence in ``language``."""
        return format_phrase(language, self.key, self.values)

    def with_texts(self, change: Callable[[str], str]) -> "Reason":
        """The same reason with every text in its values changed, those of reasons inside it, too."""
        return Reason(self.key, **{name: _change_texts(value, change) for name, value in self.values.items()})


def _change_texts(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, Reason):
        return value.with_texts(change)
    if isinstance(value, str):
        return change(value)
    return [_change_texts(part, change) for part in value] if isinstance(value, list | tuple) else value


def render_reason(text: str, language: Language) -> str:
    """A reason in the reader's language; any other text, such as a provider's answer, as it is."""
    return text.told(language) if isinstance(text, Reason) else text


def reason_of(error: Exception) -> str:
    """The reason that an error carries as its message, else its message."""
    carried = error.args[0] if error.args else ""
    return carried if isinstance(carried, Reason) else str(error)


def join_reasons(reasons: Iterable[str]) -> str:
    """Several reasons as one: "a; b; c"; empty without any."""
    together = ""
    for why in reasons:
        together = Reason("poll.and", first=together, second=why) if together else why
    return together


_write_json = json.JSONEncoder(ensure_ascii=False).encode


def encode_reason(text: str) -> str:
    """What a store keeps of a reason: JSON of its key and values. Any other text is kept as it is."""
    if isinstance(text, Reason):
        return _write_json(_plain_value(text))
    if text.startswith(_STORED):
        # What a server says must not be able to pass for a reason of ours.
        return _write_json({"reason": _FOREIGN, "with": {"text": text}})
    return text


@lru_cache(maxsize=256)
def decode_reason(stored: str) -> str:
    """The reason that ``encode_reason`` wrote; any other text as it is (sentences of earlier versions)."""
    if not stored.startswith(_STORED):
        return stored
    try:
        value = _read_value(json.loads(stored))
    except ValueError:
        return stored  # cut off in a column of another program
    return value if isinstance(value, str) else stored


def format_phrase(language: Language, key: str, values: Mapping[str, object]) -> str:
    """The phrase ``section.name`` in ``language``; ``n`` chooses its plural form. KeyError for an unknown key.

    A phrase of several counts names the nouns of each: "{topics:topic|topics} in {sources:source|sources}".
    """
    found = find_phrase(language, key)
    if found is None:
        raise KeyError(key)
    if not isinstance(found, str):
        count = values.get("n")
        form = plural_form(count, language) if isinstance(count, int | float) else "other"
        found = found.get(form, found["other"])
    return found.format_map({name: _show_value(value, language) for name, value in values.items()})


def translator(wording: "RenderContext", section: str = "message") -> Say:
    """The function ``say(key, **values)`` in the language of ``wording``."""
    return section_translator(wording.language, section)


def section_translator(language: Language, section: str) -> Say:
    """``say(key, **values)``: the phrases of one section in one language."""

    def say(key: str, **values: object) -> str:
        return format_phrase(language, f"{section}.{key}", values)

    return say


def signal_label(name: str, language: Language) -> str:
    """What a signal is called in the reader's language; one that no file names is shown as it is written."""
    found = find_phrase(language, f"signal.{name}")
    return found if isinstance(found, str) else name.replace("-", " ")


class _Count(str):
    """A number as its language writes it; a phrase may name the nouns for one and for others: "{n:day|days}"."""

    _value: float
    _language: Language

    def __new__(cls, value: float, language: Language) -> Self:
        made = super().__new__(cls, format_number(value, language))
        made._value, made._language = value, language
        return made

    @override
    def __format__(self, nouns: str) -> str:
        if not nouns:
            return str(self)
        one, _, others = nouns.partition("|")
        return f"{self} {one if plural_form(self._value, self._language) == 'one' else others}"


def _show_value(value: object, language: Language) -> str:
    match value:
        case Reason():
            return value.told(language)
        case bool() | str():
            return str(value)
        case int() | float():
            return _Count(value, language)
        case timedelta():
            return format_span(value, language)
        case datetime():
            return weekday_and_time(value, language)
        case list() | tuple():
            return name_list([_show_value(item, language) for item in value], language)
        case _:
            return str(value)


def _plain_value(value: object) -> object:
    match value:
        case Reason():
            return {"reason": value.key, "with": {name: _plain_value(item) for name, item in value.values.items()}}
        case timedelta():
            return {"seconds": value.total_seconds()}
        case datetime():
            return {"at": value.isoformat()}
        case list() | tuple():
            return [_plain_value(item) for item in value]
        case _:
            return value


def _read_value(value: object) -> object:
    match value:
        case {"reason": str(key), "with": {**values}}:
            return _known_reason(key, {str(name): _read_value(item) for name, item in values.items()})
        case {"seconds": int() | float() as seconds}:
            return timedelta(seconds=seconds)
        case {"at": str(at)}:
            return datetime.fromisoformat(at)
        case list():
            return tuple(_read_value(item) for item in value)
        case _:
            return value


def _known_reason(key: str, values: Mapping[str, object]) -> str:
    """The reason; what another version of the program wrote is shown as it is stored, for nothing may be hidden."""
    if key == _FOREIGN:
        return str(values.get("text", ""))
    try:
        return Reason(key, **values)
    except (KeyError, IndexError, ValueError):
        about = "; ".join(f"{name}: {_show_value(value, 'en')}" for name, value in values.items())
        return f"{key} ({about})" if about else key
