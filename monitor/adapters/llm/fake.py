"""A model that answers what it is told to: for tests and trials without an endpoint."""

import asyncio
from collections.abc import Callable, Sequence

from monitor.core.model.summaries import Answered, ModelAnswer, Prompt


class ScriptedModel:
    """``ports.LanguageModel`` from ``answers``, one after the other, then ``last`` again and again."""

    def __init__(
        self,
        answers: Sequence[str | ModelAnswer] = (),
        *,
        last: str | ModelAnswer | Callable[[Prompt], str] = "",
        seconds: float = 0.0,
    ) -> None:
        self.asked: list[Prompt] = []
        self._answers = list(answers)
        self._last = last
        self._seconds = seconds

    async def ask(self, prompt: Prompt) -> ModelAnswer:
        """See ``ports.LanguageModel``."""
        self.asked.append(prompt)
        await asyncio.sleep(self._seconds)
        answer = self._answers.pop(0) if self._answers else self._last
        if callable(answer):
            answer = answer(prompt)
        return Answered(text=answer) if isinstance(answer, str) else answer
