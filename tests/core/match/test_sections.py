"""Round-ups: one mention an item, with a key that survives re-ordering."""

from collections.abc import Callable, Sequence

import pytest

from monitor.core.match.matcher import Matcher
from monitor.core.match.sections import section_key, split_sections
from monitor.core.model.matches import Alias, Document, Topic

Make = Callable[[Sequence[Topic]], Matcher]

KLING = Topic(id="kling", name={"en": "Kling"}, aliases=(Alias(text="可灵"),))
ROUND_UP = """# 早报 2026-02-26

## 概览

• 可灵发布新版本 ↗ #1
• 天气很好 #2
• 芯片降价 #3

## 可灵发布新版本 #1

快手今日发布可灵的新版本。

## 天气很好 #2

明天也是。

## 芯片降价 #3

没有别的。
"""


def test_an_ordinary_entry_is_one_section() -> None:
    parts = split_sections("标题", "第一段。\n\n第二段。")
    assert [(part.number, part.start, part.end) for part in parts] == [(0, 0, 10)]


def test_an_article_with_subheadings_is_no_round_up() -> None:
    body = "\n\n".join(f"## 部分{name}\n\n可灵的文字。" for name in "甲乙丙丁戊")
    assert len(split_sections("可灵深度评测", body)) == 1


def test_headings_of_a_round_up_are_items_and_the_overview_points_at_them(make: Make) -> None:
    matching = make([KLING]).match(Document(title="2026-02-26", body=ROUND_UP))
    assert [(found.section, found.heading) for found in matching.found] == [(1, "可灵发布新版本")]
    assert len(matching.found[0].spans) == 3
    assert matching.found[0].snippet.startswith("可灵发布新版本") or "快手" in matching.found[0].snippet
    assert [part.number for part in matching.sections] == [0, 1, 2, 3]
    assert matching.is_round_up


def test_headlines_joined_in_a_title_are_sections(make: Make) -> None:
    title = "8点1氪丨某公司裁员两百人；快手计划分拆可灵AI；OPPO发布新手机"
    matching = make([KLING]).match(Document(title=title))
    assert [(found.section, found.heading) for found in matching.found] == [(2, "快手计划分拆可灵AI")]
    assert title[matching.found[0].spans[0].start : matching.found[0].spans[0].end] == "可灵"


def test_numbered_lines_under_a_round_up_title_are_items(make: Make) -> None:
    body = "1. 可灵上线新功能。\n\n说明。\n\n2. 别家降价。\n\n3. 可灵涨价。"
    matching = make([KLING]).match(Document(title="AI 日报", body=body))
    assert [found.section for found in matching.found] == [1, 3]


def test_paragraphs_of_a_round_up_without_numbers_are_items(make: Make) -> None:
    body = "可灵上线新功能\n\n快手今日宣布可灵更新。\n\n别家降价\n\n说明文字在此。\n\n第三条新闻\n\n也有文字。"
    matching = make([KLING]).match(Document(title="氪星晚报", body=body))
    assert [(found.section, found.heading) for found in matching.found] == [(1, "可灵上线新功能")]


def test_evidence_of_one_item_does_not_count_for_another(make: Make) -> None:
    sora = Topic(id="sora", name={"en": "Sora"}, aliases=(Alias(text="Sora", needs=("视频",)),))
    body = "1. Sora 生成视频。\n2. 王国里的 Sora 手办。\n3. 天气。"
    matching = make([sora]).match(Document(title="日报", body=body))
    assert 1 in {found.section for found in matching.found}


def test_the_key_of_an_item_is_its_heading_wherever_it_stands() -> None:
    assert section_key("3. 可灵发布 ↗ #12") == section_key("可灵发布 `#2`") == section_key("可靈發布")
    assert section_key("可灵发布") != section_key("即梦发布")


def test_a_word_in_a_title_makes_no_round_up() -> None:
    body = "Oslo has a new bridge.\n\nIt took a year.\n\nOslo will open it on Sunday.\n\nTickets are gone."
    assert len(split_sections("Oslo opens its bridge this week", body)) == 1


@pytest.mark.parametrize(
    ("title", "items"), [("Five things to know about the new VLX", 0), ("Notes of a harbour master", 4)]
)
def test_numbered_headings_under_a_title_that_names_their_subject_are_one_article(title: str, items: int) -> None:
    parts = ("The VLX goes far.", "It is dear.", "VLX made it large.", "The market opens on Sunday.")
    body = "\n\n".join(f"## {number}. Part\n\n{text}" for number, text in enumerate(parts, 1))
    assert len(split_sections(title, body)) == 1 + items


def test_numbered_parts_about_one_thing_are_one_article() -> None:
    body = "1. The bridge is long.\n2. The bridge was dear.\n3. The bridge opens on Sunday."
    assert len(split_sections("Daily: three facts about the bridge", body)) == 1


def test_a_semicolon_in_a_headline_is_no_border() -> None:
    assert len(split_sections("大桥通车；将免费三个月", "")) == 1
    assert len(split_sections("The bridge opens on Sunday; tickets are gone within an hour", "")) == 1


@pytest.mark.parametrize("title", ["Дайджест за 3 мая", "오늘의 브리핑", "Presseschau am Freitag", "朝のダイジェスト"])
def test_numbered_lines_of_a_round_up_are_items_in_other_languages(title: str) -> None:
    body = "1. A ferry is late at berth two.\n\n2. A crane stands still.\n\n3. The market opens on Sunday."
    assert len(split_sections(title, body)) == 4


BULLETS = (
    "• A ferry is late at berth two.\n• A crane stands still at noon.\n• The market opens on Sunday.\n"
    "• Two lighthouses are for sale."
)


@pytest.mark.parametrize(
    ("title", "body", "items"),
    [
        ("Morning briefing for 28 November", BULLETS, 4),
        ("港口早报｜11月28日", BULLETS, 4),
        ("Harbour Weekly #45", f"Good morning.\n\n{BULLETS}", 4),
        ("The week when a ferry was late: a briefing", BULLETS, 0),  # Says what it is about.
        ("Morning briefing", f"It was a long night.\n\nNobody slept.\n\n{BULLETS}", 0),
        ("Ferry weekly", BULLETS.replace("A crane", "A ferry").replace("The market", "The ferry"), 0),
    ],
)
def test_bullets_under_the_name_of_a_column_are_items(title: str, body: str, items: int) -> None:
    assert len(split_sections(title, body)) == 1 + items
