"""Lengths and cuts as providers and readers see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.render.limits import json_bytes
from monitor.core.text.clip import Measure, clip_text, split_graphemes, utf8_bytes, utf16_units

FAMILY = "👩\u200d👩\u200d👧\u200d👦"


def test_each_unit_counts_as_its_provider_does() -> None:
    assert (len("可灵"), utf8_bytes("可灵"), utf16_units("可灵")) == (2, 6, 2)
    assert (len(FAMILY), utf8_bytes(FAMILY), utf16_units(FAMILY)) == (7, 25, 11)


def test_chinese_goes_out_as_utf8_not_as_escapes() -> None:
    assert json_bytes({"a": "可灵"}) == '{"a":"可灵"}'.encode()


@pytest.mark.parametrize("limit", range(4, 40))
def test_a_cut_never_parts_a_family(limit: int) -> None:
    cut = clip_text("可" + FAMILY + "灵" * 20, limit, utf8_bytes)
    assert utf8_bytes(cut) <= limit
    assert cut.removesuffix("…").rstrip("灵") in {"", "可", "可" + FAMILY}


@given(st.text(max_size=80), st.integers(3, 90), st.sampled_from([len, utf8_bytes, utf16_units]))
def test_a_cut_fits_and_ends_between_graphemes(text: str, limit: int, measure: Measure) -> None:
    text = text.encode("utf-8", "replace").decode()
    cut = clip_text(text, limit, measure)
    assert measure(cut) <= limit
    if cut != text:
        whole = split_graphemes(text)
        kept = cut.removesuffix("…")
        assert any("".join(whole[:count]).rstrip() == kept for count in range(len(whole) + 1))
