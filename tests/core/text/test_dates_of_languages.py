"""Dates as they are written around Europe and in East Asia; what may mean two days stays unread."""

import time
from datetime import UTC, datetime

import pytest

from monitor.core.text.written_dates.dates import read_date
from monitor.core.text.written_dates.month_names import MONTH_NAMES, month_number

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def read_as(written: str) -> str:
    read = read_date(written, now=NOW)
    if read is None:
        return "unread"
    return f"{read.at:%Y-%m-%d}" if read.precision == "day" else f"{read.at:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    "written",
    [
        "Dienstag, den 17. November 2026",
        "mardi 17 novembre 2026",
        "2026 m. lapkričio 17 d.",
        "2026. gada 17. novembris",
        "17. november 2026. a.",
        "17. nóvember 2026",
        "17-11-2026",
        "11-17-2026",
        "R8.11.17",
        "R8年11月17日",
        "martes, 17 de noviembre de 2026",
        "17 nov. 2026",
        "martedì 17 novembre 2026",
        "terça-feira, 17 de novembro de 2026",
        "dinsdag 17 november 2026",
        "17 listopada 2026 r.",
        "17 lis 2026",
        "úterý 17. listopadu 2026",
        "17. 11. 2026",
        "tisdag den 17:e november 2026",
        "tirsdag den 17. november 2026",
        "17. marraskuuta 2026",
        "2026. november 17.",
        "2026. nov. 17., kedd",
        "17 noiembrie 2026",
        "17 листопада 2026 року",
        "17 ноября 2026 г.",
        "вторник, 17-го ноября 2026 года",
        "17 Kasım 2026 Salı",
        "17 KASIM 2026",
        "17 Νοεμβρίου 2026",
        "令和8年11月17日",
        "Reiwa 8年11月17日",
        "November 17, Reiwa 8",
        "令和八年十一月十七日（火）",
        "民國115年11月17日",
        "2026년 11월 17일 (화)",
        "2026년 11월 17일 화요일",
        "二〇二六年十一月十七日",
        "二零二六年十一月十七日 星期二",
        "17 tháng 11, 2026",
        "Thứ ba, ngày 17 tháng 11 năm 2026",
        "17 November 2026",
        "17 نوفمبر 2026",
        "١٧ نوفمبر 2026",
        "17 בנובמבר 2026",
        "Tue Nov 17",
        "Tuesday the 17th of November 2026",
    ],
)
def test_a_day_is_read_in_the_words_of_its_language(written: str) -> None:
    assert read_as(written) == "2026-11-17"


@pytest.mark.parametrize(
    "written",
    [
        "17. November 2026, 16.20 Uhr",
        "17 novembre 2026 à 16h20",
        "17 de noviembre de 2026 a las 16:20",
        "17 de noviembre de 2026, 4:20 p. m.",
        "17 novembre 2026, ore 16:20",
        "17 de novembro de 2026 às 16h20",
        "17 november 2026 om 16:20 uur",
        "17 listopada 2026 r., godz. 16:20",
        "17. listopadu 2026 v 16:20",
        "17. november 2026 kl. 16.20",
        "17. marraskuuta 2026 klo 16.20",
        "17.11.2026 klo 16.20",
        "2026. november 17., kedd 16:20",
        "17 ноября 2026 г. в 16:20",
        "17 ноября 2026, 19:20 (МСК)",
        "17 листопада 2026 р. о 16:20",
        "17 Kasım 2026 Salı, 16:20",
        "2026년 11월 17일 오후 4시 20분",
        "令和8年11月17日 午後4時20分",
        "二〇二六年十一月十七日下午四时二十分",
        "2026-11-17 17:20 (CET)",
        "17 November 2026 17:20 (Europe/Berlin)",
        "2026-11-17T17:20:00+01:00[Europe/Berlin]",
        "2026-11-18T00:20:00 08:00",
        "Wed, 18 Nov 2026 00:20:00 0800",
        "/Date(1794932400000+0800)/",
        r"\/Date(1794932400000)\/",
    ],
)
def test_a_time_and_its_zone_are_read_in_the_words_of_their_language(written: str) -> None:
    assert read_as(written) == "2026-11-17 16:20"


