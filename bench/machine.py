"""Where a bench ran and with what, and where its results go."""

import json
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"
_OURS = ("aiohttp", "httpx", "lxml", "numpy", "sqlalchemy", "fastfeedparser")
_PEERS = ("reader", "rss2email", "urlwatch")


def about_machine(peers: Path | None = None) -> dict[str, Any]:
    """Processor, memory, load, Python and the versions that matter."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    found = {name: version(name) for name in _OURS}
    python = peers / "bin" / "python" if peers else None
    if python is not None and python.exists():
        ask = f"import importlib.metadata as m; print(*(m.version(name) for name in {_PEERS!r}))"
        said = subprocess.run([str(python), "-c", ask], capture_output=True, text=True, check=False).stdout  # noqa: S603 our own words
        found.update(zip(_PEERS, said.split(), strict=False))
    return {
        "machine": {
            "processor": _processor(),
            "cores": os.cpu_count(),
            "memory GiB": round(memory, 1),
            "load": [round(share, 1) for share in os.getloadavg()],
            "system": platform.platform(),
            "python": platform.python_version(),
        },
        "versions": found,
    }


def resident_mib(process: int | str = "self") -> float:
    """What a process holds in memory now (VmRSS), in MiB."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def write_result(name: str, document: dict[str, Any]) -> Path:
    """As ``bench/results/NAME.json``."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"wrote {path}")
    return path
