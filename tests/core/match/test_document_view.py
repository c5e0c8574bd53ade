"""Distances in a document: tokens counted beside a place are those that the whole text has there."""

from bisect import bisect_left

import pytest

from monitor.core.match.scan.document_view import View, joined_text
from monitor.core.model.matches import Document

TEXT = "Der Hafen von Brügge (12,5 km) und 港口2号码头、ホテル_A, B-7: 항구 x"


def view_of(text: str) -> View:
    document = Document(title=text)
    return View(document, joined_text(document))


@pytest.mark.parametrize("left", range(0, len(TEXT), 3))
def test_tokens_counted_between_two_places_are_those_that_start_there(left: int) -> None:
    whole = view_of(TEXT)
    starts = whole.token_starts
    for right in range(left, len(whole.text)):
        expected = bisect_left(starts, right) - bisect_left(starts, left)
        assert view_of(TEXT).tokens_between(left, right) == expected, (left, right)
