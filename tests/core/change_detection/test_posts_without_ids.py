"""Posts that no id tells apart: another incident is never taken for an edit, and an edit is never told twice."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.model.entries import ParsedEntry
from tests.core.change_detection.decision_harness import NOON, NOW, DecisionHarness

BOARD = "https://harbour.example/board"
FERRY = "The ferry at berth two is late. The crew waits for a spare part."
CRANE = "A crane stands still since dawn. Nobody can say how long it takes."
LONG = " ".join([FERRY, CRANE] * 12)


def post(
    text: str = "",
    *,
    hours: float | None = None,
    title: str = "Harbour notice",
    url: str = BOARD,
    day_only: bool = False,
) -> ParsedEntry:
    """A post without guid, so many hours after noon (and some minutes: midnight is no time)."""
    at = None if hours is None else NOON + timedelta(hours=hours, minutes=7)
    if at is not None and day_only:
        at = at.replace(hour=0, minute=0)
    return ParsedEntry(
        title=title,
        url=url,
        text=text,
        published_at=at,
        trust="first_seen" if at is None else "stated",
        precision="day" if day_only else "second",
    )


@pytest.fixture
def harness() -> DecisionHarness:
    return DecisionHarness()


ANOTHER = {
    "another text": [(FERRY, None), (CRANE, None)],
    "another text and date": [(FERRY, 0), (CRANE, 30)],
    "another text and date on the same day": [(FERRY, 0), (CRANE, 3)],
    "nothing but another date": [(FERRY, 0), (FERRY, 52)],
    "nothing but another date on the same day": [(FERRY, 0), (FERRY, 4)],
    "nothing but a date at all": [("", 0), ("", 26)],
    "a form filled in again": [("Berth 2 is closed for repairs.", 0), ("Berth 3 is closed for repairs.", 25)],
    "a notice that holds an older one": [("The gate is shut.", 0), ("The gate is shut. So is the bridge.", 50)],
    "one Chinese text after another": [
        ("三号码头停电，正在抢修。", None),
        ("轮渡因大雾停航，恢复另行通知。", None),
    ],
    "an older post whose date went back": [(FERRY, 30), (CRANE, 0)],
}
EDITED = {
    "a sentence is added": [(FERRY, None), (f"{FERRY} It left at four.", None)],
    "a sentence is added and the date moves": [(FERRY, 0), (f"{FERRY} It left at four.", 2)],
    "a sentence goes": [(FERRY, None), ("The ferry at berth two is late.", None)],
    "a word is put right": [(FERRY, 0), (FERRY.replace("spare", "new"), 0)],
    "a word is put right where no dates are": [(FERRY, None), (FERRY.replace("spare", "new"), None)],
    "all is written anew under one date": [(FERRY, 0), (CRANE, 0)],
    "an article of some length moves its date": [
        (f"{FERRY} {CRANE} " * 12, 0),
        (f"{FERRY} {CRANE} " * 12 + "End.", 30),
    ],
}
PLACES = {
    "a link that never changes": {"url": BOARD},
    "no link": {"url": ""},
    "a link to the home page": {"url": "https://harbour.example/"},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        pytest.param(texts, kind, id=name)
        for kind, table in (("New", ANOTHER), ("Edited", EDITED))
        for name, texts in table.items()
    ],
)
def test_the_only_post_of_a_document(
    harness: DecisionHarness, shown: list[tuple[str, float | None]], kind: str, place: str
) -> None:
    home = "https://harbour.example/"
    (first, then), (second, later) = shown
    for text, hours, expected in ((first, then, "New"), (second, later, kind)):
        seen = post(text, hours=hours, url=PLACES[place]["url"])
        assert harness.poll([seen], home=home) == Counter({expected: 1})
        assert harness.poll([seen], home=home) == Counter(Unchanged=1)


def test_edits_of_a_later_post_are_edits_of_that_one(harness: DecisionHarness) -> None:
    for text in (FERRY, CRANE, "The tide gauge is broken, do not trust it."):
        assert harness.poll([post(text)]) == Counter(New=1)
        assert harness.poll([post(f"{text} More at noon.")]) == Counter(Edited=1)
        assert harness.poll([post(f"{text} More at noon. All is well.")]) == Counter(Edited=1)
    assert harness.told_again == 2, "the second and the third are events of their own under a known title"


def test_a_notice_that_comes_back_after_another_is_told_again(harness: DecisionHarness) -> None:
    calm = post("All berths are open, boats leave on time.")
    counts = [harness.poll([shown]) for shown in (calm, post(FERRY), calm, calm, post(FERRY))]
    assert counts == [Counter(New=1), Counter(New=1), Counter(New=1), Counter(Unchanged=1), Counter(New=1)]
    assert harness.told_again == 3


def test_a_dated_notice_is_told_again_under_a_later_date_only(harness: DecisionHarness) -> None:
    first, second = post(FERRY, hours=0), post(CRANE, hours=30)
    assert [harness.poll([shown]) for shown in (first, second)] == [Counter(New=1)] * 2
    assert harness.poll([first]) == Counter(Unchanged=1), "an older document from a cache"
    assert harness.poll([second]) == Counter(Unchanged=1)
    again = harness.told_again
    assert harness.poll([post(FERRY, hours=35)]) == Counter(New=1)
    assert harness.told_again == again + 1, "though it comes on the day of the one before"


def test_a_date_made_for_each_reading_makes_no_news(harness: DecisionHarness) -> None:
    """The document is built when it is asked for."""
    for hour in range(0, 90, 3):
        now = NOON + timedelta(hours=hour, minutes=8)
        assert harness.poll([post(FERRY, hours=hour)], now=now)["New"] == (hour == 0)
    assert harness.poll([post(CRANE, hours=91)], now=NOW)["New"] == 1


def test_a_date_made_every_hour_and_kept_makes_no_news_once_that_is_known(harness: DecisionHarness) -> None:
    counts = [harness.poll([post(FERRY, hours=hour)])["New"] for hour in range(24)]
    assert sum(counts) == 2
    assert harness.told_again <= 1
    assert harness.poll([post(CRANE, hours=25)])["New"] == 1
    assert harness.poll([post(FERRY, hours=50)])["New"] == 1


def test_a_notice_in_the_same_words_that_is_minutes_old_is_news_at_the_next_reading(harness: DecisionHarness) -> None:
    harness.poll([post(FERRY, hours=0)])
    shown = post(FERRY, hours=40)
    assert shown.published_at is not None
    assert harness.poll([shown], now=shown.published_at + timedelta(minutes=2)) == Counter(Unchanged=1)
    assert harness.poll([shown], now=shown.published_at + timedelta(minutes=32)) == Counter(New=1)
    assert harness.told_again == 1


def test_days_count_where_no_time_is_given(harness: DecisionHarness) -> None:
    harness.poll([post(FERRY, hours=0, day_only=True)])
    assert harness.poll([post(FERRY, hours=5, day_only=True)]) == Counter(Unchanged=1)
    assert harness.poll([post(CRANE, hours=5, day_only=True)]) == Counter(New=1)
    assert harness.poll([post(CRANE, hours=48, day_only=True)]) == Counter(New=1)


def test_a_post_is_known_after_retention_removed_it(harness: DecisionHarness) -> None:
    for shown in (post(FERRY), post(CRANE, hours=3)):
        harness.poll([shown])
        harness.forget_entries()
        assert harness.poll([shown]) == Counter(Unchanged=1)
    assert harness.poll([post(FERRY, hours=90)]) == Counter(New=1)


def test_a_post_that_stood_among_others_is_edited_alone(harness: DecisionHarness) -> None:
    shown = [post(CRANE, hours=26), post(FERRY, hours=0)]
    assert harness.poll(shown) == Counter(New=2)
    assert harness.poll(shown[:1]) == Counter(Unchanged=1)
    assert harness.poll([post(f"{CRANE} It turns again.", hours=26)]) == Counter(Edited=1)
    assert harness.poll([post("The harbour office moves.", hours=60)]) == Counter(New=1)


@pytest.mark.parametrize("url", ["", BOARD])
def test_several_posts_under_one_title_without_dates(harness: DecisionHarness, url: str) -> None:
    ferry, crane, gauge = (post(text, url=url) for text in (FERRY, CRANE, "The tide gauge is broken."))
    assert harness.poll([ferry]) == Counter(New=1)
    for shown, new in (([crane, ferry], 1), ([gauge, crane], 1), ([gauge, crane, ferry], 0)):
        polled = harness.poll(shown)
        assert (polled["New"], polled["Edited"]) == (new, 0)


def test_an_edit_of_the_newest_of_several_posts_without_links(harness: DecisionHarness) -> None:
    ferry, crane = post(FERRY, url=""), post(CRANE, url="")
    harness.poll([ferry])
    harness.poll([crane, ferry])
    assert harness.poll([replace(crane, text=f"{CRANE} It turns."), ferry]) == Counter(Edited=1, Unchanged=1)


def test_links_of_their_own_are_ids(harness: DecisionHarness) -> None:
    """A board with a page for each pier: a page's next notice is new, and so long as its date stays it is an edit."""

    def pier(number: int, text: str, hours: float = 0) -> ParsedEntry:
        return post(text, hours=hours, title="Pier notice", url=f"{BOARD}/{number}")

    others = [pier(2, "Open on Sundays."), pier(3, "Closed.")]
    harness.poll([pier(1, FERRY), *others])
    assert harness.poll([pier(1, "The ferry is late."), *others]) == Counter(Edited=1, Unchanged=2)
    assert harness.poll([pier(1, "The ferry is late.", 9)]) == Counter(Unchanged=1), "a date alone is no other post"
    assert harness.poll([pier(1, CRANE), *others]) == Counter(Edited=1, Unchanged=2), "nor are other words alone"
    polled = harness.poll([pier(1, "Closed in winter.", 40), *others])
    assert (polled["New"], polled["Edited"]) == (1, 0), "but both are"


