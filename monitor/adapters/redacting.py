"""Ports whose answers are stored, logged and shown: what comes back of a secret is masked before it gets there."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TypeVar

from monitor.core.model.deliveries import Envelope, SendOutcome
from monitor.core.model.fetch import Fetched, FetchOutcome, FetchRequest, NotModified
from monitor.core.model.summaries import ModelAnswer, Prompt
from monitor.core.redaction import Redactor
from monitor.ports import Channel, Fetcher, Hubs, LanguageModel
from monitor.values import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RedactingChannel:
    """A channel; its provider's answers may echo the token."""

    channel: Channel
    redact: Redactor

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See ``ports.Channel``."""
        return _mask_texts(await self.channel.send(envelope), self.redact)


@dataclass(frozen=True, slots=True)
class RedactingFetcher:
    """A fetcher; servers and proxies may repeat headers, passwords and addresses in their refusals."""

    fetcher: Fetcher
    redact: Redactor

    async def fetch(self, request: FetchRequest) -> FetchOutcome:
        """See ``ports.Fetcher``. Documents and addresses that are asked again stay as they are."""
        outcome = await self.fetcher.fetch(request)
        match outcome:
            case Fetched():
                return replace(outcome, warnings=tuple(self.redact(text) for text in outcome.warnings))
            case NotModified():
                return outcome
            case _:
                return _mask_texts(outcome, self.redact)


@dataclass(frozen=True, slots=True)
class RedactingHubs:
    """Hubs."""

    hubs: Hubs
    redact: Redactor

    async def ask(self, hub: str, form: Mapping[str, str]) -> str:
        """See ``ports.Hubs``. What was asked (a subscription's secret among it) is masked in the answer, too."""
        said = await self.hubs.ask(hub, form)
        return Redactor.of(tuple(value for name, value in form.items() if "secret" in name))(self.redact(said))


@dataclass(frozen=True, slots=True)
class RedactingModel:
    """A language model's endpoint; what it says of a story is stored and told."""

    model: LanguageModel
    redact: Redactor

    async def ask(self, prompt: Prompt) -> ModelAnswer:
        """See ``ports.LanguageModel``."""
        return _mask_texts(await self.model.ask(prompt), self.redact)


def _mask_texts(value: T, redact: Redactor) -> T:
    """A flat frozen dataclass with every text in it masked."""
    texts = {field.name: getattr(value, field.name) for field in fields(value)}  # type: ignore[arg-type]
    changed = {name: redact(text) for name, text in texts.items() if isinstance(text, str)}
    return replace(value, **changed)  # type: ignore[type-var]
