"""The sources and searches of all watchlist files → one list of ``SourceSpec``, each address once."""

from collections.abc import Mapping
from dataclasses import field, replace

from monitor.adapters.config.schema.values import Site, Values
from monitor.adapters.config.watchlists.search_feeds import search_title, search_url
from monitor.adapters.config.watchlists.source_keys import RSSHUB
from monitor.core.i18n.formats import regional_tag
from monitor.core.model.matches import Topic
from monitor.core.model.settings import Settings
from monitor.core.model.sources import Place, Selectors, SourceSpec
from monitor.core.parse.kinds import SOURCE_KINDS
from monitor.core.text.urls import feed_address
from monitor.values import dataclass

# Two files may each say a part; what both say must be the same, or one of them would be passed over in silence.
_MERGED = (
    "kind",
    "lang",
    "timezone",
    "tier",
    "every",
    "at",
    "active",
    "priority",
    "fulltext",
    "headers",
    "auth",
    "proxy",
    "selectors",
)
_NOTHING = SourceSpec(url="")


@dataclass(slots=True, kw_only=True)
class SourceList:
    """Collects sources file by file; the same canonical URL in two files is one source."""

    settings: Settings
    site: Site
    found: dict[str, tuple[SourceSpec, Place]] = field(default_factory=dict)

    def add(self, values: Values) -> None:
        """A source as a file states it."""
        spec = source_spec(values, self.settings)
        key, place = feed_address(spec.url), values[""]
        if (earlier := self.found.get(key)) is not None:
            spec = self._merged(*earlier, spec, place)
        self.found[key] = (spec, place)

    def search(self, values: Values, topics: Mapping[str, Topic]) -> None:
        """One source for each topic of a search."""
        language = values["language"] or regional_tag(self.settings.language)
        for topic_id in values["topics"] or topics:
            topic = topics[topic_id]
            url = search_url(values["engine"], topic, language)
            if url:
                self.found.setdefault(feed_address(url), (_search_spec(values, topic, url, language), values[""]))
            elif values["topics"]:
                self.site.report(values[""], f"the topic {topic_id} has no aliases to search for")

    def specs(self) -> tuple[SourceSpec, ...]:
        """All sources, in the order they were first named."""
        return tuple(spec for spec, _ in self.found.values())

    def _merged(self, first: SourceSpec, first_place: Place, second: SourceSpec, place: Place) -> SourceSpec:
        """Both statements about one source as one."""
        where = f"{first_place.file}:{first_place.line}:{first_place.column}"
        if first_place.file == place.file:
            self.site.report(place, f"the source {second.url} stands here twice", hint=f"the first is at {where}")
            return first
        changes: Values = {"title": first.title or second.title}
        for name in _MERGED:
            ours, theirs, nothing = getattr(first, name), getattr(second, name), getattr(_NOTHING, name)
            if nothing not in (ours, theirs) and ours != theirs:
                self.site.report(
                    place, f"two files state another {name} for {second.url}", hint=f"the other is at {where}"
                )
            changes[name] = theirs if ours == nothing else ours
        limited = first.topics is not None and second.topics is not None
        changes["topics"] = (first.topics or frozenset()) | (second.topics or frozenset()) if limited else None
        return replace(first, **changes)


def source_spec(values: Values, settings: Settings) -> SourceSpec:
    """The values of one source as ``SourceSpec``; ``rsshub:/path`` becomes an address."""
    url, kind = values["url"], values["kind"]
    # On kinds with selectors "title" is the selector of an item's title, as CONTRACTS has it.
    selecting = "title" in SOURCE_KINDS[kind].selectors
    return SourceSpec(
        url=settings.rsshub + url.removeprefix(RSSHUB) if url.startswith(RSSHUB) else url,
        kind=kind,
        title="" if selecting else values["title"] or "",
        lang=values["lang"] or "",
        timezone=values["timezone"] or "",
        tier=values["tier"],
        **_polling_values(values),
        fulltext=values["fulltext"],
        headers=values["headers"] or {},
        auth=values["auth"] or "",
        topics=frozenset(values["topics"]) if values["topics"] is not None else None,
        selectors=_build_selectors(values) if values["item"] is not None else None,
        place=values[""],
    )


def _build_selectors(values: Values) -> Selectors:
    return Selectors(
        item=values["item"],
        link=values["link"] or "",
        title=(values["title"] or "") if "title" in SOURCE_KINDS[values["kind"]].selectors else "",
        date=values["date"] or "",
        text=values["text"] or "",
    )


def _polling_values(values: Values) -> Values:
    """When and by which way a source or a search is asked."""
    return {
        "every": values["every"],
        "at": tuple(sorted(values["at"] or ())),
        "active": values["active"] or "",
        "priority": values["priority"],
        "proxy": values["proxy"],
    }


def _search_spec(values: Values, topic: Topic, url: str, language: str) -> SourceSpec:
    return SourceSpec(
        url=url,
        title=search_title(values["engine"], topic, language),
        lang=language.partition("-")[0],
        tier="aggregator",
        **_polling_values(values),
        # The text behind a search hit belongs to another source's page, often behind a redirect.
        fulltext="never",
        search_topic=topic.id,
        place=values[""],
    )
