"""Characters beyond the planes that the tables hold: they fold to themselves, alone and among others."""

import pytest

from monitor.core.text.normalize import fold, fold_map, skeleton_of, skeleton_places

_FAR = ("\U00031350", "\U000e0067", "\U0010fffd")


@pytest.mark.parametrize("far", _FAR)
def test_a_far_character_stays_what_it_is(far: str) -> None:
    assert fold(f"Ａ{far}É") == f"a{far}é"
    assert fold(far * 60) == far * 60, "by the table, too"
    folded = fold_map(f"x\u200b{far} Ｙ")
    assert folded.text == f"x{far} y"
    assert [int(start) for start in folded.starts] == [0, 2, 3, 4]
    assert fold(f"{far}\u0301 " * 40).startswith(far), "with a mark that composes with nothing"


@pytest.mark.parametrize("far", _FAR)
def test_a_far_character_has_a_unit_of_the_skeleton(far: str) -> None:
    alone = skeleton_of(far)
    assert len(alone) == 2
    assert skeleton_of(f"Ä {far}-b") == skeleton_of("a") + alone + skeleton_of("b")
    assert [int(place) for place in skeleton_places(f"a {far}")] == [0, 2]
