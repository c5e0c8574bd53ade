"""What a release says of what it rests on: ``python packaging/supply.py FOLDER`` writes both files there.

``sbom.cdx.json`` is a CycloneDX 1.6 bill of materials of the locked run-time packages: name, version, licence, package
address and the hashes of every file that the lock admits. ``licences.md`` is the table of their licences. Nothing in
either depends on the machine or the hour: the same lock and the same installed packages give the same bytes.
"""

import json
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from monitor.version import VERSION

LOCK = Path(__file__).parents[1] / "requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_UNKNOWN = "not installed here"
_SPDX = re.compile(r"[A-Za-z0-9.+-]+( (OR|AND|WITH) [A-Za-z0-9.+-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """One package of the lock; ``marker`` = for which systems."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def read_lock(text: str) -> Iterator[Pinned]:
    """Its packages in their order."""
    name = version = marker = ""
    hashes: list[str] = []
    for line in text.splitlines():
        if pin := _PIN.match(line):
            if name:
                yield Pinned(name=name, version=version, marker=marker, hashes=tuple(hashes))
            name, version, marker, hashes = pin[1], pin[2], (pin[3] or "").strip(), []
        hashes += _HASH.findall(line)
    if name:
        yield Pinned(name=name, version=version, marker=marker, hashes=tuple(hashes))


def licence_of(package: str) -> str:
    """The licence expression, else what the classifiers or the old field say, on one line."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return _UNKNOWN
    if told["License-Expression"]:
        return str(told["License-Expression"])
    classifiers = [line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if "License ::" in line]
    return "; ".join(classifiers) or str(told["License"] or "not said").splitlines()[0][:120]


def bill_of_materials(packages: list[Pinned]) -> dict[str, Any]:
    """The CycloneDX document."""
    own = f"pkg:pypi/news-monitor@{VERSION}"
    components = [_component(package) for package in packages]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, own + json.dumps(components, sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "news-monitor",
                "version": VERSION,
                "purl": own,
                "licenses": [{"expression": "Apache-2.0"}],
            }
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": [component["bom-ref"] for component in components]}],
    }


def _component(package: Pinned) -> dict[str, Any]:
    address, licence = f"pkg:pypi/{package.name.lower()}@{package.version}", licence_of(package.name)
    said = {"expression": licence} if _SPDX.fullmatch(licence) else {"license": {"name": licence}}
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": package.name,
        "version": package.version,
        "purl": address,
        "licenses": [said],
        "properties": [{"name": "news-monitor:sha256", "value": digest} for digest in package.hashes],
    }
    if package.marker:
        component["properties"].append({"name": "news-monitor:marker", "value": package.marker})
    return component


def licence_table(packages: list[Pinned]) -> str:
    """A Markdown table."""
    rows = [f"| {package.name} | {package.version} | {licence_of(package.name)} |" for package in packages]
    head = f"# Licences of what news-monitor {VERSION} rests on\n\n| package | version | licence |\n|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def write_both(folder: Path) -> None:
    """Into ``folder``, which is made."""
    packages = list(read_lock(LOCK.read_text("utf-8")))
    folder.mkdir(parents=True, exist_ok=True)
    bill = json.dumps(bill_of_materials(packages), indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "sbom.cdx.json").write_text(bill + "\n", "utf-8")
    (folder / "licences.md").write_text(licence_table(packages), "utf-8")


if __name__ == "__main__":
    write_both(Path(sys.argv[1]))
