"""A channel that keeps what it is given: for tests, replays and dry runs."""

from collections.abc import Sequence
from typing import Any

from monitor.core.model.deliveries import Envelope, SendOutcome, Sent


class ListChannel:
    """Says yes, or what ``answers`` hold next."""

    def __init__(self, answers: Sequence[SendOutcome] = ()) -> None:
        self.envelopes: list[Envelope] = []
        self.answers = list(answers)

    async def send(self, envelope: Envelope) -> SendOutcome:
        """See the ``Channel`` port."""
        self.envelopes.append(envelope)
        return self.answers.pop(0) if self.answers else Sent()

    @property
    def payloads(self) -> list[dict[str, Any]]:
        """The JSON data of every message, as a web hook would get it."""
        return [dict(envelope.rendered.payload) for envelope in self.envelopes]