def test_a_later_issue_at_another_link_is_new_whatever_it_keeps(harness: DecisionHarness) -> None:
    for number in range(4):
        shown = post("The letter of this week is out. Read it here.", url=f"https://l.example/{number}")
        assert harness.poll([shown]) == Counter(New=1)
        assert harness.poll([shown]) == Counter(Unchanged=1)


def test_titles_alone_tell_posts_apart(harness: DecisionHarness) -> None:
    for title in ("Ferry late at berth two", "Crane stands still", "Incident 4821", "Incident 4822"):
        assert harness.poll([post(title=title)]) == Counter(New=1)
        assert harness.poll([post(title=title)]) == Counter(Unchanged=1)
    assert harness.poll([post(title="Crane no. 3 stands still at the east quay again")]) == Counter(New=1)
    assert harness.poll([post(title="Crane no. 3 stands still at the east quay")]) == Counter(Edited=1)


def test_views_and_ages_in_its_words_are_no_edit(harness: DecisionHarness) -> None:
    harness.poll([post(f"{FERRY} 12 views, 5 minutes ago")])
    assert harness.poll([post(f"{FERRY} 97 views, 3 hours ago")]) == Counter(Unchanged=1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("5 phút trước", "3 giờ trước"),
        ("5 menit yang lalu", "3 jam lalu"),
        ("5 minuuttia sitten", "3 tuntia sitten"),
        ("před 5 minutami", "před 3 hodinami"),
        ("acum 5 minute", "acum 3 ore"),
        ("πριν από 5 λεπτά", "πριν από 3 ώρες"),
        ("5 perce", "3 órája"),
        ("5 хвилин тому", "3 години тому"),
        ("преди 5 минути", "преди 3 часа"),
        ("منذ 5 دقائق", "منذ 3 ساعات"),
        ("לפני 5 דקות", "לפני 3 שעות"),
        ("5 นาทีที่แล้ว", "3 ชั่วโมงที่แล้ว"),
        ("5 मिनट पहले", "3 घंटे पहले"),
    ],
)
def test_an_age_in_any_language_is_no_edit(harness: DecisionHarness, before: str, after: str) -> None:
    harness.poll([post(f"{FERRY} ({before})")])
    assert harness.poll([post(f"{FERRY} ({after})")]) == Counter(Unchanged=1)


