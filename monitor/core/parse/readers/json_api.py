"""``json`` sources: entries picked from any JSON document by JMESPath expressions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from monitor.core.i18n.phrases import Reason, join_reasons, reason_of
from monitor.core.model.sources import Selectors
from monitor.core.parse.raw import RawEntry, RawFeed, SourceDocument
from monitor.core.parse.readers.json_feed import load_json, text_of
from monitor.errors import ParseError
from monitor.lazy import lazy_module

if TYPE_CHECKING:
    import jmespath
else:
    jmespath = lazy_module("jmespath")

_SHOWN: Final = 3
_SEARCHED: Final = 2_000
_GUESSES: Final = {
    "link": ("url", "link", "href", "permalink"),
    "title": ("title", "name", "headline"),
    "date": ("date_published", "published_at", "published", "created_at", "date", "time"),
    "text": ("content", "summary", "description", "body"),
}


def read_json(document: SourceDocument) -> RawFeed:
    """Entries in the list that ``item`` finds; the other expressions are applied to each.

    An expression that is not given is guessed from usual key names. ParseError for broken JSON, for what is no
    expression, and when ``item`` finds no list (naming the lists that there are).
    """
    selectors = document.needed_selectors
    try:
        value = load_json(document.text.lstrip("\ufeff"))
    except ValueError as error:
        raise ParseError(reason_of(error)) from None
    found = _search_path(selectors.item, value, "item")
    items = found if isinstance(found, list) else [found] if isinstance(found, dict) else []
    if not items and not isinstance(found, list) and not _is_null(value, selectors.item):
        raise ParseError(_nothing_found(value, selectors.item))
    entries = [
        entry
        for item in items[: document.max_entries]
        if (entry := _read_entry(item, document.url, selectors)).title or entry.link
    ]
    if items and not entries:
        raise ParseError(Reason("parse.bare-values", expression=selectors.item, n=len(items)))
    return RawFeed(format="jmespath", path="json", link=document.url, entries=entries, found=len(items))


def _is_null(document: Any, expression: str) -> bool:
    """Whether a plain path ("data.items") leads to a null: how some programs write a list of nothing."""
    *path, last = expression.split(".")
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    return isinstance(document, dict) and last in document and document[last] is None


def _search_path(expression: str, value: Any, name: str) -> Any:
    try:
        return jmespath.search(expression, value)
    except jmespath.exceptions.JMESPathError as error:
        raise ParseError(
            Reason("parse.no-jmespath", name=name, expression=expression, why=str(error).splitlines()[0])
        ) from None
    except (TypeError, ValueError, RecursionError) as error:
        raise ParseError(Reason("parse.jmespath-failed", name=name, expression=expression, why=str(error))) from None


def _read_entry(item: Any, url: str, selectors: Selectors) -> RawEntry:
    def pick(name: str, expression: str) -> str:
        if expression:
            return text_of(_search_path(expression, item, name))
        if isinstance(item, dict):
            return next((picked for key in _GUESSES[name] if (picked := text_of(item.get(key)))), "")
        return ""

    identity = text_of(item.get("id")) or text_of(item.get("guid")) if isinstance(item, dict) else ""
    return RawEntry(
        guid=identity,
        link=pick("link", selectors.link),
        base=url,
        title=pick("title", selectors.title),
        published=pick("date", selectors.date),
        content=pick("text", selectors.text),
        title_form="unlabelled",
        content_form="unlabelled",
    )


def _nothing_found(document: Any, expression: str) -> str:
    lists = sorted(_object_lists(document), key=lambda pair: -pair[1])[:_SHOWN]
    would = join_reasons(Reason("parse.list-holds", path=path, n=count) for path, count in lists)
    return Reason("parse.no-items", expression=expression, hint=would or Reason("parse.no-lists"))


def _object_lists(document: Any) -> Iterator[tuple[str, int]]:
    """Every list of objects in a document with the expression that finds it, without descending into lists."""
    waiting: list[tuple[str, Any]] = [("", document)]
    for _ in range(_SEARCHED):
        if not waiting:
            return
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend((f"{path}.{key}" if path else str(key), inner) for key, inner in list(value.items())[:200])
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield path or "@", len(value)
