"""What is held of Babel's data: a daemon would keep the tables of all countries, currencies and units for months.

Babel reads what is about all languages once and keeps it (2 MB), and all of a language with what that inherits (1 MB
each). Here of a language stays what ``formats`` asks for, and the first is read again by who asks for more.
"""

import pickle
import pkgutil
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal, cast

from typing_extensions import override

from monitor.lazy import without_modules

with without_modules("pytz"):  # half a MB, for names of zones that nobody asks for
    from babel import Locale, core, dates, localedata

__all__ = ["Locale", "dates", "likely_subtags", "read_locale"]

_ASKED = (
    "date_fields", "date_formats", "days", "decimal_formats", "default_numbering_system", "eras", "languages",
    "list_patterns", "months", "number_symbols", "numbering_systems", "plural_form", "quarters",
)  # fmt: skip
"""What numbers, dates, lists and names of languages are made from, beside these:"""
_SPANS = ("duration-day", "duration-hour", "duration-minute", "duration-second")
_SMALL: tuple[Literal["parent_exceptions", "currency_fractions", "script_aliases", "variant_aliases"], ...] = (
    "parent_exceptions", "currency_fractions", "script_aliases", "variant_aliases",
)  # fmt: skip
"""What loading a language asks for whatever it is."""
_reading = threading.Lock()


class _LeanLocale(Locale):
    """A language without what is never asked for."""

    def __init__(self, whole: Locale) -> None:
        super().__init__(whole.language, whole.territory, whole.script, whole.variant, whole.modifier)
        data = localedata.load(str(whole))
        kept: dict[str | int | None, Any] = {key: data[key] for key in _ASKED}
        kept["unit_patterns"] = {name: data["unit_patterns"][name] for name in _SPANS}
        self._lean = localedata.LocaleDataDict(kept)

    @property
    @override
    def _data(self) -> localedata.LocaleDataDict:
        return self._lean


class _ReadAgain(dict[str, Mapping[str, Any]]):
    """Stands for what is about all languages: of most of it the file is read again when it is asked for."""

    @override
    def get(self, key: str, default: Any = None, /) -> Any:
        return self[key] if key in self else _about_all().get(key, default)


def read_locale(tag: str) -> Locale:
    """The locale of a tag ("zh-CN"), with what ``formats`` asks for."""
    with _reading:
        _hold_all()
        locale = _LeanLocale(Locale.parse(tag, sep="-"))
        with localedata._cache_lock:  # noqa: SLF001 - Babel has no other way to let go of what it has read
            localedata._cache.clear()  # noqa: SLF001 - as above
        _hold_little()
        return locale


@lru_cache(maxsize=64)
def likely_subtags(tag: str) -> str:
    """As "ja_Jpan_JP" of "ja"; a tag that Babel does not know stays as it is."""
    with _reading:
        _hold_all()
        found = str(core.get_global("likely_subtags").get(tag, tag))
        _hold_little()
        return found


# Each puts one in the place of the other at once, never nothing: a thread that asks just then is told the same by both.


def _hold_all() -> None:
    core._global_data = _about_all()  # noqa: SLF001 - as above


def _hold_little() -> None:
    little = _ReadAgain({key: core.get_global(key) for key in _SMALL})
    core._global_data = cast("Any", little)  # noqa: SLF001 - as above


def _about_all() -> Any:
    return pickle.loads(pkgutil.get_data("babel", "global.dat") or b"")  # noqa: S301 - a file of Babel's, as it reads it
