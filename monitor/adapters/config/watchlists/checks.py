"""Checks over all watchlist files together; they read the trees, so a mistake elsewhere does not hide them."""

from collections.abc import Iterable, Sequence

from monitor.adapters.config.schema.formats import suggest_word
from monitor.adapters.config.schema.paths import EACH, found_at
from monitor.adapters.config.schema.values import Site
from monitor.adapters.config.schema.yaml_tree import Node, Scalar
from monitor.core.model.sources import Place


def check_watchlists(trees: Sequence[Node], site: Site, *, complete: bool) -> None:
    """Ids and names once over all files; every topic that a source or search names exists.

    Without ``complete`` a file could not be read, and the topics named may stand in it.
    """
    ids = [scalar for tree in trees for scalar in found_at(tree, "topics", EACH, "id")]
    _report_repeated(ids, "topics have the id", site)
    _report_repeated(
        [scalar for tree in trees for scalar in found_at(tree, "watchlist")], "watchlists are called", site
    )
    known = tuple(dict.fromkeys(scalar.raw for scalar in ids))
    for tree in trees if complete else ():
        for part in ("sources", "searches"):
            for scalar in found_at(tree, part, EACH, "topics", EACH):
                if scalar.raw not in known:
                    hint = suggest_word(scalar.raw, known)
                    expected = "" if hint else f"one of {', '.join(known[:20])}" if known else ""
                    site.report(scalar.place, f"there is no topic {scalar.raw}", expected=expected, hint=hint)


def _report_repeated(scalars: Iterable[Scalar], what: str, site: Site) -> None:
    first: dict[str, Place] = {}
    for scalar in scalars:
        if (earlier := first.get(scalar.raw)) is not None:
            hint = f"the first is at {earlier.file}:{earlier.line}:{earlier.column}"
            site.report(scalar.place, f"two {what} {scalar.raw}", hint=hint)
        first.setdefault(scalar.raw, scalar.place)
