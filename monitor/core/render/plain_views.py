"""Views as plain values that a process without their classes can print: what a page's template sees, and no more."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import SimpleNamespace


def plain_view(view: object) -> object:
    """The same values under the same names: dataclasses become namespaces, lists of any kind tuples."""
    if is_dataclass(view) and not isinstance(view, type):
        return SimpleNamespace(**{field.name: plain_view(getattr(view, field.name)) for field in fields(view)})
    if isinstance(view, Mapping):
        return {key: plain_view(value) for key, value in view.items()}
    if isinstance(view, list | tuple | set | frozenset):
        return tuple(plain_view(value) for value in view)
    return view
