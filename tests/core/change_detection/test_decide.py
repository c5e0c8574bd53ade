"""New, edited, unchanged, re-issued: what a poll means, told from ids, links, titles and texts that may all lie."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.change_detection.decide import New, decide_changes
from monitor.core.change_detection.feed_quirks import FeedShape
from monitor.core.change_detection.identity import identify_all, identify_entry, to_look_up
from monitor.core.change_detection.titles import steady_title, titles_related
from monitor.core.model.entries import ParsedEntry
from tests.core.change_detection.decision_harness import NOON, NOW, DecisionHarness
from tests.examples import examples

LONG = "A paragraph long enough to be told from every other paragraph of this little newsroom, and then some. "


def article(
    number: int, *, guid: str | None = None, url: str | None = None, title: str = "", text: str = ""
) -> ParsedEntry:
    word = f"{number * 7919 + 4096:x}w"
    return ParsedEntry(
        guid=f"id-{number}" if guid is None else guid,
        url=f"https://example.com/{number}" if url is None else url,
        title=title or f"{word} and {number * 104729 + 4096:x}v",
        text=text or f"{word} {number}: {LONG}",
        published_at=NOON + timedelta(minutes=number),
    )


def articles(first: int, last: int) -> list[ParsedEntry]:
    return [article(number) for number in range(first, last)]


@pytest.fixture
def harness() -> DecisionHarness:
    return DecisionHarness()


def test_new_entries_are_new_once_and_then_silent(harness: DecisionHarness) -> None:
    assert harness.poll(articles(0, 10)) == {"New": 10}
    assert harness.poll(articles(0, 10)) == {"Unchanged": 10}
    assert harness.poll(articles(2, 12)) == {"Unchanged": 8, "New": 2}


def test_a_feed_that_flaps_stays_silent(harness: DecisionHarness) -> None:
    harness.poll(articles(0, 20))
    for poll in range(30):
        shown = articles(0, 10) if poll % 2 else articles(10, 20)
        assert harness.poll(list(reversed(shown))) == {"Unchanged": 10}


def test_a_known_entry_stands_for_one_entry_of_a_poll_only(harness: DecisionHarness) -> None:
    """Of two that could be it, one is its edit and the other is new: else each poll would edit one into the other."""
    url = "https://example.com/of-both"
    was = article(1, url=url)
    harness.poll([was, *articles(2, 6)])
    moved = article(1, url=f"{url}-moved", text=f"Entirely other words. {LONG}")
    both = [moved, article(7, guid="", url=url, title=was.title, text=f"{was.text} More of it.")]
    assert harness.poll([*both, *articles(2, 6)]) == {"Edited": 1, "New": 1, "Unchanged": 4}
    assert harness.poll([*both, *articles(2, 6)]) == {"Unchanged": 6}


def test_entries_stay_known_after_retention_removed_them(harness: DecisionHarness) -> None:
    harness.poll(articles(0, 5))
    harness.forget_entries()
    assert harness.poll(articles(0, 6)) == {"Unchanged": 5, "New": 1}


def test_changed_text_under_the_same_id_is_an_edit(harness: DecisionHarness) -> None:
    harness.poll(articles(0, 3))
    edited = [
        article(0),
        article(1, text="Corrected. " + LONG),
        article(2, title=article(2).title + ", reworded"),
    ]
    assert harness.poll(edited) == {"Unchanged": 1, "Edited": 2}
    assert harness.poll(edited) == {"Unchanged": 3}


def test_a_feed_that_renews_all_its_ids_and_links_stays_silent(harness: DecisionHarness) -> None:
    harness.poll(articles(0, 10))
    for poll in range(3):
        renewed = [
            article(n, guid=f"new-{poll}-{n}", url=f"https://example.com/v{poll}/{n}", text=f"Short {poll}")
            for n in range(10)
        ]
        assert harness.poll(renewed)["New"] == 0
    assert harness.shape.new_guids
    mixed = [article(n, guid=f"again-{n}", url="https://example.com/w") for n in range(5, 15)]
    assert harness.poll(mixed)["New"] == 5


def test_a_token_in_the_link_makes_no_new_entry(harness: DecisionHarness) -> None:
    def shown(token: str) -> list[ParsedEntry]:
        return [article(n, guid="", url=f"https://example.com/{n}?token={token}0a1b2c3d4e5f6a7b") for n in range(4)]

    harness.poll(shown("a"))
    assert harness.poll(shown("b")) == {"Unchanged": 4}


def test_one_link_on_all_entries_identifies_nothing(harness: DecisionHarness) -> None:
    shown = [article(n, guid="", url="https://example.com/") for n in range(8)]
    assert harness.poll(shown) == {"New": 8}
    assert harness.shape.shared_links
    assert harness.poll([*shown[3:], article(8, guid="", url="https://example.com/")]) == {"Unchanged": 5, "New": 1}


def test_one_guid_on_two_different_entries_makes_two_entries(harness: DecisionHarness) -> None:
    shown = [article(1, guid="same"), article(2, guid="same"), article(3)]
    assert harness.poll(shown) == {"New": 3}
    assert harness.poll(shown) == {"Unchanged": 3}
    assert harness.poll(shown[:1]) == {"Unchanged": 1}
    assert harness.poll(shown[1:]) == {"Unchanged": 2}


def test_a_topic_page_whose_link_carries_a_new_headline_every_day_gives_new_entries(harness: DecisionHarness) -> None:
    for day in range(8):
        shown = [article(day, guid="https://example.com/topic", url="https://example.com/topic")]
        assert harness.poll(shown) == {"New": 1}
        assert harness.poll(shown) == {"Unchanged": 1}


def test_a_person_s_page_as_the_link_of_several_entries_hides_none(harness: DecisionHarness) -> None:
    harness.poll([article(1, guid="a", url="https://social.example/ada")])
    assert harness.poll([article(2, guid="b", url="https://social.example/ada")]) == {"New": 1}


def test_repeats_inside_one_document_collapse(harness: DecisionHarness) -> None:
    assert harness.poll([article(1), article(1), article(1, guid="other"), article(2)]) == {"New": 2}


def test_several_posts_under_one_link_and_title_without_times_are_told_apart_by_their_words(
    harness: DecisionHarness,
) -> None:
    """The comments of one person, in a feed that gives them no ids and no times."""

    def comment(words: str) -> ParsedEntry:
        return ParsedEntry(title="Ines writes", url="https://forum.example/people/ines", text=words)

    first = [comment("The tide table is wrong."), comment("The harbour was closed on Monday.")]
    assert harness.poll(first) == {"New": 2}
    assert harness.poll([comment("A third remark."), *first, first[0]]) == {"New": 1, "Unchanged": 2}
    assert harness.poll([comment("A third remark."), *first]) == {"Unchanged": 3}


def test_titles_that_move_by_themselves_are_no_edits(harness: DecisionHarness) -> None:
    def shown(hours: int) -> list[ParsedEntry]:
        titles = [
            "【快讯】{0}小时前 城里的新桥通车了",
            "Bridge opens - {0} hours ago",
            "#{0}: A ranked bridge",
            "桥 (1{0})",
        ]
        return [article(n, title=title.format(hours), text=LONG) for n, title in enumerate(titles)]

    harness.poll(shown(2))
    assert harness.poll(shown(7)) == {"Unchanged": 4}


def test_counters_that_run_on_in_most_titles_are_learnt(harness: DecisionHarness) -> None:
    def shown(count: int) -> list[ParsedEntry]:
        return [article(n, title=f"Topic {'abcdefgh'[n] * 4} heat {count + n} today") for n in range(8)]

    harness.poll(shown(100))
    assert harness.poll(shown(200))["New"] == 0
    harness.poll(shown(300))
    assert harness.poll(shown(400)) == {"Unchanged": 8}


def test_entries_without_guid_link_and_date_are_known_by_their_content(harness: DecisionHarness) -> None:
    bare = [ParsedEntry(title="Only a title"), ParsedEntry(text="Only a text"), ParsedEntry()]
    assert harness.poll(bare) == {"New": 3}
    assert harness.poll(bare) == {"Unchanged": 3}


def test_a_recurring_title_with_its_own_id_is_new_each_time(harness: DecisionHarness) -> None:
    harness.poll([article(1, title="Morning briefing"), *articles(2, 9)])
    assert harness.poll([article(50, title="Morning briefing"), *articles(2, 9)]) == {"New": 1, "Unchanged": 7}


def dated(number: int, title: str, text: str, at: datetime, *, guid: str = "", url: str = "") -> ParsedEntry:
    return ParsedEntry(
        guid=guid, url=url or f"https://n.example/{number}", title=title, text=text, published_at=at, trust="stated"
    )


def test_ids_that_differ_behind_the_anchor_are_different_entries(harness: DecisionHarness) -> None:
    page = "https://forum.example/thread"
    comments = [
        dated(n, "Reply by Bo", f"point {n}", NOON + timedelta(minutes=n), url=f"{page}#reply-x{'abc'[n]}")
        for n in range(3)
    ]
    harness.poll(comments[:1])
    assert harness.poll(comments) == Counter(New=2, Unchanged=1)
    assert harness.poll(comments[1:]) == Counter(Unchanged=2)


def test_incidents_that_only_their_time_tells_apart_are_new_each_time(harness: DecisionHarness) -> None:
    first, second, third = (
        dated(
            0,
            "Search is slow",
            f"Cause {n} is looked for.",
            NOON + timedelta(hours=30 * n, minutes=5),
            url="https://s.example/log",
        )
        for n in range(3)
    )
    harness.poll([first])
    polled = harness.poll([third, second, first])
    assert (polled["New"], polled["Edited"]) == (2, 0)
    assert harness.poll([third, second, first]) == Counter(Unchanged=3)


def test_an_issue_with_a_new_id_and_a_later_date_is_new_under_the_same_link_and_title(harness: DecisionHarness) -> None:
    issues = [
        dated(
            0,
            "The weekly letter",
            f"{LONG} Issue {n}",
            NOON + timedelta(days=7 * n, minutes=3),
            guid=f"issue-{n}",
            url="https://l.example/now",
        )
        for n in range(2)
    ]
    harness.poll(issues[:1])
    assert harness.poll(issues[1:]) == Counter(New=1)


def test_a_notice_in_the_same_words_on_another_day_is_new_and_a_reprinted_article_is_a_copy(
    harness: DecisionHarness,
) -> None:
    def notice(day: int, text: str) -> ParsedEntry:
        at = NOON + timedelta(days=day, minutes=7)
        return dated(day, "Uploads fail", text, at, guid=f"note-{day}", url=f"https://s.example/note/{day}")

    harness.poll([notice(0, LONG)])
    for day in (9, 20):
        incoming = identify_all([notice(day, LONG)], harness.shape)
        known = [harness.known(key) for key in to_look_up(incoming) if key in harness.keys]
        (decision,) = decide_changes(incoming, known, harness.shape, now=NOW)
        assert isinstance(decision, New)
        assert decision.copy_of is None
        assert decision.again
        harness.poll([notice(day, LONG)])
    harness.poll([notice(30, LONG * 20)])
    incoming = identify_all([notice(33, LONG * 20)], harness.shape)
    known = [harness.known(key) for key in to_look_up(incoming) if key in harness.keys]
    (decision,) = decide_changes(incoming, known, harness.shape, now=NOW)
    assert isinstance(decision, New)
    assert decision.copy_of is not None


def test_a_link_that_gains_a_parameter_leaves_no_double_row(harness: DecisionHarness) -> None:
    harness.poll([dated(0, "A bridge opens", LONG, NOON + timedelta(minutes=9), url="https://n.example/bridge")])
    for query in ("?layout=wide", "?layout=wide&visitor=77af", "?sess=0d9c8b7a"):
        entry = dated(0, "A bridge opens", LONG, NOON + timedelta(minutes=9), url=f"https://n.example/bridge{query}")
        assert harness.poll([entry]) == Counter(Reissued=1)


def test_dates_that_move_by_themselves_make_no_news(harness: DecisionHarness) -> None:
    def all_at(hour: int) -> list[ParsedEntry]:
        at = NOON + timedelta(hours=hour, minutes=1)
        return [dated(n, f"Item {n}", f"{LONG} {n}", at + timedelta(seconds=n)) for n in range(6)]

    for hour in (0, 5, 31, 60):
        assert harness.poll(all_at(hour))["New"] == (6 if hour == 0 else 0)


def test_counters_in_a_text_are_no_edit(harness: DecisionHarness) -> None:
    harness.poll([dated(0, "Plan", "The plan is out. 1,204 views, 17 comments", NOON)])
    assert harness.poll([dated(0, "Plan", "The plan is out. 9,310 views, 44 comments", NOON)]) == Counter(Unchanged=1)


def test_keys_fit_a_signed_integer_and_name_their_kind() -> None:
    identity = identify_entry(article(1))
    assert set(identity.keys.values()) == {"guid", "url", "title", "content", "place"}
    assert all(0 <= key < 2**63 for key in identity.keys)
    assert identity.key == "id-1"
    assert identify_entry(article(1, guid="")).key == "https://example.com/1"


def test_how_words_are_set_apart_changes_no_content() -> None:
    forms = [f"one{gap}two three" for gap in (" ", "  ", "\n", "\n\n", "\n \n", "\t", "\u3000", "\x85")]
    assert len({identify_entry(article(1, text=f"\n{form} ")).content_hash for form in forms}) == 1
    assert identify_entry(article(1, text="one two\u200dthree")).content_hash not in {
        identify_entry(article(1, text=form)).content_hash for form in forms
    }


def test_a_guid_that_is_the_link_is_known_as_both() -> None:
    link = "https://example.com/read?b=2&utm_source=x&a=1"
    both = identify_entry(article(1, guid=link, url=link))
    apart = identify_entry(article(1, guid=link, url=f"{link}#top"))
    assert both.keys == apart.keys
    assert both.key == apart.key == "https://example.com/read?a=1&b=2"


def test_ids_are_looked_up_narrowed_too_though_nothing_shares_them() -> None:
    shape = FeedShape()
    twins = [article(1, guid="same", title="First"), article(2, guid="same", title="Second")]
    shared = identify_all(twins, shape)
    alone = identify_all(twins[:1], shape)
    (kept,) = [key for key, kind in shared[0][1].keys.items() if kind == "guid"]
    assert kept not in alone[0][1].keys
    assert kept in to_look_up(alone)


@pytest.mark.parametrize("text", ["", "nonsense", "{}", '["shared_links", "unknown"]', "[1]", "[[]]"])
def test_a_shape_that_cannot_be_read_counts_as_nothing_learnt(text: str) -> None:
    assert FeedShape.loads(text) in {FeedShape(), FeedShape(shared_links=True)}


def test_related_titles() -> None:
    assert titles_related("快手发布可灵2.0模型", "可灵2.0模型正式发布,快手称")
    assert not titles_related("快手发布可灵2.0模型", "今日天气晴转多云")
    assert steady_title("【独家】新桥通车 - 3小时前") == "新桥通车"
    assert steady_title("[ABC]") == "[abc]"


ENTRIES = st.builds(
    ParsedEntry,
    guid=st.sampled_from(["", "a", "b", "c"]),
    url=st.sampled_from(["", "https://example.com/1", "https://example.com/2"]),
    title=st.sampled_from(["", "One title", "Quite another thing", "第三个标题"]),
    text=st.sampled_from(["", "short", LONG, LONG * 2]),
)


@examples(150)
@given(st.lists(ENTRIES, max_size=8))
def test_the_same_document_twice_is_never_news(entries: list[ParsedEntry]) -> None:
    harness = DecisionHarness()
    harness.poll(entries)
    harness.poll(entries)
    assert harness.poll(entries)["New"] == 0


def _dispatch(slug: str, title: str, text: str, minute: int = 7) -> ParsedEntry:
    link = f"https://port.example/news/{slug}"
    at = NOON + timedelta(minutes=minute)
    return ParsedEntry(guid=link, url=link, title=title, text=text, published_at=at, trust="stated")


def test_an_article_whose_address_follows_its_headline_stays_one(harness: DecisionHarness) -> None:
    others = articles(0, 4)
    words = f"The north pier closes for the winter, says the harbour master of Vessen. {LONG}"
    harness.poll([_dispatch("pier-closes", "North pier closes", words), *others])
    moved = _dispatch("north-pier-shut-till-may", "Why the north pier is shut till May", f"{words} The mayor objects.")
    assert harness.poll([moved, *others]) == {"Edited": 1, "Unchanged": 4}
    assert harness.poll([moved, *others]) == {"Unchanged": 5}
    assert harness.poll([*others, moved]) == {"Unchanged": 5}


@pytest.mark.parametrize(
    ("slug", "title", "text", "minute"),
    [
        ("pier-closes-again", "North pier closes", "closes for the winter", 8),
        ("ferry-sinks", "Ferry sinks off Marstal", "closes for the winter", 7),
        (
            "pier-opens",
            "North pier opens",
            "A line about other things altogether, from the town hall, in its own words",
            7,
        ),
    ],
    ids=["another second", "another headline", "other words"],
)
def test_another_article_in_the_place_of_one_is_new(
    harness: DecisionHarness, slug: str, title: str, text: str, minute: int
) -> None:
    others = articles(0, 4)
    words = f"The north pier closes for the winter, says the harbour master of Vessen. {LONG}"
    harness.poll([_dispatch("pier-closes", "North pier closes", words), *others])
    said = words if text in words else text
    assert harness.poll([_dispatch(slug, title, said, minute), *others])["New"] == 1


def test_two_articles_of_one_second_stay_two_while_both_are_shown(harness: DecisionHarness) -> None:
    words = f"The north pier closes for the winter, says the harbour master of Vessen. {LONG}"
    first, second = (_dispatch(slug, f"North pier closes, {slug}", words) for slug in ("part-one", "part-two"))
    harness.poll([first, *articles(0, 4)])
    assert harness.poll([second, first, *articles(0, 4)])["New"] == 1
