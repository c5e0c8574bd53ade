"""Files, the terminal, dry runs and Apprise."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.adapters.channels.registry import SENDERS, build_channel, open_channels
from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.model.deliveries import Deferred, Envelope, Sent
from monitor.core.model.settings import ChannelSettings
from monitor.errors import UserError

PAYLOAD = {"type": "alert", "timestamp": "2026-11-23T00:30:00Z", "data": {"title": "可灵"}}


def test_every_kind_has_one_way_to_be_sent() -> None:
    bots = {kind.name for kind in CHANNEL_KINDS.values() if kind.bot is not None}
    assert bots | set(SENDERS) == set(CHANNEL_KINDS)
    assert not bots & set(SENDERS)


async def test_a_message_becomes_three_files_and_a_repeat_the_same_three(
    tmp_path: Path, dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings],
    envelope: Callable[..., Envelope],
) -> None:  # fmt: skip
    channel = build_channel(settings("file"), dependencies())
    sent = envelope(html="<p>可灵</p>", text="可灵\n", payload=PAYLOAD)
    later = replace(sent.rendered, payload={**PAYLOAD, "timestamp": "2026-11-23T09:00:00Z"})
    for again in (sent, replace(sent, at=sent.at.replace(hour=9), rendered=later)):
        assert isinstance(await channel.send(again), Sent)
    folder = tmp_path / "outbox"
    assert sorted(path.name for path in folder.iterdir()) == [
        f"20261123T003000Z-alert-0123456789ab.{ending}" for ending in ("html", "json", "txt")
    ]
    assert json.loads((folder / "20261123T003000Z-alert-0123456789ab.json").read_text()) == later.payload


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_folder_that_cannot_be_written_defers(
    tmp_path: Path, dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings],
    envelope: Callable[..., Envelope],
) -> None:  # fmt: skip
    (tmp_path / "outbox").mkdir(mode=0o500)
    assert isinstance(await build_channel(settings("file"), dependencies()).send(envelope()), Deferred)


async def test_a_folder_that_became_a_file_defers(
    tmp_path: Path, dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings],
    envelope: Callable[..., Envelope],
) -> None:  # fmt: skip
    channel = build_channel(settings("file"), dependencies())
    (tmp_path / "outbox").write_text("in the way")
    assert isinstance(await channel.send(envelope()), Deferred)
    with pytest.raises(UserError, match="my-file"):
        build_channel(settings("file"), dependencies())


async def test_the_terminal_prints_the_text(
    echoed: list[str], dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings],
    envelope: Callable[..., Envelope],
) -> None:  # fmt: skip
    assert isinstance(await build_channel(settings("terminal"), dependencies()).send(envelope()), Sent)
    assert echoed == ["可灵 2.5 发布\n"]


async def test_a_dry_run_shows_and_sends_nothing(
    echoed: list[str], dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings],
    envelope: Callable[..., Envelope],
) -> None:  # fmt: skip
    deps = dependencies()
    opened = open_channels(
        [settings("slack", dry_run=True, url="https://hooks.example/x")],
        client=deps.client,
        clock=deps.clock,
        state_dir=deps.state_dir,
        echo=deps.echo,
    )
    assert isinstance(await opened["my-slack"].send(envelope()), Sent)
    assert "dry run" in echoed[0]
    assert deps.client.posted == []  # type: ignore[attr-defined]  # the scripted client keeps them


def test_an_unknown_kind_names_the_known_ones(dependencies: Callable[..., ChannelDependencies]) -> None:
    deps = dependencies()
    with pytest.raises(UserError, match=r"pigeon.*email"):
        open_channels(
            [ChannelSettings(name="p", kind="pigeon")],
            client=deps.client,
            clock=deps.clock,
            state_dir=deps.state_dir,
            echo=deps.echo,
        )


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # Apprise imports it
async def test_apprise_that_cannot_send_says_why(
    dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings],
    envelope: Callable[..., Envelope],
) -> None:  # fmt: skip
    channel = build_channel(settings("apprise", url="json://127.0.0.1:9/"), dependencies())
    told = await channel.send(envelope(payload={"title": "x", "body": "y"}))
    assert isinstance(told, Deferred)
    assert "Apprise" in told.reason
