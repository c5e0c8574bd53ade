"""Is a query true of a section of a document, and which words make it so?"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from monitor.core.match.query.ast import About, AllOf, AnyOf, Near, Node, Not, Pattern, Query, Reference, Scoped, Term
from monitor.core.match.scan.document_view import View
from monitor.core.text.normalize import fold
from monitor.values import dataclass

Places = tuple[tuple[int, int], ...]
_MOST_REGEX_HITS = 200


@dataclass(frozen=True, slots=True)
class Ground:
    """What a query is evaluated on: the section's ranges, and where terms and other topics stand (in text order)."""

    view: View
    ranges: Places
    terms: Mapping[int, Places]
    topics: Mapping[str, Places]

    def within(self, places: Sequence[tuple[int, int]]) -> Places:
        """Those places that lie in the section."""
        found: list[tuple[int, int]] = []
        for low, high in self.ranges:
            first = bisect_left(places, (low, 0))
            last = bisect_left(places, (high, 0))
            found += [spot for spot in places[first:last] if spot[1] <= high]
        return tuple(found)


def evaluate_query(query: Query, ground: Ground) -> Places | None:
    """The words that make the query true, or ``None`` when it is false."""
    truth, places = _evaluate_node(query.root, ground)
    return tuple(sorted(set(places))) if truth else None


def _evaluate_node(node: Node, ground: Ground) -> tuple[bool, Places]:
    match node:
        case Term() | Pattern() | Reference():
            places = _leaf_places(node, ground)
            return bool(places), places
        case Scoped():
            return _evaluate_node(node.inner, _narrow_to_field(ground, node.field))
        case About():
            return _is_about(node, ground.view), ()
        case Not():
            return not _evaluate_node(node.inner, ground)[0], ()
        case AllOf():
            results = [_evaluate_node(part, ground) for part in node.parts]
            return all(truth for truth, _ in results), tuple(spot for _, places in results for spot in places)
        case AnyOf():
            results = [_evaluate_node(part, ground) for part in node.parts]
            hits = tuple(spot for truth, places in results if truth for spot in places)
            return any(truth for truth, _ in results), hits
        case Near():
            return _evaluate_near(node, ground)


def _leaf_places(node: Term | Pattern | Reference, ground: Ground) -> Places:
    match node:
        case Term():
            return ground.within(ground.terms.get(node.number, ()))
        case Reference():
            return ground.within(ground.topics.get(node.topic, ()))
        case Pattern():
            found: list[tuple[int, int]] = []
            for low, high in ground.ranges:
                for match in node.compiled.finditer(ground.view.text[low:high]):
                    if match.end() > match.start():
                        found.append((low + match.start(), low + match.end()))
                    if len(found) >= _MOST_REGEX_HITS:
                        return tuple(found)
            return tuple(found)


def _narrow_to_field(ground: Ground, field: str) -> Ground:
    low, high = ground.view.bounds["title" if field == "title" else "body"]
    ranges = tuple(
        (max(low, first), min(high, last)) for first, last in ground.ranges if max(low, first) < min(high, last)
    )
    return replace(ground, ranges=ranges)


def _is_about(node: About, view: View) -> bool:
    wanted = fold(node.value)
    document = view.document
    match node.field:
        case "site":
            host = (urlsplit(document.url).hostname or "") if "//" in document.url else ""
            return host == wanted or host.endswith("." + wanted.lstrip("."))
        case "source":
            return wanted in fold(document.source)
        case "lang":
            return fold(document.lang).split("-")[0] == wanted.split("-")[0] and fold(document.lang).startswith(wanted)
        case "author":
            return wanted in fold(document.author)


def _evaluate_near(node: Near, ground: Ground) -> tuple[bool, Places]:
    """Every left place with its nearest right place on either side: sorted places and bisection keep it near-linear."""
    left, right = _occurrences_of(node.left, ground), _occurrences_of(node.right, ground)
    if not left or not right:
        return False, ()
    starts = [start for start, _ in right]
    found: list[tuple[int, int]] = []
    for spot in left:
        place = bisect_left(starts, spot[0])
        around = right[max(0, place - 1) : place + 2]
        for other in around:
            if _is_near(spot, other, node, ground.view):
                found += [spot, other]
    return bool(found), tuple(found)


def _occurrences_of(node: Node, ground: Ground) -> list[tuple[int, int]]:
    """Where an operand of NEAR stands; of a NEAR itself the whole stretch."""
    if isinstance(node, Near):
        _, places = _evaluate_near(node, ground)
        return [(min(a[0], b[0]), max(a[1], b[1])) for a, b in list(pairwise(places))[::2]]
    return sorted(set(_evaluate_node(node, ground)[1]))


def _is_near(left: tuple[int, int], right: tuple[int, int], node: Near, view: View) -> bool:
    if left[1] <= right[0]:
        return view.tokens_between(left[1], right[0]) <= node.distance
    if right[1] <= left[0]:
        return not node.ordered and view.tokens_between(right[1], left[0]) <= node.distance
    return left != right and not node.ordered  # One inside the other: as near as can be.
