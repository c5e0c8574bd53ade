"""The values of one topic in a watchlist file → ``Topic``."""

from collections.abc import Mapping

from monitor.adapters.config.schema.paths import EACH, found_at, place_of
from monitor.adapters.config.schema.values import Values
from monitor.adapters.config.schema.yaml_tree import Node
from monitor.core.model.matches import Alias, Examples, Topic
from monitor.core.model.sources import Place


def build_topic(values: Values, tree: Node, number: int, *, watchlist: str, language: str) -> Topic:
    """``tree`` is the file's, ``number`` the topic's in it: they give aliases and examples their places."""
    name = values["name"]
    return Topic(
        id=values["id"],
        name={} if name is None else {language: name} if isinstance(name, str) else name,
        owner=values["owner"] or "",
        aliases=tuple(
            _build_alias(alias, place_of(tree, "topics", number, "aliases", index))
            for index, alias in enumerate(values["aliases"])
        ),
        query=values["query"] or "",
        exclude=values["exclude"],
        examples=Examples(
            match=values["examples"]["match"],
            reject=values["examples"]["reject"],
            places=_example_places(tree, number),
        ),
        watchlist=watchlist,
        near=values["near"],
        place=place_of(tree, "topics", number),
    )


def _build_alias(values: Values | str, place: Place) -> Alias:
    if isinstance(values, str):
        return Alias(text=values, place=place)
    return Alias(
        text=values["text"],
        sure=values["sure"],
        needs=values["needs"],
        within=values["within"],
        not_near=values["not_near"],
        title_only=values["title_only"],
        case_sensitive=values["case_sensitive"],
        versions=values["versions"],
        place=place,
    )


def _example_places(tree: Node, number: int) -> Mapping[str, Place]:
    return {
        scalar.raw.strip(): scalar.place
        for kind in ("match", "reject")
        for scalar in found_at(tree, "topics", number, "examples", kind, EACH)
    }
