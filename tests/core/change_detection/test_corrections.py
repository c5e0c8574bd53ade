"""What an edit takes back: told from additions, rewordings and news about corrections of other things."""

import pytest

from monitor.core.change_detection.corrections import Correction, find_corrections, kind_of, place_of
from monitor.core.model.matches import MatchResult, Section

BODY = "快手今天发布可灵 3.1。单次可生成 45 秒视频。"


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("【更正】快手发布可灵 3.1", BODY, "corrected"),
        ("快手发布可灵 3.1", f"{BODY}\n\n更正：本文早前版本误将时长写作 45 秒，应为 15 秒。", "corrected"),
        ("快手发布可灵 3.1", f"{BODY}编者注：此前版本的报道中价格有误，现已改正。", "corrected"),
        ("快手发布可灵 3.1", f"{BODY}\n\nCorrection, May 3rd: The price is $10, not $100.", "corrected"),
        ("快手发布可灵 3.1", f"{BODY} An earlier version of this article misstated the length.", "corrected"),
        ("快手发布可灵 3.1", f"{BODY} This story has been corrected to give the right price.", "corrected"),
        ("【撤稿】快手发布可灵 3.1", BODY, "retracted"),
        ("快手发布可灵 3.1", "应当事方要求，本文已撤回。", "retracted"),
        ("RETRACTED: Kling 3.1 is out", BODY, "retracted"),
        ("快手发布可灵 3.1", "This article has been retracted because its source was wrong.", "retracted"),
    ],
)
def test_a_note_that_takes_something_back_is_found(title: str, text: str, kind: str) -> None:
    (found,) = find_corrections(("快手发布可灵 3.1", BODY), (title, text))
    assert found.kind == kind
    assert found.sentence in (title, *text.split("\n\n")) or found.sentence in text


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}（已更新）",
        f"{BODY}公司随后更正了全年的业绩预告。",
        f"{BODY}公司回应称相关报道不实。",
        f"{BODY} Analysts expect a correction in the stock market.",
        f"{BODY} The regulator withdrew the approval of this drug.",
        f"{BODY}用户可以删除已经生成的内容。",
    ],
)
def test_what_adds_or_tells_of_others_takes_nothing_back(text: str) -> None:
    assert find_corrections(("快手发布可灵 3.1", BODY), ("快手发布可灵 3.1，时长翻倍", text)) == ()


def test_a_note_that_was_there_is_no_further_one_however_it_reads_now() -> None:
    """Feeds that are translated by a machine read otherwise at every poll."""
    before = f"{BODY}\n\n更正：本文早前版本的价格有误。"
    after = f"{BODY}\n\n更正：本文先前版本中的价格有误。"
    assert find_corrections(("a", before), ("a", after)) == ()
    (second,) = find_corrections(("a", before), ("a", f"{before}\n\n更正：本文误将作者写作他人，标题有误。"))
    assert "作者" in second.sentence


def test_a_note_in_a_round_up_concerns_its_item_and_one_at_the_end_all() -> None:
    text = "# 可灵 3.1\n\n可灵发布。更正：本文价格有误。\n\n# 即梦 4\n\n即梦发布。\n\n更正：标题有误。"
    second = text.index("# 即梦")
    sections = (
        Section(number=1, key="k1", heading="可灵 3.1", start=0, end=second),
        Section(number=2, key="k2", heading="即梦 4", start=second, end=len(text)),
    )
    of_item, of_all = find_corrections(("早报", ""), ("早报", text))
    matching = MatchResult(sections=sections)
    assert [of_item.concerns(key, text, matching) for key in ("k1", "k2")] == [True, False]
    assert [of_all.concerns(key, text, matching) for key in ("k1", "k2")] == [True, True]


def test_a_correction_keeps_the_place_of_what_it_corrects() -> None:
    key = Correction(kind="corrected", sentence="更正：价格有误", field="body").section_key("k1")
    assert (kind_of(key), kind_of("k1"), kind_of("")) == ("corrected", "", "")
    assert (place_of(key, 3), place_of("", 0)) == ("k1", "0")
