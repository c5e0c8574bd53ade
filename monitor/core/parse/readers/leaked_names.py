"""Elements of an item that stand in a namespace which nobody meant: a default one that a tool left on them."""

from typing import Final

from lxml import etree

from monitor.core.parse.readers.element_names import local_name, namespace_of
from monitor.core.parse.xml import Element

_OWN: Final = frozenset({"title", "link", "guid", "description", "author", "pubdate"})


def adopt_unprefixed(item: Element, known: frozenset[str]) -> None:
    """Make those of an RSS item the format's own, in place, where the item has no other of that name.

    RSS 2.0 has no namespace, so a name without a prefix is its own, whatever ``xmlns`` stands on the very element
    (``<link xmlns="http://apache.org/cocoon/i18n/2.1">``). Namespaces that are ``known`` mean what they say.
    """
    if namespace_of(item):
        return
    held = {local_name(child) for child in item if isinstance(child.tag, str) and not namespace_of(child)}
    for child in list(item):
        name = local_name(child)
        if name in _OWN - held and child.prefix is None and namespace_of(child) and namespace_of(child) not in known:
            adopted = etree.Element(
                etree.QName(child).localname, {str(key): str(child.attrib[key]) for key in child.attrib}
            )
            adopted.text, adopted.tail = child.text, child.tail
            adopted.extend(list(child))
            item.replace(child, adopted)
