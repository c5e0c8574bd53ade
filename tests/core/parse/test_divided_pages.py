"""A watched page that says the same in other paragraphs or with other signs has not changed."""

import time

import pytest

from monitor.core.change_detection.changed_paragraphs import changed_paragraphs


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("The quay is open. Boats leave at six.", "The quay is open.\n\nBoats leave at six.", []),
        ("The quay is open.\n\nBoats leave at six.", "The quay is open. Boats leave at six.", []),
        ("# The quay\n\n• Boats: six\n• Cars: two", "The quay\nBoats: six\nCars: two", []),
        ("码头开放。船在六点离开。", "码头开放。\n\n船在六点离开。", []),
        ("The quay's “new” hall – open", 'The quay’s "new" hall - open', []),
        (
            "Is it open? No.\n\nIs it dry? Yes.",
            "Is it open? Yes.\n\nIs it dry? No.",
            ["Is it open? Yes.", "Is it dry? No."],
        ),
        ("Boats leave at six only.", "Boats leave at six.", ["Boats leave at six."]),
        ("Open. Dry.", "Open.\n\nOpen.\n\nDry.", ["Open."]),
        ("Open. Dry.\n\nx\n\nWarm. Bright.", "x\n\nDry. Warm.", ["Dry. Warm."]),
    ],
)
def test_another_division_into_paragraphs_is_no_change(old: str, new: str, changed: list[str]) -> None:
    assert sorted(changed_paragraphs(old, new)) == sorted(changed)


def test_very_many_alike_sentences_take_linear_time() -> None:
    old, new = "a. " * 16_000, "\n\n".join(["a. a. b."] * 4_000)
    began = time.process_time()
    assert len(changed_paragraphs(old, new)) == 4_000
    assert time.process_time() - began < 5
