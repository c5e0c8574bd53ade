"""What is shipped beside the program may not bind its users to the GPL."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

LOCK = Path(__file__).parents[1] / "requirements.lock"
NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)
COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )General Public License|Affero", re.IGNORECASE)
A_CHOICE = re.compile(r"\bOR\b")


def licence_of(package: str) -> str:
    """The expression, else what the classifiers and the old field say."""
    told = metadata(package)
    if told["License-Expression"]:
        return str(told["License-Expression"])
    classifiers = [line for line in told.get_all("Classifier") or () if line.startswith("License ::")]
    return "; ".join(classifiers) or str(told["License"] or "")[:200]


def binds(licence: str) -> bool:
    """Is there no choice but the GPL?"""
    choices = A_CHOICE.split(licence) if "::" not in licence else [licence]
    return all(COPYLEFT.search(choice) for choice in choices)


def test_no_locked_package_is_under_the_gpl() -> None:
    packages = NAME.findall(LOCK.read_text("utf-8"))
    assert len(packages) > 40
    bound: dict[str, str] = {}
    for package in packages:
        try:
            licence = licence_of(package)
        except PackageNotFoundError:
            continue  # for another system or Python
        if binds(licence):
            bound[package] = licence
    assert bound == {}


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        ("GPL-2.0-or-later", True),
        ("AGPL-3.0-only", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("LGPL-3.0-only", False),
        ("License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)", False),
        ("Apache-2.0 OR GPL-2.0-only", False),
        ("MIT", False),
    ],
)
def test_a_licence_that_binds_is_known(licence: str, expected: bool) -> None:
    assert binds(licence) is expected
