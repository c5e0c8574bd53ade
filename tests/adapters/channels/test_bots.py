"""What all chat bots have in common: one sender, and the way out that the channel asks for."""

from collections.abc import Callable

import pytest

from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.adapters.channels.registry import build_channel
from monitor.adapters.config.settings.channel_keys import _READ_AS as READ_AS
from monitor.adapters.config.settings.channel_keys import CHANNEL_TABLES, COMMON_NAMES
from monitor.core.channels.kind import ChannelKind
from monitor.core.channels.options import Option, OptionType, list_option, text_option
from monitor.core.channels.registry import CHANNEL_KINDS
from monitor.core.model.deliveries import Envelope
from monitor.core.model.settings import ChannelSettings
from monitor.errors import UserError
from tests.adapters.channels.test_answers import HTTP_KINDS, OPTIONS, PAYLOAD

Settings = Callable[..., ChannelSettings]
Deps = Callable[..., ChannelDependencies]


@pytest.mark.parametrize("kind", HTTP_KINDS)
@pytest.mark.parametrize("proxy", [None, "direct", "http://proxy.example.org:3128"])
async def test_a_channel_goes_out_by_the_proxy_that_it_names(
    kind: str, proxy: str | None, dependencies: Deps, settings: Settings, envelope: Callable[..., Envelope]
) -> None:
    deps = dependencies()
    options = OPTIONS[kind] | ({"proxy": proxy} if proxy else {})
    await build_channel(settings(kind, **options), deps).send(envelope(payload=PAYLOAD))
    assert deps.client.posted[0].proxy == proxy  # type: ignore[attr-defined]  # the scripted client keeps them


def test_every_kind_with_a_bot_is_tried_in_these_tests() -> None:
    assert {kind.name for kind in CHANNEL_KINDS.values() if kind.bot is not None} == set(HTTP_KINDS) - {"webhook"}


def test_every_type_of_option_can_be_read_from_a_file() -> None:
    assert set(READ_AS) == set(OptionType)


@pytest.mark.parametrize("kind", CHANNEL_KINDS.values(), ids=lambda kind: kind.name)
def test_the_keys_of_a_channel_are_its_options(kind: ChannelKind) -> None:
    keys = [key.name for key in CHANNEL_TABLES[kind.name].keys if key.name not in COMMON_NAMES]
    assert keys == [option.name for option in kind.options]


def _even(text: str) -> None:
    if len(text) % 2:
        raise ValueError("it must have an even number of letters")


PAIR = Option(name="pair", type=OptionType.TEXT, meaning="Letters.", required=True, check=_even)
PAIRS = Option(name="pairs", type=OptionType.SECRETS, meaning="Letters.", check=_even)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "channel my-slack: slack needs pair"),
        ({"pair": "abc"}, "channel my-slack: pair: it must have an even number of letters"),
        ({"pair": ["ab"]}, "channel my-slack: pair must be text"),
    ],
)
def test_an_option_that_a_service_cannot_use_names_channel_and_key(
    given: dict[str, object], told: str, settings: Settings
) -> None:
    with pytest.raises(UserError, match=told):
        text_option(settings("slack", **given), PAIR)


def test_each_item_of_a_list_is_checked(settings: Settings) -> None:
    assert list_option(settings("slack", pairs="ab, cdef"), PAIRS) == ("ab", "cdef")
    with pytest.raises(UserError, match="even number"):
        list_option(settings("slack", pairs=["ab", "c"]), PAIRS)
