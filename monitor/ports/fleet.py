"""What several machines share beside the store: a queue of what is due now, and who leads."""

from collections.abc import Sequence
from typing import Protocol

from monitor.core.model.operations.jobs import Job


class JobQueue(Protocol):
    """Holds what is due now until a worker takes it; a job that is lost is offered again while it is due."""

    async def offer(self, jobs: Sequence[Job]) -> int:
        """Queue those that neither wait nor are being done; returns how many are new. StoreError as the store's."""
        ...

    async def drop_stalled(self) -> int:
        """End the jobs of workers that gave no sign of life; what is still due is offered again."""
        ...


class Leadership(Protocol):
    """At most one of the processes that share a store leads."""

    async def hold(self) -> bool:
        """Take the lead or keep it; False while another has it, or when the database does not answer."""
        ...

    async def give_up(self) -> None:
        """Let another lead."""
        ...
