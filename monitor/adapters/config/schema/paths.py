"""Finding single values in a tree by a path, for checks that compare what stands in different places."""

from collections.abc import Iterator
from typing import Final

from monitor.adapters.config.schema.yaml_tree import Listed, Mapped, Node, Scalar
from monitor.core.model.sources import Place

EACH: Final = "*"
"""In a path: every item of a list or member of a mapping."""


def found_at(node: Node | None, *path: str | int) -> Iterator[Scalar]:
    """The single values at this path; ``EACH`` stands for all keys or indexes."""
    if node is None:
        return
    if not path:
        if isinstance(node, Scalar) and node.value is not None:
            yield node
        return
    head, *rest = path
    for child in _children_of(node, head):
        yield from found_at(child, *rest)


def _children_of(node: Node, head: str | int) -> Iterator[Node]:
    if isinstance(node, Mapped):
        if head == EACH:
            yield from (member.value for member in node.members.values())
        elif isinstance(head, str) and (member := node.members.get(head)) is not None:
            yield member.value
    elif isinstance(node, Listed):
        if head == EACH:
            yield from node.items
        elif isinstance(head, int) and head < len(node.items):
            yield node.items[head]
    elif node.loose and head == EACH:
        # A variable spells a list as "a,b".
        for part in node.raw.split(","):
            yield Scalar(value=part.strip(), raw=part.strip(), place=node.place, loose=True)


def place_of(node: Node | None, *path: str | int) -> Place:
    """Where the value at this path stands, or the last part of the path that there is."""
    place = node.place if node is not None else Place(file="", line=1, column=1)
    for head in path:
        child = next(_children_of(node, head), None) if node is not None else None
        if child is None:
            break
        node, place = child, child.place
    return place
