"""Names of elements taken apart: readers of feeds know elements by their local names, people by their modules."""

from functools import lru_cache
from typing import Final, NamedTuple

from monitor.core.parse.xml import Element


class ElementName(NamedTuple):
    """The name of an element, taken apart."""

    namespace: str
    local: str
    """In lower case."""
    module: str
    """The namespace as people mean it: they write theirs in any case and with or without the last slash."""


_NAMELESS: Final = ElementName("", "", "")


@lru_cache(maxsize=1024)
def split_tag(tag: str) -> ElementName:
    """A tag as lxml has it: ``{namespace}name``."""
    namespace = tag[1:].partition("}")[0] if tag.startswith("{") else ""
    return ElementName(namespace, tag.rpartition("}")[2].lower(), namespace.lower().rstrip("/"))


def name_of(element: Element) -> ElementName:
    """Nothing for a comment or an instruction."""
    tag = element.tag
    return split_tag(tag) if isinstance(tag, str) else _NAMELESS


def namespace_of(element: Element) -> str:
    """As it is written; empty for none."""
    return name_of(element).namespace


def module_of(element: Element) -> str:
    """The namespace as people mean it, see ``ElementName``."""
    return name_of(element).module


def local_name(element: Element) -> str:
    """In lower case."""
    return name_of(element).local
