"""A model behind an OpenAI-compatible endpoint: one POST through the guard, one answer, read with suspicion."""

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from typing import Any, Protocol

from monitor.core.calendar.waits import read_retry_after
from monitor.core.i18n.phrases import Reason
from monitor.core.model.http import NetAnswer, NetFailure, NetRequest
from monitor.core.model.summaries import Answered, ModelAnswer, Prompt, SummariseSettings, Unanswered
from monitor.ports import Clock
from monitor.values import dataclass

_MOST_TOKENS = 400
_LARGEST_ANSWER = 256 * 1024
"""Bytes; four hundred tokens need some kilobytes."""
_SHORTEST_WAIT = timedelta(seconds=1)
_ENDING = "/chat/completions"
_SHOWN = 200


class HttpSend(Protocol):
    """One exchange through the guard, as ``GuardedClient`` does it. Never raises, never follows redirects."""

    async def send(self, request: NetRequest) -> NetAnswer | NetFailure: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CompatibleModel:
    """``ports.LanguageModel`` over ``POST …/chat/completions``."""

    settings: SummariseSettings = field(repr=False)
    client: HttpSend
    clock: Clock

    async def ask(self, prompt: Prompt) -> ModelAnswer:
        """See ``ports.LanguageModel``."""
        answer = await self.client.send(
            NetRequest(
                url=endpoint_of(self.settings.url),
                method="POST",
                headers=self._headers(),
                body=self._body(prompt),
                within=self.settings.timeout,
                max_body=_LARGEST_ANSWER,
            )
        )
        if isinstance(answer, NetFailure):
            return Unanswered(reason=self._safe(answer.reason), stop=answer.kind == "refused")
        return self._read(answer)

    def _headers(self) -> dict[str, str]:
        headers = {"content-type": "application/json", "accept": "application/json"}
        return headers | ({"authorization": f"Bearer {self.settings.key}"} if self.settings.key else {})

    def _body(self, prompt: Prompt) -> bytes:
        asked = {
            "model": self.settings.model,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ],
            "temperature": 0,
            "max_tokens": _MOST_TOKENS,
            "stream": False,
        }
        return json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")

    def _read(self, answer: NetAnswer) -> ModelAnswer:
        if answer.status != 200:
            return self._refusal(answer)
        if "text/event-stream" in answer.headers.get("content-type", ""):
            return Unanswered(reason=Reason("ai_summary.stream"), stop=True)
        try:
            document = json.loads(answer.body)
        except (ValueError, RecursionError):
            return Unanswered(reason=Reason("ai_summary.no-json", told=self._words(answer.body)))
        return read_completion(document) or Unanswered(
            reason=Reason("ai_summary.no-text", told=self._words(answer.body))
        )

    def _refusal(self, answer: NetAnswer) -> Unanswered:
        status = answer.status
        if 300 <= status < 400:
            target = answer.headers.get("location", "nowhere")
            reason = f"HTTP {status}: it redirects to {self._words(target.encode())}; redirects are not followed"
            return Unanswered(reason=reason, stop=True)
        return Unanswered(
            reason=f"HTTP {status}: {self._words(answer.body)}".rstrip(": "),
            retry_after=read_retry_after(
                answer.headers.get("retry-after", ""), now=self.clock.now(), at_least=_SHORTEST_WAIT
            ),
            # A wrong key, a wrong model, a wrong address: the next question would fare no better.
            stop=status in (401, 402, 403, 404, 405),
        )

    def _words(self, body: bytes) -> str:
        """The endpoint's words on one line, never with the key: some repeat it in their errors."""
        text = body[:4_096].decode(errors="replace")
        return self._safe(" ".join("".join(c if c.isprintable() else " " for c in text).split()))[:_SHOWN]

    def _safe(self, text: str) -> str:
        return text.replace(self.settings.key, "***") if self.settings.key else text


def endpoint_of(url: str) -> str:
    """Where the question goes: the base address, as every such service documents it, or the whole one."""
    bare = url.rstrip("/")
    return bare if bare.endswith(_ENDING) else f"{bare}{_ENDING}"


def read_completion(document: object) -> ModelAnswer | None:
    """The first choice's text; ``None`` when there is none."""
    choice = _first_choice(document)
    message = choice.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if not isinstance(content, str) or not content.strip():
        return None
    if choice.get("finish_reason") == "length":
        return Unanswered(reason=Reason("ai_summary.cut", n=_MOST_TOKENS))
    return Answered(text=content)


def _first_choice(document: object) -> Mapping[str, Any]:
    choices = document.get("choices") if isinstance(document, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else {}
