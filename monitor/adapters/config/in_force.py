"""Which settings are in force, and where each value came from: a line of the file, a variable, or the default."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from pathlib import Path

from monitor.adapters.config.schema.formats import write_duration, write_size
from monitor.adapters.config.schema.yaml_tree import Listed, Mapped, Node, read_tree
from monitor.adapters.config.settings.env_overrides import PREFIX
from monitor.adapters.config.settings.load import read_bytes
from monitor.core.model.settings import Settings
from monitor.errors import ConfigError
from monitor.values import dataclass

_HIDDEN = frozenset({"file", "secrets", "secret_files", "places", "place"})
_SIZES = frozenset({"fetch.max_body", "self_alerts.disk_free"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingInForce:
    """A setting. Secrets are never in ``value``; ``is_secret`` ones say whether they are set."""

    name: str
    value: str
    place: str
    """ "monitor.yaml:12", the name of a variable, or empty for the default."""
    is_secret: bool = False
    is_set: bool = True


def settings_in_force(settings: Settings, env: Mapping[str, str]) -> list[SettingInForce]:
    """Every setting, in the order of the reference."""
    places = dict(_places_in_file(settings.file)) if settings.file else {}
    variables = {name.removeprefix(PREFIX).lower().replace("__", "."): name for name in env if name.startswith(PREFIX)}
    found = []
    for name, value, is_secret in _flattened("", settings):
        place = variables.get(name.lower().replace("-", "_")) or _place_of(name, places)
        shown = "" if is_secret else write_size(value) if name in _SIZES and isinstance(value, int) else _shown(value)
        found.append(
            SettingInForce(name=name, value=shown, place=place, is_secret=is_secret, is_set=value not in ("", None))
        )
    return found


def _flattened(prefix: str, value: object) -> Iterator[tuple[str, object, bool]]:
    if not is_dataclass(value):
        return
    for one in fields(value):
        if one.name in _HIDDEN:
            continue
        inner, name = getattr(value, one.name), f"{prefix}{one.name}"
        if is_dataclass(inner):
            yield from _flattened(f"{name}.", inner)
        elif isinstance(inner, tuple) and inner and is_dataclass(inner[0]):
            for number, item in enumerate(inner):
                called = getattr(item, "name", "") or str(number + 1)
                yield f"{name}.{called}", getattr(item, "kind", "") or getattr(item, "at", "") or "", False
        else:
            yield name, inner, not one.repr


def _places_in_file(file: str) -> Iterator[tuple[str, str]]:
    try:
        tree = read_tree(read_bytes(Path(file)), file)
    except (ConfigError, OSError):
        return
    yield from _places("", tree, Path(file).name)


def _places(prefix: str, node: Node | None, file: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, Mapped):
        for key, member in node.members.items():
            yield f"{prefix}{key}", f"{file}:{member.place.line}"
            yield from _places(f"{prefix}{key}.", member.value, file)
    elif isinstance(node, Listed):
        for number, item in enumerate(node.items):
            yield from _places(f"{prefix}{number + 1}.", item, file)


def _place_of(name: str, places: Mapping[str, str]) -> str:
    """Its line, else that of what it belongs to."""
    parts = name.split(".")
    while parts:
        if (found := places.get(".".join(parts))) is not None:
            return found
        # Only a whole list or block that the file writes stands for its parts.
        parts = parts[:-1] if len(parts) > 2 else []
    return ""


def _shown(value: object) -> str:
    match value:
        case None | "" | ():
            return "—"
        case bool():
            return str(value).lower()
        case Mapping():
            return ", ".join(f"{name}: {member}" for name, member in value.items()) or "—"
        case timedelta():
            return write_duration(value)
        case tuple() | frozenset():
            return ", ".join(sorted(map(str, value)))
        case _:
            return str(value)
