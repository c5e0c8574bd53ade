"""F-48, F-51 to F-70 and F-80 to F-93: documents that mean harm or nonsense, taken by the whole program."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.adapters.fetch.fake import MemoryFetcher
from monitor.app.queries.sources import SourceRow, source_rows
from monitor.core.model.entries import Entry
from monitor.core.model.fetch import Fetched, FetchOutcome, Throttled, Unavailable
from monitor.core.model.filters import EntryFilter, MentionFilter
from monitor.core.model.matches import Mention
from monitor.core.model.sources import Source
from tests.app.harness import NOON, Harness, OpenHarness, rss

A, B = "https://a.example/feed.xml", "https://b.example/feed.xml"
OLD = NOON - timedelta(days=2)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NESTED_ENTITIES = "".join(f"<!ENTITY i{n} '{f'&i{n - 1};' * 10}'>" for n in range(1, 10))


async def source_of(harness: Harness, url: str = A) -> Source:
    return next(
        one for one in await harness.app.in_store.read(lambda tx: tx.sources.all()) if url == one.configured_url
    )


async def row_of(harness: Harness) -> SourceRow:
    """What ``monitor sources`` shows."""
    now, settings = harness.clock.now(), harness.app.settings
    (row,) = await harness.app.in_store.read(lambda tx: source_rows(tx, settings, now=now))
    return row


async def entries_of(harness: Harness) -> list[Entry]:
    return list(await harness.app.in_store.read(lambda tx: tx.entries.find(EntryFilter(limit=10_000))))


async def mentions_of(harness: Harness) -> list[Mention]:
    return list(await harness.app.in_store.read(lambda tx: tx.mentions.find(MentionFilter(limit=1000))))


def feed(*items: str, before: str = "") -> bytes:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f"{before}<rss version='2.0'><channel><title>T</title>{inner}</channel></rss>".encode()


def numbered(*numbers: int) -> bytes:
    return feed(*(f"<guid isPermaLink='false'>{n}</guid><title>Report {n}</title>" for n in numbers))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param(b"<html><title>Log in</title><form><input type=password></form></html>", "login", id="F-61"),
        pytest.param(b"<html><title>Free WiFi</title>captive portal</html>", "login", id="F-61 captive portal"),
        pytest.param(b"  \n", "empty", id="F-62"),
        pytest.param(rss(), "went empty", id="F-63"),
        pytest.param(b"<!doctype html><title>News</title><p>Words.", "this is a web page", id="F-74"),
        pytest.param(Unavailable(reason="answered 304 to an unconditional request"), "304", id="F-64"),
        pytest.param(Unavailable(reason="there is no document (404)"), "404", id="F-68"),
    ],
)
async def test_f61_to_f68_what_is_no_news_is_an_error_and_takes_nothing_away(
    open_harness: OpenHarness, body: bytes | FetchOutcome, words: str
) -> None:
    """The store's rows stay, the source says what is wrong and when it is asked again, and recovers."""
    async with open_harness({A: numbered(1, 2)}) as harness:
        await harness.round()
        harness.documents[A] = body
        done = await harness.round()
        failed = await source_of(harness)
        assert (done.failed, words in failed.error, failed.health == "ok") == (True, True, False), failed.error
        assert failed.next_due_at is not None
        assert harness.clock.now() < failed.next_due_at <= harness.clock.now() + DAY
        assert len(await entries_of(harness)) == 2
        harness.documents[A] = numbered(1, 2)
        await harness.round()
        assert (await source_of(harness)).health == "ok"
        assert len(await entries_of(harness)) == 2
        assert harness.team.envelopes == []


async def test_f67_a_permanent_move_is_followed_after_five_answers_in_three_days(open_harness: OpenHarness) -> None:
    async with open_harness({A: numbered(1)}) as harness:
        await harness.round()
        assert isinstance(harness.app.fetcher, MemoryFetcher)
        asked = []
        for day in range(7):
            body = numbered(*range(day + 2))
            harness.documents |= {A: Fetched(body=body, url=B, moved_to=B), B: body}
            await harness.round(after=DAY)
            asked.append(harness.app.fetcher.requests[-1].url)
        assert asked == [A] * 5 + [B] * 2
        assert len(await entries_of(harness)) == 8


