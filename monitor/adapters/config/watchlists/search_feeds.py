"""Search feeds: a topic's aliases → the address of a news search that answers as RSS or Atom."""

import re
from collections.abc import Callable, Sequence
from typing import Final
from urllib.parse import quote_plus

from monitor.core.i18n.formats import regional_tag
from monitor.core.model.matches import Alias, Topic

_MOST_TERMS = 10
_LONGEST_QUERY = 240
"""Google stops reading at 32 words; other engines cut long queries too."""

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# Where hardly anybody writes Chinese, Han names only use up room.
_LATIN_ENGINES: Final = frozenset({"hnrss", "arxiv"})
_LABELS: Final = {
    "google-news": "Google News",
    "bing-news": "Bing News",
    "hnrss": "Hacker News",
    "reddit": "Reddit",
    "arxiv": "arXiv",
}


def search_title(engine: str, topic: Topic, language: str) -> str:
    """What the source is called: "Google News: 可灵 (zh-CN)"."""
    return f"{_LABELS[engine]}: {topic.label(language.partition('-')[0])} ({language})"


def search_url(engine: str, topic: Topic, language: str) -> str:
    """The address of this engine's feed for this topic; empty when the topic has no alias to search for."""
    latin_only = engine in _LATIN_ENGINES or not language.lower().startswith(("zh", "ja", "ko"))
    terms = _search_terms(topic, latin_only=latin_only, grouped=engine in {"google-news", "bing-news"})
    return _ENGINES[engine](terms, language) if terms else ""


def _search_terms(topic: Topic, *, latin_only: bool, grouped: bool) -> Sequence[str]:
    """The aliases as search terms, sure ones first, as many as fit."""
    aliases = [alias for alias in topic.aliases if not (latin_only and _HAN.search(alias.text))] or topic.aliases
    sure = [alias.text.casefold() for alias in aliases if not _is_weak(alias)]
    chosen: dict[str, str] = {}
    for alias in sorted(aliases, key=_is_weak):
        name = alias.text.casefold()
        if name in chosen or any(_also_finds(shorter, name) for shorter in sure):
            continue
        term = _search_term(alias, topic, latin_only=latin_only, grouped=grouped)
        if not chosen or len(" OR ".join([*chosen.values(), term])) <= _LONGEST_QUERY:
            chosen[name] = term
    return list(chosen.values())[:_MOST_TERMS]


def _also_finds(shorter: str, name: str) -> bool:
    """Whether a search for the shorter name finds the longer one as well: Sora 2 and Sora 2 Pro, 可灵 and 快手可灵."""
    if shorter == name or shorter not in name:
        return False
    return bool(_HAN.search(shorter) or re.search(rf"(?<!\w){re.escape(shorter)}(?!\w)", name))


def _is_weak(alias: Alias) -> bool:
    return alias.sure is False or (alias.sure is None and bool(alias.needs))


def _search_term(alias: Alias, topic: Topic, *, latin_only: bool, grouped: bool) -> str:
    """The quoted name; an ambiguous one together with words that belong to it, where the engine knows brackets."""
    name = _quote_term(alias.text)
    context = [word for word in (alias.needs or topic.near) if not (latin_only and _HAN.search(word))]
    if not (grouped and _is_weak(alias) and context):
        return name
    return f"({name} ({' OR '.join(_quote_term(word) for word in context[:4])}))"


def _quote_term(text: str) -> str:
    return '"' + text.replace('"', " ").strip() + '"'


def _google_url(terms: Sequence[str], language: str) -> str:
    base, _, country = regional_tag(language).partition("-")
    country = country.rpartition("-")[2].upper()
    script = {"CN": "zh-Hans", "SG": "zh-Hans", "TW": "zh-Hant", "HK": "zh-Hant"}.get(country) if base == "zh" else base
    edition = f"hl={base}-{country}&gl={country}&ceid={country}:{script or 'zh-Hans'}"
    # Without "when:" the search answers with what is most relevant of all years.
    return f"https://news.google.com/rss/search?q={quote_plus(f'({_any_of(terms)}) when:7d')}&{edition}"


def _bing_url(terms: Sequence[str], language: str) -> str:
    newest_first = "qft=sortbydate%3d%221%22"
    market = regional_tag(language)
    return (
        f"https://www.bing.com/news/search?q={quote_plus(_any_of(terms))}&{newest_first}"
        f"&format=rss&mkt={market}&setlang={market}"
    )


def _hnrss_url(terms: Sequence[str], language: str) -> str:  # noqa: ARG001 - every engine is called alike
    return f"https://hnrss.org/newest?q={quote_plus(_any_of(terms))}&count=50"


def _reddit_url(terms: Sequence[str], language: str) -> str:  # noqa: ARG001 - every engine is called alike
    return f"https://www.reddit.com/search.rss?q={quote_plus(_any_of(terms))}&sort=new&t=week"


def _arxiv_url(terms: Sequence[str], language: str) -> str:  # noqa: ARG001 - every engine is called alike
    query = quote_plus(" OR ".join(f"all:{term}" for term in terms))
    newest = "sortBy=submittedDate&sortOrder=descending&max_results=50"
    return f"https://export.arxiv.org/api/query?search_query={query}&{newest}"


def _any_of(terms: Sequence[str]) -> str:
    return " OR ".join(terms)


_ENGINES: Final[dict[str, Callable[[Sequence[str], str], str]]] = {
    "google-news": _google_url,
    "bing-news": _bing_url,
    "hnrss": _hnrss_url,
    "reddit": _reddit_url,
    "arxiv": _arxiv_url,
}