def test_a_token_in_the_link_of_the_only_post_makes_no_new_entry(harness: DecisionHarness) -> None:
    harness.poll([post(FERRY, url=f"{BOARD}?visit=1a")])
    assert harness.poll([post(FERRY, url=f"{BOARD}?visit=2b")])["New"] == 0


def test_an_id_that_is_the_home_page_is_none(harness: DecisionHarness) -> None:
    home = "https://harbour.example/"
    for text in (FERRY, CRANE):
        assert harness.poll([replace(post(text), guid=home, url=home)], home=home) == Counter(New=1)


def test_an_id_is_believed(harness: DecisionHarness) -> None:
    harness.poll([replace(post(FERRY, hours=0), guid="notice-7")])
    assert harness.poll([replace(post(CRANE, hours=30), guid="notice-7")]) == Counter(Edited=1)


def test_a_new_id_under_a_link_and_a_title_that_stay(harness: DecisionHarness) -> None:
    """A page that says for the third time what it said first, and a letter whose issues have no dates."""

    def stock(title: str, hours: float, guid: str) -> ParsedEntry:
        return replace(post(f"{title}.", hours=hours, title=title), guid=guid)

    for number, (title, hours) in enumerate((("Boats for hire", 0), ("No boats left", 30), ("Boats for hire", 80))):
        assert harness.poll([stock(title, hours, f"n-{number}")]) == Counter(New=1)
        assert harness.poll([stock(title, hours, f"n-{number}")]) == Counter(Unchanged=1)
    assert harness.poll([replace(post(FERRY, title="Letter", url=f"{BOARD}/letter"), guid="l-1")]) == Counter(New=1)
    assert harness.poll([replace(post(CRANE, title="Letter", url=f"{BOARD}/letter"), guid="l-2")]) == Counter(New=1)
    again = replace(post(f"{CRANE} More.", title="Letter", url=f"{BOARD}/letter"), guid="l-2-b")
    assert harness.poll([again])["New"] == 0, "an edit under another id"


@pytest.mark.parametrize("hours", [0, None])
def test_posts_without_titles_under_one_link_are_known_again(harness: DecisionHarness, hours: float | None) -> None:
    first = post(FERRY, title="", hours=hours)
    second = post(CRANE, title="", hours=None if hours is None else hours + 30)
    assert harness.poll([first]) == Counter(New=1)
    assert harness.poll([second, first]) == Counter(New=1, Reissued=1)  # it has keys of its own now
    assert harness.poll([second, first]) == Counter(Unchanged=2)