async def test_f70_a_storm_of_503_is_asked_less_and_less_and_not_in_step(open_harness: OpenHarness) -> None:
    async with open_harness({A: numbered(1), B: numbered(1)}) as harness:
        await harness.round()
        harness.documents |= dict.fromkeys((A, B), Throttled(reason="too busy (503)"))
        waits = []
        for _ in range(10):
            await harness.round(after=2 * DAY, force=False)
            due = [(await source_of(harness, url)).next_due_at for url in (A, B)]
            waits.append([at - harness.clock.now() for at in due if at])
        assert waits[-1][0] > waits[0][0]
        assert all(wait <= DAY * 5 / 4 for pair in waits for wait in pair)
        assert any(a != b for a, b in waits), "two sources that failed together are not asked together for ever"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        pytest.param(
            feed("<title>&i9;</title>", before=f"<!DOCTYPE x [<!ENTITY i0 'lol'>{NESTED_ENTITIES}]>"), "&i9;", id="F-51"
        ),
        pytest.param(
            feed(f"<title>{'&a;' * 9000}</title>", before=f"<!DOCTYPE x [<!ENTITY a '{'a' * 9000}'>]>"),
            "&a;",
            id="F-52",
        ),
        pytest.param(
            feed("<title>&a;</title>", before="<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>"), "", id="F-53"
        ),
        pytest.param(
            feed("<title>t</title>", before="<?xml-stylesheet href='http://127.0.0.1:1/x'?><!DOCTYPE x SYSTEM 'y'>"),
            "t",
            id="F-54",
        ),
        pytest.param(feed(f"<title>t</title>{'<a>' * 20_000}{'</a>' * 20_000}"), "t", id="F-55"),
        pytest.param(feed(*["<title>a & b</title><description>x < y &nbsp;</description>"] * 300), "a & b", id="F-56"),
        pytest.param(feed("<title>t</title>").replace(b"</rss>", b"<!--" * 100_000 + b"</rss>"), "t", id="F-57"),
        pytest.param(
            feed(f"<title>t</title><description>&lt;p style='{'url(' * 50_000}'&gt;x</description>"), "t", id="F-58"
        ),
        pytest.param(
            feed(f"<title>{'T' * 1_000_000}</title>" + "<enclosure url='https://e.org/x'/>" * 5000), "T", id="F-60"
        ),
        pytest.param(feed("<title>a\x00b\x01</title>"), "ab", id="F-48"),
    ],
)
async def test_f48_f51_to_f60_a_hostile_document_is_read_without_harm(
    open_harness: OpenHarness, body: bytes, title: str
) -> None:
    async with open_harness({A: numbered(1), B: body}) as harness:
        await harness.round()
        shown = [entry.title for entry in await entries_of(harness) if entry.title != "Report 1"]
        assert shown
        assert all(one.startswith(title) and len(one) <= 1000 for one in shown)
        assert "Report 1" in {entry.title for entry in await entries_of(harness)}, "the honest source was read"


@pytest.mark.slow
async def test_f59_a_hundred_thousand_entries_are_capped_and_the_source_says_so(open_harness: OpenHarness) -> None:
    async with open_harness({A: numbered(*range(100_000))}) as harness:
        await harness.round()
        assert "5,000 of 100,000 entries read" in (await source_of(harness)).error
        assert len(await entries_of(harness)) == 5000
        await harness.round()
        assert "5,000 of 100,000" in (await row_of(harness)).source.error, "the same document, the same warning"


async def test_f80_entries_without_id_link_and_date_are_kept_once(open_harness: OpenHarness) -> None:
    async with open_harness(
        {A: feed("<description>One text.</description>", "<description>Other.</description>")}
    ) as harness:
        await harness.round()
        harness.documents[A] = feed(
            *(f"<description>{text}</description>" for text in ("Third.", "One text.", "Other."))
        )
        done = await harness.round()
        assert done.as_json()["entries_new"] == 1
        assert len(await entries_of(harness)) == 3


async def test_f81_one_id_on_different_entries_hides_none(open_harness: OpenHarness) -> None:
    same = "<guid isPermaLink='false'>1</guid>"
    texts = ("Prices of rice fall in the south", "Kling released version 3.1 today")
    async with open_harness({A: feed(*(f"{same}<title>{text}</title>" for text in texts))}) as harness:
        await harness.round()
        assert {entry.title for entry in await entries_of(harness)} == set(texts)


async def test_f82_f83_new_ids_and_tokens_in_links_at_every_fetch_are_no_news(open_harness: OpenHarness) -> None:
    def shown(fetch: int) -> bytes:
        return feed(
            *(
                f"<guid isPermaLink='false'>{fetch}-{n}</guid><link>https://a.example/{n}?token={fetch}</link>"
                f"<title>Kling report number {n} of the week</title>"
                for n in range(6)
            )
        )

    async with open_harness({A: shown(0)}) as harness:
        await harness.round()
        for fetch in range(1, 4):
            harness.documents[A] = shown(fetch)
            await harness.round()
        assert len(await entries_of(harness)) == 6
        assert "may have missed" not in (await source_of(harness)).error
        assert harness.team.envelopes == []


