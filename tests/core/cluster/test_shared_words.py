"""What a report shares with many is what it shares with each."""

from datetime import timedelta

import pytest

from monitor.core.cluster.features.compared_report import ReportFeatures, read_features
from monitor.core.cluster.features.likeness_record import read_packed, read_record
from monitor.core.cluster.features.report_features import extract_features
from monitor.core.cluster.features.words import weight_of
from monitor.core.cluster.shared_words import SharedWords
from monitor.core.model.stories import Report

from .conftest import NOON

_TEXTS = (
    ("Harbour ferry runs aground in fog", "The ferry Marlin ran aground near Skarholm, nobody was hurt."),
    ("Ferry Marlin aground near Skarholm", "Fog hid the harbour. The ferry will be towed tomorrow."),
    ("东湖渡轮雾中搁浅，无人受伤", "东湖渡轮昨日在雾中搁浅，船上42人无人受伤。"),
    ("渡轮搁浅后复航，东湖港恢复正常", "东湖港称渡轮已复航。"),
    ("Quarterly figures", ""),
    ("", ""),
    ("12.5 !", "— 7 —"),
)


def _prints() -> list[ReportFeatures]:
    reports = [Report(title=title, text=text, seen_at=NOON + timedelta(hours=1)) for title, text in _TEXTS]
    return [made for report in reports for made in read_features(extract_features(report))]


def test_each_is_weighed_as_by_its_sets() -> None:
    prints = _prints()
    packed = read_packed([yours.packed for yours in prints])
    for ours in prints:
        shared = SharedWords(ours, read_record(ours.packed)).weigh_with(packed)
        rows = zip(*shared.weights, shared.alone, strict=True)
        for yours, (forth, back, text, alone) in zip(prints, rows, strict=True):
            assert forth == pytest.approx(weight_of(ours.words & yours.seen))
            assert back == pytest.approx(weight_of(yours.words & ours.seen))
            assert text == pytest.approx(weight_of(ours.seen & yours.seen))
            assert alone == min(len(ours.rare - yours.seen), len(yours.rare - ours.seen))


def test_none_at_all_is_nothing() -> None:
    ours = _prints()[0]
    shared = SharedWords(ours, read_record(ours.packed)).weigh_with(read_packed([]))
    assert (shared.weights.shape, len(shared.alone), len(shared.marks)) == ((3, 0), 0, 0)