@pytest.mark.parametrize(
    ("first", "written"), [(1, "1er janvier 2026"), (1, "1º de janeiro de 2026"), (5, "1° maggio 2026")]
)
def test_the_first_of_a_month_has_an_ordinal_of_its_own(first: int, written: str) -> None:
    assert read_as(written) == f"2026-{first:02}-01"


def test_an_offset_beside_the_clock_is_worth_more_than_a_zone_in_brackets() -> None:
    assert read_as("17 Nov 2026 18:20 +0200 (CET)") == "2026-11-17 16:20"


@pytest.mark.parametrize(
    "written",
    [
        "28. listopada 2026.",  # October in Croatian, November in Polish
        "2026-11-17 10:00 11:00",  # from ten to eleven
        "2026-11-17T10:00:00 55:00",
        "5 ago",
        "set 12",
        "Mayor 5, 2026",
        "17 Listening 2026",
        "二十十年十一月十七日",
        "5-3-2026",
        "R8.11",
    ],
)
def test_what_may_mean_two_days_or_none_stays_unread(written: str) -> None:
    assert read_as(written) == "unread"


def test_the_clock_of_a_place_follows_its_season() -> None:
    """ "ET" is what New York's clocks show: five hours behind UTC in November, four in July."""
    winter = read_date("Nov 17, 2026 3:05 p.m. ET", now=NOW)
    summer = read_date("July 17, 2026 3:05 p.m. ET", now=NOW)
    assert winter is not None
    assert summer is not None
    assert (winter.at.hour, summer.at.hour) == (20, 19)


def test_croatian_months_and_a_dot_behind_the_year_are_read() -> None:
    assert read_as("17. studenoga 2026.") == "2026-11-17"
    assert read_as("3. kolovoza 2026. 10:00").startswith("2026-08-03")


def test_a_first_year_of_an_era_is_read() -> None:
    assert read_as("令和元年5月1日") == "2019-05-01"
    assert read_as("平成三十年四月一日") == "2018-04-01"


def test_every_month_has_names_in_small_letters() -> None:
    assert set(MONTH_NAMES.values()) == set(range(1, 13))
    for name, number in MONTH_NAMES.items():
        assert month_number(name, after_dot=False, with_year=True) == number
        assert name == name.lower()
    assert month_number("lipca", after_dot=False, with_year=True) == 7
    assert month_number("června", after_dot=True, with_year=True) == 6
    assert month_number("července", after_dot=True, with_year=True) == 7


