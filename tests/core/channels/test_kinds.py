"""Every kind of channel says all that the rest of the program asks of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.channels.kind import ChannelKind, Outgoing
from monitor.core.channels.options import KEYWORD, keyword_of, proxy_of
from monitor.core.channels.registry import CHANNEL_KINDS, limits_of
from monitor.core.model.messages import Rendered
from monitor.core.model.settings import ChannelSettings
from monitor.core.render.escape import PLAIN
from monitor.core.render.forms.chat import ChatFormat
from monitor.core.render.message_format import MessageDraft
from tests.adapters.channels.conftest import AT
from tests.adapters.channels.test_answers import OPTIONS

TEMPLATES = Path(__file__).resolve().parents[3] / "templates"
KINDS = pytest.mark.parametrize("kind", CHANNEL_KINDS.values(), ids=lambda kind: kind.name)


@KINDS
def test_a_kind_is_found_by_its_name_and_has_its_templates(kind: ChannelKind) -> None:
    assert CHANNEL_KINDS[kind.name] is kind
    for folder in kind.format.template_folders:
        assert (TEMPLATES / folder).is_dir()
    assert kind.about.message
    assert kind.about.accepted


@KINDS
def test_a_bot_is_made_from_a_chat_format_of_its_own_folder_and_keeps_a_rate(kind: ChannelKind) -> None:
    if kind.bot is None:
        return
    assert isinstance(kind.format, ChatFormat)
    assert kind.format.folder == kind.name
    assert kind.format.limits
    assert kind.rates
    names = [option.name for option in kind.options]
    assert names.count("proxy") == 1
    assert len(names) == len(set(names))


@KINDS
def test_what_a_bot_posts_holds_the_whole_payload(kind: ChannelKind) -> None:
    if kind.bot is None:
        return
    channel = ChannelSettings(name="team", kind=kind.name, options=OPTIONS[kind.name])
    request = kind.bot.signer(channel)(Outgoing(payload={"text": "可灵"}, at=AT))
    assert request.payload["text"] == "可灵"
    assert request.url.startswith("https://")
    assert request.url not in repr(request)


@KINDS
def test_the_preview_shows_what_a_reader_or_an_author_of_templates_looks_for(kind: ChannelKind) -> None:
    draft = MessageDraft(kind="alert", title="星绘 2.5", blocks=("第一段",))
    payload = kind.format.build(draft) if isinstance(kind.format, ChatFormat) else {"title": "星绘 2.5"}
    shown = kind.format.preview(Rendered(text="第一段", payload=payload))
    assert "第一段" in shown or "星绘 2.5" in shown


def test_the_rate_of_the_settings_wins_over_that_of_the_kind() -> None:
    own = (3, timedelta(hours=1))
    assert limits_of("slack", own) == (own,)
    assert limits_of("slack", None) == ((1, timedelta(seconds=1)),)
    assert not limits_of("email", None)


def test_the_keyword_is_put_where_it_is_missing() -> None:
    draft = MessageDraft(kind="alert", title="a", blocks=("b",), keyword="播报")
    assert draft.with_keyword("新闻") == "新闻 · 播报"
    assert draft.with_keyword("播报：新闻") == "播报：新闻"
    assert draft.with_keyword("新闻", elsewhere="播报") == "新闻"


def test_what_a_channel_does_not_say_is_not_made_up() -> None:
    channel = ChannelSettings(name="team", kind="feishu", options={"url": "https://example.org/"})
    assert (proxy_of(channel), keyword_of(channel)) == (None, "")
    assert KEYWORD in CHANNEL_KINDS["feishu"].options


def test_markup_is_escaped_wherever_a_service_reads_markup() -> None:
    plain = {kind.name for kind in CHANNEL_KINDS.values() if kind.dialect is PLAIN}
    assert plain == {"email", "webhook", "bark", "ntfy", "apprise", "file", "terminal"}
