"""Imports every module of the installed program: Python leaves its compiled form beside it. The image runs it."""

import importlib
import pkgutil
import sys

import monitor

# They run when they are imported, by Alembic alone.
_RUN_BY_OTHERS = ("monitor.__main__", "monitor.adapters.store.migrations.")


def main() -> None:
    """Exits with what cannot be imported, but for optional extras."""
    faults: list[str] = []
    for found in pkgutil.walk_packages(monitor.__path__, "monitor."):
        if found.name.startswith(_RUN_BY_OTHERS):
            continue
        try:
            importlib.import_module(found.name)
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] == "monitor":
                faults.append(f"{found.name}: {error}")
        except ImportError as error:
            faults.append(f"{found.name}: {error}")
    sys.exit("\n".join(faults) or 0)


if __name__ == "__main__":
    main()
