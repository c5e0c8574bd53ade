"""Alerts in a burst, before servers that enforce each provider's limit by the same stepped clock as the program's."""

from datetime import timedelta
from pathlib import Path

import pytest

from bench.limits import RULES, Provider
from monitor.core.model.settings import ChannelSettings
from tests.adapters.channels.httpserver import Asked, Says, answering
from tests.app.provider_harness import ProviderHarness
from tests.app.scenarios import MINUTE, news, rows, until


@pytest.mark.parametrize("kind", sorted(RULES))
async def test_two_bursts_stay_within_what_the_provider_allows_and_nothing_is_dropped(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = Provider(kind)

    def reply(asked: Asked) -> Says:
        return Says(*provider.answer(asked.at, asked.body.decode()))

    async with answering([reply]) as server:
        base = f"http://127.0.0.1:{server.port}"
        options = {"token": "1:x", "chat": "-1", "api": base} if kind == "telegram" else {"url": base}
        team = ChannelSettings(name="team", kind=kind, options=options)
        async with ProviderHarness(tmp_path, monkeypatch).open(team, digests=()) as harness:
            server.now = harness.clock.now
            await news(harness, 21)
            await until(harness, harness.clock.now() + timedelta(seconds=45))
            await news(harness, 21)
            await until(harness, harness.clock.now() + 10 * MINUTE)
            assert provider.refused == [], "the limit is never exceeded"
            assert provider.told(42) == 42, "nothing is dropped"
            assert {row.state for row in await rows(harness)} == {"sent"}
