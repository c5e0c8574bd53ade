"""How much of what a provider allows a message uses, counted on the bytes that go over the wire."""

import json
from collections.abc import Callable, Mapping

from typing_extensions import override

from monitor.values import dataclass

Payload = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much of what a provider allows a message uses, in the provider's own unit."""

    used: int
    limit: int
    unit: str
    """ "bytes of the request", "characters of the title"."""

    @property
    def fits(self) -> bool:
        """Within the limit."""
        return self.used <= self.limit

    @override
    def __str__(self) -> str:
        return f"{self.used:,} of {self.limit:,} {self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeLimit:
    """One limit of a provider, and how it counts a payload against it."""

    limit: int
    unit: str
    measure: Callable[[Mapping[str, object]], int]

    def size_of(self, payload: Mapping[str, object]) -> Size:
        """What this payload uses of it."""
        return Size(used=self.measure(payload), limit=self.limit, unit=self.unit)

    @override
    def __str__(self) -> str:
        return f"{self.limit:,} {self.unit}"


def json_bytes(payload: Mapping[str, object]) -> bytes:
    """The bytes that go over the wire: Chinese as UTF-8 (3 bytes a character), not as \\uXXXX (6)."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def json_size(payload: Mapping[str, object]) -> int:
    """Bytes of the payload as JSON in UTF-8."""
    return len(json_bytes(payload))
