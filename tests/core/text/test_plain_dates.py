"""A date in one of the two usual forms is read at once as it would be read among all the others."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.text.written_dates import dates
from monitor.core.text.written_dates.plain_dates import read_plain_date

_NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
_DAY = st.integers(0, 39).map(str) | st.integers(0, 39).map("{:02}".format)
_CLOCK = st.sampled_from(["00:00:00", "07:45:09", "12:00:59", "23:59:59", "24:00:00", "19:61:00", "8:01:02"])
_ZONE = st.sampled_from(
    ["GMT", "UTC", "Z", "+0000", "-0000", "+0800", "-03:30", "+14:00", "+2359", "+2400", "+0860", "+8", ""]
)
_MAIL = st.tuples(
    st.sampled_from(["", "Mon, ", "Tue, ", "Sun, ", "Die, "]), _DAY, st.just(" "),
    st.sampled_from(["Jan", "Feb", "Mar", "May", "Sep", "Dec", "Sept"]), st.just(" "),
    st.sampled_from(["1970", "2024", "2026", "0999", "26"]), st.just(" "), _CLOCK, st.just(" "), _ZONE,
)  # fmt: skip
_ISO = st.tuples(
    st.sampled_from(["1970", "2024", "2026", "0001"]), st.just("-"), st.integers(0, 14).map("{:02}".format),
    st.just("-"), _DAY, st.sampled_from(["T", " ", "t"]), _CLOCK, st.sampled_from(["", ".5", ".123456789"]), _ZONE,
)  # fmt: skip


def _read_with_care(text: str) -> dates.ReadDate | None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "read_plain_date", lambda _: None)
        return dates.read_date(text, now=_NOW, timezone="Asia/Tokyo")


@settings(max_examples=400)
@given((_MAIL | _ISO).map("".join))
def test_the_usual_forms_are_read_alike(text: str) -> None:
    assert dates.read_date(text, now=_NOW, timezone="Asia/Tokyo") == _read_with_care(text)


@pytest.mark.parametrize(
    "text", ["Sat, 28 Nov 2026 12:00:00 +0800", "2026-11-28T04:00:00Z", "2026-11-28T06:00:00+02:00"]
)
def test_the_usual_forms_are_among_them(text: str) -> None:
    assert read_plain_date(text) == datetime(2026, 11, 28, 4, tzinfo=UTC)


@pytest.mark.parametrize("text", ["28.11.2026 12:00", "2026-11-28", "31 Feb 2026 12:00:00 GMT", "vor 2 Stunden"])
def test_all_others_are_left(text: str) -> None:
    assert read_plain_date(text) is None
