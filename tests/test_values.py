"""Our dataclasses behave as those of the standard library: only their ``__init__`` is written later."""

import copy
import dataclasses
import inspect
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from monitor import values


def _classes(dataclass: Callable[..., Any]) -> tuple[Any, Any, Any]:
    """A frozen value, one that grows from it, and a state that changes, made by this decorator."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Parcel:
        """What is sent."""

        weight: int
        label: str = "plain"
        stamps: list[str] = dataclasses.field(default_factory=list, compare=False, repr=False)

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Registered(Parcel):
        """With a number."""

        number: int

        @property
        def heavy(self) -> bool:
            return self.weight > 10

    @dataclass(slots=True)
    class Scale:
        """Counts what was weighed."""

        limit: int
        seen: int = 0
        rest: int = dataclasses.field(init=False)

        def __post_init__(self) -> None:
            self.rest = self.limit - self.seen

    return Parcel, Registered, Scale


_OURS, _THEIRS = _classes(values.dataclass), _classes(dataclasses.dataclass)


@values.dataclass(frozen=True, slots=True)
class Coin:
    """Stands in the module, so that it can be pickled."""

    worth: int
    metal: str = "copper"


@pytest.mark.parametrize(("ours", "theirs"), list(zip(_OURS, _THEIRS, strict=True)))
def test_signatures_and_fields_are_the_same(ours: Any, theirs: Any) -> None:
    """Names, kinds, defaults and types of parameters; names of fields; what ``match`` may use."""
    ours_taken, theirs_taken = (inspect.signature(made).parameters.values() for made in (ours, theirs))
    assert [(taken.name, taken.kind, str(taken.default), taken.annotation) for taken in ours_taken] == [
        (taken.name, taken.kind, str(taken.default), taken.annotation) for taken in theirs_taken
    ]
    assert [field.name for field in dataclasses.fields(ours)] == [field.name for field in dataclasses.fields(theirs)]
    assert ours.__match_args__ == theirs.__match_args__
    assert ours.__slots__ == theirs.__slots__


def test_values_are_shown_compared_and_hashed_alike() -> None:
    """A field that is not compared or shown stays out; another class is never equal."""
    for parcel, registered, _ in (_OURS, _THEIRS):
        value = registered(weight=11, number=4, stamps=["red"])
        assert repr(value) == "_classes.<locals>.Registered(weight=11, label='plain', number=4)"
        assert value == registered(weight=11, number=4)
        assert hash(value) == hash(registered(weight=11, number=4)) == hash((11, "plain", 4))
        assert value != registered(weight=11, number=5)
        assert parcel(weight=11) != value
        assert value.heavy
        assert parcel(weight=1).stamps is not parcel(weight=1).stamps


def test_a_frozen_value_stays_as_it_is() -> None:
    """Setting and deleting are refused as the standard library refuses them; a copy with another value is made."""
    for parcel, _, _ in (_OURS, _THEIRS):
        value = parcel(weight=3)
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'weight'"):
            value.weight = 4
        with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'label'"):
            del value.label
        assert dataclasses.replace(value, weight=4) == parcel(weight=4)
        assert dataclasses.asdict(value) == {"weight": 3, "label": "plain", "stamps": []}


def test_what_changes_has_no_hash() -> None:
    """And what is to be done after ``__init__`` is done."""
    for _, _, scale in (_OURS, _THEIRS):
        value = scale(10, seen=4)
        assert value.rest == 6
        value.seen, value.rest = 5, 5
        assert value == scale(10, seen=5)
        with pytest.raises(TypeError, match="unhashable"):
            hash(value)


def test_wrong_arguments_are_refused() -> None:
    """Absent, unknown, positional."""
    for parcel, _, _ in (_OURS, _THEIRS):
        for call in (parcel, lambda made=parcel: made(weight=1, colour=2), lambda made=parcel: made(1)):
            with pytest.raises(TypeError, match=r"Parcel\.__init__"):
                call()


def test_values_travel() -> None:
    """Pickled and copied, before any other value of the class was made, too."""
    coin = Coin(2)
    assert pickle.loads(pickle.dumps(coin)) == coin == copy.deepcopy(coin)  # noqa: S301 — our own


def test_init_is_written_with_the_first_value() -> None:
    """Defining a class writes no source; the first value does, once."""

    @values.dataclass(frozen=True)
    class Late:
        """Nobody made one yet."""

        when: int = 1

    assert not inspect.isfunction(Late.__dict__["__init__"])
    assert Late().when == 1
    assert inspect.isfunction(Late.__dict__["__init__"])


def test_own_methods_are_kept() -> None:
    """What a class defines itself is not replaced."""

    @values.dataclass(frozen=True, slots=True)
    class Folded:
        """Equal whatever the case."""

        text: str

        @override
        def __eq__(self, other: object) -> bool:
            return isinstance(other, Folded) and self.text.lower() == other.text.lower()

        @override
        def __repr__(self) -> str:
            return self.text

        @override
        def __hash__(self) -> int:
            return hash(self.text.lower())

    assert Folded("A") == Folded("a")
    assert len({Folded("A"), Folded("a")}) == 1
    assert repr(Folded("A")) == "A"


def test_the_product_has_no_other_dataclasses() -> None:
    product = Path(__file__).parents[1] / "monitor"
    others = re.compile(r"^from dataclasses import .*\bdataclass\b|\bdataclasses\.dataclass\(", re.MULTILINE)
    found = [path.name for path in product.rglob("*.py") if others.search(path.read_text("utf-8"))]
    assert found == ["values.py"]