async def test_f84_an_edited_title_is_one_mention_marked_as_edited(open_harness: OpenHarness) -> None:
    async with open_harness({A: numbered(1)}) as harness:
        await harness.round()
        for title in ("Kling 3.1 released", "Kling 3.1 released (updated)"):
            item = f"<guid isPermaLink='false'>2</guid><title>{title}</title>"
            harness.documents[A] = numbered(1).replace(b"<item>", f"<item>{item}</item><item>".encode(), 1)
            await harness.round()
        (mention,) = await mentions_of(harness)
        edited = next(entry for entry in await entries_of(harness) if entry.id == mention.entry_id)
        assert (edited.title, edited.edited_at) == ("Kling 3.1 released (updated)", harness.clock.now())
        assert len(harness.team.envelopes) == 1


async def test_f85_impossible_dates_are_not_believed(open_harness: OpenHarness) -> None:
    dates = {
        "Sun, 23 Nov 2036 12:00:00 GMT": "first_seen",
        "0000-01-01T00:00:00Z": "first_seen",
        "9999-12-31T23:59:59-99:99": "first_seen",
        "32 Foo 2026": "first_seen",
        "Mon, 23 Nov 26 10:00:00 GMT": "stated",
        "2026-11-23T10:00:00": "stated",
    }
    items = [
        f"<guid isPermaLink='false'>{n}</guid><title>Report {n}</title><pubDate>{date}</pubDate>"
        for n, date in enumerate(dates)
    ]
    async with open_harness({A: feed(*items)}) as harness:
        await harness.round()
        seen = {entry.title: entry.trust for entry in await entries_of(harness)}
        assert seen == {f"Report {n}": trust for n, trust in enumerate(dates.values())}


async def test_f86_a_new_order_is_no_news_and_one_in_the_middle_is_one(open_harness: OpenHarness) -> None:
    async with open_harness({A: numbered(1, 2, 3, 4, 5, 6)}) as harness:
        await harness.round()
        harness.documents[A] = numbered(6, 2, 4, 1, 3, 5)
        assert (await harness.round()).as_json()["entries_new"] == 0
        harness.documents[A] = numbered(6, 2, 4, 7, 1, 3, 5)
        assert (await harness.round()).as_json()["entries_new"] == 1


async def test_f87_a_poll_without_one_known_entry_warns_and_the_next_comes_sooner(open_harness: OpenHarness) -> None:
    async with open_harness({A: numbered(*range(10))}) as harness:
        settings = harness.app.settings
        harness.app = replace(harness.app, settings=replace(settings, polling=replace(settings.polling, budget=2)))
        await harness.round()
        before = await source_of(harness)
        assert before.next_due_at is not None
        waited = before.next_due_at - harness.clock.now()
        for first in (100, 200, 300):
            harness.documents[A] = numbered(*range(first, first + 10))
            await harness.round(after=6 * HOUR)
        gap = await source_of(harness)
        assert gap.error == "may have missed entries: none of the last poll's entries are left"
        assert gap.next_due_at is not None
        assert gap.next_due_at - harness.clock.now() < waited / 2
        await harness.round()
        assert "may have missed" in (await row_of(harness)).source.error, "an unchanged document takes nothing back"


@pytest.mark.parametrize(
    ("item", "title", "text"),
    [
        pytest.param(
            "<title>t</title><description><![CDATA[<p onclick='x()'>a</p><script>s()</script><iframe src='x'></iframe>"
            "<svg><style>s</style></svg><math><mtext><style><img src=x onerror=s()></style></mtext></math>]]>"
            "</description>",
            "t",
            "a",
            id="F-88",
        ),
        pytest.param("<title>ab\u202e\u200bcd\u2066</title>", "abcd", "", id="F-90"),
        pytest.param("<title><![CDATA[a <![CDATA[ b]]></title>", "a <![CDATA[ b", "", id="F-93 CDATA"),
    ],
)
async def test_f88_to_f93_what_is_shown_is_plain_text(
    open_harness: OpenHarness, item: str, title: str, text: str
) -> None:
    async with open_harness({A: feed(item)}) as harness:
        await harness.round()
        (entry,) = await entries_of(harness)
        assert (entry.title, entry.text) == (title, text)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "https://e.org/" + "x" * 100_000]
)
async def test_f89_a_link_that_is_none_is_left_out(open_harness: OpenHarness, link: str) -> None:
    async with open_harness({A: feed(f"<title>t</title><link>{link}</link>")}) as harness:
        await harness.round()
        (entry,) = await entries_of(harness)
        assert entry.url == ""


