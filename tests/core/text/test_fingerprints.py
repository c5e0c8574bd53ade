"""Marks that are stored: their form may never change."""

from monitor.core.text.fingerprints import fingerprint_fields, fingerprint_lines, fingerprint_text, fingerprint_values


def test_a_mark_is_the_beginning_of_sha_256() -> None:
    assert fingerprint_text("news") == "19fba0e995b9794f"
    assert fingerprint_text("news", 8) == "19fba0e9"


def test_what_was_stored_by_earlier_versions_still_fits() -> None:
    assert fingerprint_values((1, "a"), 8) == fingerprint_text("(1, 'a')", 8)
    assert fingerprint_fields(("a", "b")) == fingerprint_text("a\x1fb")
    assert fingerprint_lines(("a", "b")) == fingerprint_text("a\x1eb")


def test_half_a_surrogate_pair_is_no_reason_to_fail() -> None:
    assert fingerprint_text("\ud800") == fingerprint_text("?")
