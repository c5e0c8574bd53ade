"""Searching: exact for Chinese from two characters on, by word and prefix for Latin, after edits and removals too."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.adapters.store.database import DatabaseStore
from monitor.adapters.store.reading import search
from monitor.app.queries import search as queries
from monitor.app.queries.search import SearchWish, read_search, search_entries
from monitor.core.model.entries import ParsedEntry
from monitor.core.model.searches import SearchFilter
from monitor.core.model.sources import SourceSpec
from monitor.errors import QueryError, UserError
from monitor.ports import Transaction
from tests.adapters.store.conftest import START, StoreHarness

TEXTS = (
    ("海鸥动力发布新款帆车", "海鸥动力今天在汉堡发布新款帆车，续航三百公里。"),
    ("Kestrel Drones opens a plant", "The plant near Graz builds 40 inverters a day."),
    ("风力与太阳", "索拉拉屋顶板的价格下降，用户可灵活安装。"),
    ("Café owners buy solar roofs", "Roofs by Solara; 「太阳能屋顶」 is what the sign says."),
    ("電気新聞：ソララの屋根", "ソララの太陽光パネルが値下げされた。"),
    ("ＧＰＴ－４ｏ mini", "version 2.1 of it"),
)


def stored(tx: Transaction) -> int:
    tx.sources.sync([SourceSpec(url="https://a.example/feed", title="A Gazette", lang="zh")], now=START)
    source = tx.sources.all()[0].id
    for number, (title, text) in enumerate(TEXTS):
        add(tx, source, number, title, text)
    return source


def add(tx: Transaction, source: int, number: int, title: str, text: str) -> int:
    parsed = ParsedEntry(title=title, text=text, url=f"https://a.example/{number}", author="Ada" if number % 2 else "")
    return tx.entries.add(
        source, parsed, key=str(number), content_hash=title, keys={number: "guid"}, first_sight=False,
        now=START + timedelta(minutes=number),
    )  # fmt: skip


def index(store: DatabaseStore) -> None:
    while True:
        with store.write() as tx:
            if not tx.search_index.index_more(limit=2):
                return


def found(store: DatabaseStore, query: str, **filters: object) -> list[int]:
    """Places in ``TEXTS``, the newest first; the count is the same."""
    wanted, _ = read_search(SearchWish(query=query, filters=SearchFilter(**filters)), topics=["kestrel"])  # type: ignore[arg-type] # a shorthand
    with store.read() as tx:
        hits = tx.search.find(wanted)
        assert tx.search.count(wanted) == len(hits)
    return [int(hit.key) for hit in hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("海鸥", [0]),
        ("动力", [0]),
        ("鸥动", [0]),
        ("发布新款", [0]),
        ("可灵", [2]),  # within 可灵活: any two characters that stand side by side
        ("风", [2]),
        ("太阳", [4, 3, 2]),  # 太陽 is written for it
        ("太陽", [4, 3, 2]),
        ("太阳能", [3]),
        ("太阳新", []),
        ("ソララ", [4]),
        ("屋根", [4]),
        ("solar", [3]),  # a word, not a part of Solara
        ("solar*", [3]),
        ("invert", []),
        ("invert*", [1]),
        ("cafe", []),
        ("Café", [3]),
        ("gpt-4o", [5]),
        ('"2.1"', [5]),
        ("kestrel OR 海鸥", [1, 0]),
        ("plant -graz", []),
        ("太阳 -屋顶", [4]),
        ('"opens a plant"', [1]),
        ('"plant a opens"', []),
        ("title:plant", [1]),
        ("body:海鸥 title:帆车", [0]),
        ("title:汉堡", []),
        ("source:gazette plant", [1]),
        ("lang:zh plant", [1]),
        ("lang:en plant", []),
        ("plant -lang:zh", []),
        ("plant -lang:en", [1]),
        ("太阳 -author:ada", [4, 2]),
        ("太阳 -(author:ada OR source:courier)", [4, 2]),
        ("NOT author:ada", [4, 2, 0]),
        ("plant -source:gazette", []),
        ("plant -@kestrel", [1]),
        ("author:ada plant", [1]),
        ('"; DROP TABLE entry; --" OR kestrel', [1]),
        ("kestrel NEAR/3 plant", [1]),
    ],
)
def test_what_is_asked_is_found_and_nothing_else(store: DatabaseStore, query: str, expected: list[int]) -> None:
    with store.write() as tx:
        stored(tx)
    index(store)
    assert found(store, query) == expected


def test_every_part_of_a_chinese_text_is_found(store: DatabaseStore) -> None:
    with store.write() as tx:
        stored(tx)
    index(store)
    sentence = TEXTS[0][1].split("，")[0]
    for length in (2, 3, 4, 7):
        for start in range(len(sentence) - length + 1):
            assert 0 in found(store, sentence[start : start + length])


def test_filters_and_pages(store: DatabaseStore) -> None:
    with store.write() as tx:
        source = stored(tx)
    index(store)
    assert found(store, "", source_id=source) == [5, 4, 3, 2, 1, 0]
    assert found(store, "", since=START + timedelta(minutes=4)) == [5, 4]
    assert found(store, "太阳", until=START + timedelta(minutes=3)) == [2]
    with store.read() as tx:
        wanted, _ = read_search(SearchWish(query="太阳 OR plant"), topics=[])
        first = tx.search.find(replace(wanted, limit=1))
        rest = tx.search.find(replace(wanted, before_id=first[0].id))
        best = tx.search.find(replace(wanted, order="best"))
    assert [hit.key for hit in (*first, *rest)] == ["4", "3", "2", "1"]
    assert sorted(hit.key for hit in best) == ["1", "2", "3", "4"]


def test_an_edit_is_found_by_what_it_says_now(store: DatabaseStore) -> None:
    with store.write() as tx:
        stored(tx)
    index(store)
    with store.write() as tx:
        for text in ("Kestrel closes the plant", "Kestrel sells the works"):
            parsed = ParsedEntry(title=text, text="In Porto.", url="https://a.example/0")
            tx.entries.update(1, parsed, content_hash=text, keys={}, now=START + timedelta(hours=1))
    assert found(store, "海鸥") == [0]  # the index follows
    index(store)
    assert (found(store, "海鸥"), found(store, "closes"), found(store, "works"), found(store, "porto")) == (
        [],
        [],
        [0],
        [0],
    )


@pytest.mark.parametrize("edited", [False, True])
def test_what_is_removed_leaves_no_word_behind(store: DatabaseStore, edited: bool) -> None:
    with store.write() as tx:
        stored(tx)
    index(store)
    if edited:
        with store.write() as tx:
            parsed = ParsedEntry(title="Other words", text="altogether", url="https://a.example/0")
            tx.entries.update(1, parsed, content_hash="x", keys={}, now=START + timedelta(hours=1))
    with store.write() as tx:
        assert tx.retention.prune(entries_before=START + timedelta(days=1), deliveries_before=START) == len(TEXTS)
    index(store)
    with store.write() as tx:
        source = tx.sources.all()[0].id
        add(tx, source, 99, "Solara", "again")
    index(store)
    for query in ("海鸥", "plant", "other", "altogether", "太阳"):
        assert found(store, query) == []
    assert found(store, "solara") == [99]


def test_progress_says_how_far_behind_the_index_is(store: DatabaseStore) -> None:
    with store.write() as tx:
        stored(tx)
        assert tx.search.progress().is_behind
        tx.search_index.index_more(limit=2)
        assert (tx.search.progress().indexed_to, tx.search.progress().newest) == (2, len(TEXTS))
    index(store)
    with store.read() as tx:
        assert not tx.search.progress().is_behind


@pytest.mark.parametrize("query", ["-kestrel", "*trel", "re:/kest.*/", "(lang:en OR plant)", '"…"', "a AND"])
def test_what_cannot_be_asked_is_said(query: str) -> None:
    with pytest.raises((UserError, QueryError)):
        read_search(SearchWish(query=query), topics=[])


@pytest.mark.parametrize(("query", "told"), [("plant OR -lang:zh", "-lang:…"), ("plant OR -@kling", "-@kling")])
def test_a_condition_within_or_is_told_by_itself(query: str, told: str) -> None:
    with pytest.raises(UserError) as caught:
        read_search(SearchWish(query=query), topics=["kling"])
    assert f"write (a OR b) {told}" in str(caught.value)


SIGNED = (
    ("Letters from A to C", "C is the third."),
    ("The yard learns C++", "A course for its planners."),
    ("Riveters want C++20, not C", "They wrote to the yard."),
    ("Plan C", "Ropes, abc++ and c+ +."),
    ("Ａ course in Ｃ＋＋", "Again."),
    ("Net profit", "The .NET yard at T. Bay; R & D rose by 5 %."),
    ("Neural net", "R: d. Boats of AT&T; plain nets (5)."),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("C++", [4, 2, 1]),
        ("c++ course", [4, 1]),
        ("course OR c++", [4, 2, 1]),
        ("title:c++ yard", [2, 1]),
        ("body:c++", []),
        ('"C++ B"', []),
        ("C -C++", [3, 0]),
        ("C++*", [4, 2, 1]),
        (".net", [5]),
        ("net -.net", [6]),
        ("AT&T", [6]),
        ("R&D", [5]),
        ("5%", [5]),
        ("C", [4, 3, 2, 1, 0]),
    ],
)
def test_signs_count_that_no_index_keeps(store: DatabaseStore, query: str, expected: list[int]) -> None:
    with store.write() as tx:
        tx.sources.sync([SourceSpec(url="https://a.example/feed", title="A Gazette")], now=START)
        for number, (title, text) in enumerate(SIGNED):
            add(tx, tx.sources.all()[0].id, number, title, text)
    index(store)
    for order in ("newest", "best"):
        wanted, plan = read_search(SearchWish(query=query, order=order), topics=[])
        with store.read() as tx:
            result = search_entries(tx, wanted, plan)
        assert sorted((int(hit.entry.key) for hit in result.hits), reverse=True) == expected
        assert (result.count, result.is_exact, result.more) == (len(expected), True, None)


@pytest.mark.parametrize("looked_at", [100, 6])
def test_what_is_looked_at_twice_has_pages_and_none_is_left_out(
    store: DatabaseStore, monkeypatch: pytest.MonkeyPatch, looked_at: int
) -> None:
    """Also where there is more than one answer looks at: it says so, and where to go on."""
    monkeypatch.setattr(queries, "_AT_ONCE", 3)
    monkeypatch.setattr(queries, "_MOST_LOOKED_AT", looked_at)
    with store.write() as tx:
        tx.sources.sync([SourceSpec(url="https://a.example/feed", title="A Gazette")], now=START)
        for number in range(20):
            add(tx, tx.sources.all()[0].id, number, f"{number}: {'C++' if number % 3 else 'C'}", "")
    index(store)
    wish = SearchWish(query="c++", filters=SearchFilter(limit=2))
    wanted, plan = read_search(wish, topics=[])
    seen: list[int] = []
    pages = 0
    with store.read() as tx:
        while True:
            result = search_entries(tx, wanted, plan)
            assert (result.count, result.is_exact) == ((13, True) if looked_at == 100 else (20, False))
            seen += [int(hit.entry.key) for hit in result.hits]
            pages += 1
            if result.more is None:
                break
            assert len(result.hits) <= 2
            wanted = replace(wanted, before_id=result.more)
    assert seen == [number for number in reversed(range(20)) if number % 3]
    assert pages >= 7


def test_what_is_near_in_none_of_the_hits_hides_none(store: DatabaseStore) -> None:
    """Both words stand in it, and not near each other."""
    with store.write() as tx:
        stored(tx)
    index(store)
    wanted, plan = read_search(SearchWish(query="plant NOT (kestrel NEAR/1 inverters)"), topics=[])
    with store.read() as tx:
        result = search_entries(tx, wanted, plan)
    assert [hit.entry.key for hit in result.hits] == ["1"]
    assert not result.is_exact


@pytest.mark.parametrize(
    "filters",
    [
        {"topics": ("ferries",)},
        {"topics": ("ferries", "trams")},
        {"topics": ("ferries",), "since": START + timedelta(hours=3)},
        {"topics": ("ferries",), "before_id": 5},
        {"signal": "launch"},
        {"topics": ("nothing",)},
    ],
)
def test_what_many_mention_is_found_as_what_few_do(
    store: DatabaseStore, harness: StoreHarness, monkeypatch: pytest.MonkeyPatch, filters: dict[str, Any]
) -> None:
    with store.write() as tx:
        for number in range(8):
            topics = ["ferries", *(["trams"] if number % 2 else [])] if number else ["trams"]
            harness.report(tx, f"news {number}", topics=topics, at=harness.now + timedelta(hours=number))
    wanted = SearchFilter(limit=3, **filters)
    with store.read() as tx:
        few, all_of_few = tx.search.find(wanted), tx.search.count(wanted)
        monkeypatch.setattr(search, "MOST_COUNTED", 2)
        many, all_of_many = tx.search.find(wanted), tx.search.count(wanted)
    assert list(many) == list(few)
    assert all_of_many == min(all_of_few, 3)
    assert [entry.id for entry in few] == sorted((entry.id for entry in few), reverse=True)
    assert bool(few) is (filters != {"topics": ("nothing",)})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("site:gazette.example", [2, 1, 0]),
        ("site:Gazette.Example ferry", [1, 0]),
        ("site:www.gazette.example", [1]),
        ("site:example", [5, 4, 3, 2, 1, 0]),
        ("site:gazette", []),
        ("source:gazette", [5, 4, 3, 2, 1, 0]),
        ("site:bücher.example", [5]),
        ("pier -site:gazette.example", [5, 4, 3]),
    ],
)
def test_a_site_is_that_of_the_entry_as_in_topics(store: DatabaseStore, query: str, expected: list[int]) -> None:
    """Not that of the source, which may carry many outlets."""
    addresses = (
        "https://gazette.example/ferry", "http://www.Gazette.example", "https://gazette.example:8443/a?b=c",
        "https://mygazette.example/", "https://other.example/gazette.example/", "https://bücher.example/1",
    )  # fmt: skip
    with store.write() as tx:
        tx.sources.sync([SourceSpec(url="https://gazette.search.example/feed", title="Search")], now=START)
        for number, address in enumerate(addresses):
            parsed = ParsedEntry(
                title=f"A {'pier' if number else 'ferry'}", text="ferry" if number < 2 else "", url=address
            )
            tx.entries.add(
                tx.sources.all()[0].id, parsed, key=str(number), content_hash=address, keys={number: "guid"},
                first_sight=False, now=START + timedelta(minutes=number),
            )  # fmt: skip
    index(store)
    assert found(store, query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lang:zh", [3, 1, 0]),
        ("lang:ZH-cn", [0]),
        ("lang:zh-tw", [1]),
        ("lang:en", [2]),
        ("-lang:zh", [4, 2]),
        ("lang:z", None),
    ],
)
def test_a_language_is_found_with_its_regions(store: DatabaseStore, query: str, expected: list[int] | None) -> None:
    """Of the entry, or of its source: chosen or learnt."""
    with store.write() as tx:
        tx.sources.sync(
            [
                SourceSpec(url="https://a.example/feed", lang="zh-CN"),
                SourceSpec(url="https://b.example/feed", lang="zh-TW"),
                SourceSpec(url="https://c.example/feed"),
            ],
            now=START,
        )
        sources = {source.url: source for source in tx.sources.all()}
        learnt = sources["https://c.example/feed"]
        own = ("", "", "en-GB", "", "fi")
        for number, lang in enumerate(own):
            source = sources[f"https://{'abc'[min(number, 2)]}.example/feed"]
            parsed = ParsedEntry(title="Pier", text="", url=f"https://e.example/{number}", lang=lang)
            tx.entries.add(
                source.id, parsed, key=str(number), content_hash=str(number), keys={number: "guid"},
                first_sight=False, now=START + timedelta(minutes=number),
            )  # fmt: skip
        tx.sources.save(replace(learnt, lang="zh"), now=START)
    index(store)
    if expected is None:
        with pytest.raises(QueryError):
            found(store, query)
    else:
        assert found(store, query) == expected