@pytest.mark.parametrize("pumped", ["1 de ", "二", "令和", "1. ", "(", "17 novembre 2026 ", "15h", "2026년 ", "-"])
def test_a_repeated_piece_of_a_date_costs_no_time(pumped: str) -> None:
    began = time.process_time()
    for length in (100, 1_000, 100_000):
        read_date((pumped * length)[: length + 20], now=NOW)
        read_date("17 novembre 2026 " + (pumped * 120)[:100], now=NOW)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("火, 17 11月 2026 16:20:00 +0900", "2026-11-17 07:20"),
        ("週二, 17 十一月 2026 16:20:00 +0800", "2026-11-17 08:20"),
        ("Tue, 17 Nov 2026 16:20:00 America/New_York", "2026-11-17 21:20"),
        ("Tue, 17 Nov 2026 4:20 am America/New_York", "2026-11-17 09:20"),
        ("2026-11-17T16:20:00Z[UTC]", "2026-11-17 16:20"),
        ("16:20 17.11.2026", "2026-11-17 16:20"),
        ("16:20, 17 ноября 2026", "2026-11-17 16:20"),
        ("Updated 4:20 p.m. EST, November 17, 2026", "2026-11-17 21:20"),
        ("16:20 Uhr, 17. November 2026", "2026-11-17 16:20"),
        ("11:00 - 12:00", "unread"),
        ("2026-11-17 16:20 - 17:45", "2026-11-17 16:20"),
        ("2026-11-17 16:20:00.5 +0800 +08 m=+0.5", "2026-11-17 08:20"),
        ("Selasa, 17 November 2026 | 16:20 WIB", "2026-11-17 09:20"),
        ("Tue, 17 Nov 2026 16:20:00 SAST", "2026-11-17 14:20"),
        ("17/11/2026 | 16h20 HNE", "2026-11-17 21:20"),
        ("Thứ ba, 17/11/2026, 16:20 (GMT+7)", "2026-11-17 09:20"),
        ("Tue, 17 Nov 2026 16:20:00 GST", "2026-11-17 16:20"),
    ],
)
def test_zones_and_clocks_in_unusual_places(written: str, read: str) -> None:
    assert read_as(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3/12/2026", "2026-03-12"),
        ("12/3/2026", "2026-12-03"),
        ("12/11/2026", "2026-11-12"),
        ("1/12/2027", "2027-01-12"),
    ],
)
def test_a_slashed_date_has_its_month_first_unless_that_has_yet_to_come(written: str, read: str) -> None:
    assert read_as(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "vor 3 Stunden", "il y a 3 heures", "hace 3 horas", "há 3 horas", "3 ore fa", "3 uur geleden",
        "för 3 timmar sedan", "for 3 timer siden", "3 часа назад", "3 години тому", "3 godziny temu", "3 saat önce",
        "3時間前", "3시간 전", "3 hours ago", "3小时前", "3 giờ trước", "3 jam yang lalu", "3 tuntia sitten",
        "před 3 hodinami", "pred 3 hodinami", "acum 3 ore", "πριν από 3 ώρες", "3 órája", "3 órával ezelőtt",
        "преди 3 часа", "منذ 3 ساعات", "לפני 3 שעות", "3 ชั่วโมงที่แล้ว", "3 घंटे पहले",
    ],
)  # fmt: skip
def test_an_age_is_read_in_its_language(written: str) -> None:
    assert read_as(written) == "2026-12-01 09:00"


@pytest.mark.parametrize(
    "written",
    [
        "Дата: 17.11.2026",
        "Stand: 17.11.2026",
        "公開日：2026年11月17日",
        "등록 2026.11.17",
        "Veröffentlicht am 17.11.2026",
        "Publié le mardi 17 novembre 2026",
        "First published 17 Nov 2026",
        "Last modified on Nov 17, 2026",
        "Di., 17.11.2026",
        "17 พฤศจิกายน 2569",
        "วันอังคารที่ 17 พ.ย. 2569",
        "17 नवंबर 2026",
        "Thứ Ba, 17 thg 11, 2026",
    ],
)
def test_words_before_a_date_are_its_label(written: str) -> None:
    assert read_as(written) == "2026-11-17"


@pytest.mark.parametrize("written", ["before 2026", "in room 17", "version 11-17", "call 3 hours ago"])
def test_words_before_anything_else_make_no_date(written: str) -> None:
    assert read_as(written) == "unread"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("vor einem Tag", "2026-11-30"),
        ("il y a 2 semaines", "2026-11-17"),
        ("hace un mes", "2026-11-01"),
        ("2 недели назад", "2026-11-17"),
        ("vor 5 Minuten", "2026-12-01 11:55"),
        ("hier, 10:15", "2026-11-30 10:15"),
        ("вчера в 10:15", "2026-11-30 10:15"),
        ("i går kl. 10.15", "2026-11-30 10:15"),
        ("vor 3 Hunden", "unread"),
        ("3 Schiffe fa", "unread"),
    ],
)
def test_other_ages_and_days_named_from_today(written: str, read: str) -> None:
    assert read_as(written) == read