async def test_f90_a_name_with_zero_width_signs_and_storms_of_accents_is_still_found(open_harness: OpenHarness) -> None:
    async with open_harness({A: feed(f"<title>K\u200bling\u202e news e{chr(0x301) * 5000}</title>")}) as harness:
        await harness.round()
        assert [mention.topic for mention in await mentions_of(harness)] == ["kling"]


async def test_f91_a_shortened_title_ends_with_a_whole_sign(open_harness: OpenHarness) -> None:
    family = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}\u200d\N{BOY}"
    async with open_harness({A: feed(f"<title>ab{family * 400}</title>")}) as harness:
        await harness.round()
        (entry,) = await entries_of(harness)
        assert entry.title.removesuffix("…").removeprefix("ab").replace(family, "") == ""


async def test_f92_half_a_surrogate_pair_from_json_is_stored_sent_and_harmless(open_harness: OpenHarness) -> None:
    item = r'{"id": "1", "title": "Kling \ud83d 3.1", "content_text": "released \udc00", "url": "https://e.org/\ud800"}'
    head = '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": ['
    async with open_harness({A: f"{head}]}}".encode()}) as harness:
        await harness.round()
        harness.documents[A] = f"{head}{item}]}}".encode()
        await harness.round()
        (entry,) = await entries_of(harness)
        assert entry.title == "Kling 3.1"
        (entry.title + entry.text + entry.url).encode()
        assert len(await mentions_of(harness)) == 1
        assert len(harness.team.envelopes) == 1


async def test_f93_xhtml_and_base64_content_is_read(open_harness: OpenHarness) -> None:
    coded = base64.b64encode("<p>可灵</p>".encode()).decode()
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>t</title><entry><id>1</id><title>a</title>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>one <b>two</b></p></div></content></entry>"
        f"<entry><id>2</id><title>b</title><content type='text/html' mode='base64'>{coded}</content></entry></feed>"
    )
    async with open_harness({A: atom.encode()}) as harness:
        await harness.round()
        assert {entry.title: entry.text for entry in await entries_of(harness)} == {"a": "one two", "b": "可灵"}


async def test_a_source_that_is_blocked_says_since_when_and_refreshing_it_does_not_forget_it(
    open_harness: OpenHarness,
) -> None:
    """NOON is 20:00 in Shanghai, the zone of these settings."""
    async with open_harness({A: numbered(1)}) as harness:
        await harness.round()
        harness.documents[A] = Unavailable(reason="blocked: the server asks for a login", blocked=True)
        await harness.round()
        shown = (await row_of(harness)).source
        assert (shown.health, shown.error) == ("blocked", "blocked: the server asks for a login (since 22:00)")
        await harness.round(after=DAY, force=True)
        shown = (await row_of(harness)).source
        assert shown.error == "blocked: the server asks for a login (since 2026-11-23 22:00)"
        assert shown.failures == 2
        harness.documents[A] = numbered(1)
        await harness.round()
        assert ((await row_of(harness)).source.health, (await row_of(harness)).source.error) == ("ok", "")


async def test_a_feed_cut_short_is_truncated_and_is_read_whole_at_the_next_poll(open_harness: OpenHarness) -> None:
    whole = numbered(1, 2, 3)
    async with open_harness({A: whole[: whole.index(b"Report 3")]}) as harness:
        await harness.round()
        assert (await row_of(harness)).source.health == "truncated"
        assert {entry.title for entry in await entries_of(harness)} == {"Report 1", "Report 2"}
        harness.documents[A] = whole
        await harness.round()
        assert (await row_of(harness)).source.health == "ok"
        assert len(await entries_of(harness)) == 3


async def test_a_silent_source_keeps_its_warnings(open_harness: OpenHarness) -> None:
    """Twenty-four entries, one an hour, and then none for twenty days; the document is a malformed one."""
    dated = [(f"t{n}", "x", NOON - n * HOUR) for n in range(24)]
    body = rss(*dated).replace(b"<item>", b"<item><pubDate>32 Foo 2026</pubDate><title>odd</title></item><item>", 1)
    async with open_harness({A: body}) as harness:
        await harness.round()
        warned = (await row_of(harness)).source.error
        for _ in range(10):
            await harness.round(after=2 * DAY)
        row = await row_of(harness)
        assert row.source.health == "silent"
        assert row.source.error.startswith("silent: ")
        assert warned in row.source.error
