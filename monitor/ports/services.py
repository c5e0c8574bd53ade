"""What the use cases ask of the outside world: time, sources, hubs, workers, channels, models."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from monitor.core.model.deliveries import Envelope, SendOutcome
from monitor.core.model.fetch import FetchOutcome, FetchRequest
from monitor.core.model.operations.administration import Room
from monitor.core.model.summaries import ModelAnswer, Prompt

P = ParamSpec("P")
T = TypeVar("T")


class Clock(Protocol):
    """Everything about *when* asks here; only socket time-outs and sandbox limits run on real time."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        ...

    async def sleep_until(self, at: datetime) -> None:
        """Return at or after ``at``; at once when that has passed."""
        ...


class Disk(Protocol):
    """The disk that the state folder lies on."""

    @property
    def place(self) -> str:
        """What people call it: the folder."""
        ...

    def room(self) -> Room | None:
        """How much is free; ``None`` when that cannot be told."""
        ...


class Fetcher(Protocol):
    """One GET through the guard."""

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """Never raises for what a server or the network does."""
        ...


class Hubs(Protocol):
    """Requests to WebSub hubs, through the guard."""

    async def ask(self, hub: str, form: Mapping[str, str]) -> str:
        """Empty when the hub took the request, else a sentence that says why not. Never raises for what it does."""
        ...


class Sandbox(Protocol):
    """Runs a pure step on untrusted input where it can be killed."""

    async def run(self, step: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """``step`` must be importable by name; SandboxError when it was stopped, else its own errors."""
        ...


class Channel(Protocol):
    """A way out, ready to send."""

    async def send(self, envelope: Envelope) -> SendOutcome:
        """Send one part. Never raises for what the provider or the network does."""
        ...


class LanguageModel(Protocol):
    """Answers one question in words."""

    async def ask(self, prompt: Prompt) -> ModelAnswer:
        """Within its own time limit. Never raises for what the endpoint or the network does."""
        ...


class Embedder(Protocol):
    """What texts mean, as vectors whose cosine says how alike two are, in one language or across two."""

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """A vector for each text; an empty one for a text that it cannot embed. Never raises for any text."""
        ...


class Pinger(Protocol):
    """Asks an address outside for nothing but being asked."""

    async def ping(self, url: str) -> str:
        """Empty when it answered well, else why not. Never raises for what a server or the network does."""
        ...
