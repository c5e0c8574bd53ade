"""A.5: what runs on by itself in a watched page is no change; a price, a state, a date is."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.change_detection.moving_parts import fold_paragraph, is_clock

NOW = datetime(2026, 11, 28, 9, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("8,412 views", "8,520 views"),
        ("Pier tickets: 3 days left", "Pier tickets: 2 days left"),
        ("Plus que 5 heures", "Plus que 4 heures"),
        ("Bell 4.5 (1,203 ratings)", "Bell 4.5 (1,207 ratings)"),
        ("Bell · 88 Bewertungen", "Bell · 91 Bewertungen"),
        ("鈴 レビュー · 88件のレビュー", "鈴 レビュー · 91件のレビュー"),
        ("Bell — 14 sold in the last 24 hours", "Bell — 19 sold in the last 24 hours"),
        ("Bell: 4.5 out of 5 stars", "Bell: 4.6 out of 5 stars"),
        ("Bell 4,5/5", "Bell 4,4/5"),
        ("Star 12.3k", "Star 12.4k"),
        ("• Forks 120", "• Forks 124"),
        ("Downloads last month: 12,345", "Downloads last month: 12,999"),
        ("Caf\u00e9 at the pier, ﬁlled", "Cafe\u0301 at the pier, filled"),
        ("Pier at dawn ❤️ 120 💬 14", "Pier at dawn ❤️ 121 💬 15"),
        ("Pier thread — Today, 10:31", "Pier thread — Yesterday, 10:31"),
        ("Pier post · 3h", "Pier post · 4h"),
        ("Pier post | Gestern", "Pier post | vor 2 Tagen"),
        ("Read 3 minutes ago", "Read 2 hours ago"),
        ("Geändert vor 3 Minuten", "Geändert vor einer Stunde"),
        ("Publié il y a 3 minutes", "Publié il y a 2 jours"),
        ("Cambiado hace 3 horas", "Cambiado hace 4 horas"),
        ("Modificato 3 ore fa", "Modificato 5 ore fa"),
        ("Gewijzigd 3 uur geleden", "Gewijzigd 4 uur geleden"),
        ("Ändrad för 3 timmar sedan", "Ändrad för 9 timmar sedan"),
        ("Изменено 3 минуты назад", "Изменено 5 минут назад"),
        ("Zmieniono 3 godziny temu", "Zmieniono 5 godzin temu"),
        ("3 saat önce değişti", "5 saat önce değişti"),
        ("3분 전 수정", "12분 전 수정"),
        ("3時間前に変更", "2日前に変更"),
        ("Last updated: 28 Nov 2026 09:13", "Last updated: 28 Nov 2026 09:44"),
        ("现在是2026年11月28日 09:13:02 星期六", "现在是2026年11月29日 10:00:00 星期日"),
        ("Saturday, 28 November 2026 09:13:01", "Saturday, 28 November 2026 09:14:59"),
        ("Ray ID: 8e2f3a4b5c6d7e8f", "Ray ID: 9e2f3a4b5c6d7e80"),
        ("You are visitor number 10523", "You are visitor number 10524"),
        ("12 members online, 40 guests", "15 members online, 41 guests"),
        ("★ 4,211 stars · 311 forks", "★ 4,215 stars · 312 forks"),
        ("Uptime: 12 days 3 hours 5 minutes", "Uptime: 12 days 3 hours 6 minutes"),
        ("The sale ends in 02:13:05", "The sale ends in 02:12:55"),
        ("倒计时：3天 4小时", "倒计时：2天 9小时"),
        ("25 queries in 0.123 seconds.", "26 queries in 0.111 seconds."),
        ("© 2025 Harbour Authority", "© 2026 Harbour Authority"),
        ("Anzeige: Schuhe für alle", "Anzeige: Urlaub am Meer"),
        ("广告：买一送一", "广告：全场半价"),
        ("Visitors today: 310", "Visitors today: 342"),
        ("Aufrufe: 9.120", "Aufrufe: 9.204"),
        ("2 310 vues · 4 commentaires", "2 371 vues · 5 commentaires"),
        ("Visitas: 88 | Comentarios: 3", "Visitas: 91 | Comentarios: 4"),
        ("Просмотров: 512", "Просмотров: 530"),
        ("本站总访问量：20311", "本站总访问量：20399"),
        ("您是第 871 位访客", "您是第 902 位访客"),
        ("アクセス数：4021", "アクセス数：4080"),
        ("조회수 77", "조회수 81"),
        ("Updated less than a minute ago", "Updated about 2 minutes ago"),
        ("Checked 1 hour, 3 minutes ago", "Checked 2 hours, 9 minutes ago"),
    ],
)
def test_what_runs_on_by_itself_is_no_change(before: str, after: str) -> None:
    assert fold_paragraph(before) == fold_paragraph(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Ticket: $20", "Ticket: $25"),
        ("票价 58 元", "票价 39 元"),
        ("Ferry: running", "Ferry: cancelled"),
        ("Opens 2026-12-01", "Opens 2026-12-08"),
        ("Works at 14:00 UTC", "Works at 16:00 UTC"),
        ("28 November 2026 19:30", "28 November 2026 20:30"),
        ("Release 2.1.3", "Release 2.1.4"),
        ("In stock: 3", "In stock: 0"),
        ("Delivery in 3 days", "Delivery in 9 days"),
        ("5 places left", "1 place left"),
        ("Rules last updated: 3 May 2026", "Rules last updated: 8 November 2026"),
        ("Updated 10:15: the bridge is closed", "Updated 11:40: the bridge is open"),
        ("Apply by 17:00 on 3 December", "Apply by 17:00 on 10 December"),
        ("Ferry 1 : 0 Bridge", "Ferry 2 : 0 Bridge"),
        ("Advertisement rules: three a page", "Advertisement rules: five a page"),
        ("Committee of 12 members", "Committee of 13 members"),
        ("Visites : 14 h", "Visites : 15 h"),
        ("3 visites guidées", "5 visites guidées"),
        ("访客限 2 人", "访客限 4 人"),
        ("Visites 2026", "Visites 2027"),
        ("2 out of 5 berths are free", "3 out of 5 berths are free"),
        ("Star Line: 12", "Star Line: 13"),
    ],
)
def test_a_price_a_state_and_a_date_are_changes(before: str, after: str) -> None:
    assert fold_paragraph(before) != fold_paragraph(after)


def test_a_day_and_a_minute_are_a_clock_only_when_they_are_now() -> None:
    for line in ("Saturday, 28 November 2026 09:13", "28.11.2026 10:13", "2026-11-28 17:13"):
        assert is_clock(line, NOW), line
        assert not is_clock(line, NOW + timedelta(minutes=20)), line
    assert not is_clock("5 December 2026 09:13", NOW)
    assert not is_clock("Harbour festival, 28 November 2026 09:13", NOW)
