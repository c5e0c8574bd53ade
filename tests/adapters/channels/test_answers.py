"""What each service answers, and what becomes of the delivery: HTTP 200 alone is never believed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from monitor.adapters.channels.dependencies import ChannelDependencies
from monitor.adapters.channels.registry import build_channel
from monitor.core.channels.answers import retry_after, waiting_time
from monitor.core.model.deliveries import Deferred, Envelope, InDoubt, Refused, SendOutcome, Sent
from monitor.core.model.http import NetAnswer, NetFailure
from monitor.core.model.settings import ChannelSettings
from monitor.ports import Channel

AT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
URL = "https://bot.example.org/hook"
OPTIONS: dict[str, dict[str, object]] = {
    "webhook": {"url": URL},
    "feishu": {"url": URL, "secret": "s"},
    "dingtalk": {"url": URL + "?access_token=x", "secret": "SECx"},
    "wecom": {"url": URL + "?key=x"},
    "slack": {"url": URL},
    "mattermost": {"url": URL},
    "discord": {"url": URL},
    "telegram": {"token": "1:x", "chat": "-1"},
    "teams": {"url": URL},
    "bark": {"url": URL},
    "ntfy": {"url": "https://ntfy.example.org/topic"},
}
HTTP_KINDS = tuple(OPTIONS)
PAYLOAD: dict[str, object] = {"text": "x"}

Send = Callable[..., "object"]


def j(**body: object) -> str:
    return json.dumps(body)


@pytest.fixture
def open_channel(
    dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings]
) -> Callable[..., Channel]:
    def make(kind: str, *answers: NetAnswer | NetFailure) -> Channel:
        return build_channel(settings(kind, **OPTIONS[kind]), dependencies(*answers))

    return make


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("webhook", 200, ""),
        ("webhook", 204, ""),
        ("webhook", 202, "queued"),
        ("feishu", 200, j(code=0, msg="success")),
        ("feishu", 200, j(StatusCode=0, StatusMessage="success")),
        ("dingtalk", 200, j(errcode=0, errmsg="ok")),
        ("wecom", 200, j(errcode=0, errmsg="ok")),
        ("slack", 200, "ok"),
        ("mattermost", 200, "ok"),
        ("mattermost", 200, j(success=True)),
        ("slack", 200, j(ok=True)),
        ("discord", 200, j(id="123")),
        ("discord", 204, ""),
        ("telegram", 200, j(ok=True, result={"message_id": 5})),
        ("teams", 202, ""),
        ("teams", 200, "1"),
        ("bark", 200, j(code=200, message="success")),
        ("ntfy", 200, j(id="x", event="message")),
    ],
)
async def test_a_services_own_yes_is_a_yes(  # noqa: PLR0917 — one row of the table
    kind: str, status: int, body: str, open_channel: Callable[..., Channel], envelope: Callable[..., Envelope],
    answers: Callable[..., NetAnswer],
) -> None:  # fmt: skip
    assert isinstance(await open_channel(kind, answers(status, body)).send(envelope(payload=PAYLOAD)), Sent)


NO: list[tuple[str, int, str, type[SendOutcome], str, bool]] = [
    # D-20
    ("feishu", 200, j(code=19021, msg="sign match fail or timestamp is not within one hour"), Refused, "19021", True),
    ("feishu", 200, j(code=19022, msg="Ip Not Allowed"), Refused, "19022", True),
    ("feishu", 200, j(code=19024, msg="Key Words Not Found"), Refused, "19024", False),
    ("feishu", 200, j(code=11232, msg="frequency limited"), Deferred, "11232", False),
    ("feishu", 200, j(code=9499, msg="Bad Request"), Refused, "9499", False),
    ("feishu", 200, j(code=9499, msg="too many request"), Deferred, "9499", False),
    ("feishu", 200, j(code=19001, msg="param invalid: incoming webhook access token invalid"), Refused, "19001", True),
    ("feishu", 200, j(code=77777, msg="never seen before"), Deferred, "77777", False),
    ("feishu", 200, j(StatusCode=1, StatusMessage="no"), Deferred, "1", False),
    # D-21
    ("dingtalk", 200, j(errcode=310000, errmsg="keywords not in content"), Refused, "310000", False),
    ("dingtalk", 200, j(errcode=310000, errmsg="sign not match"), Refused, "310000", True),
    ("dingtalk", 200, j(errcode=310000, errmsg="ip 192.0.2.7 not in whitelist"), Refused, "310000", True),
    ("dingtalk", 200, j(errcode=130101, errmsg="send too fast, exceed 20 times per minute"), Deferred, "130101", False),
    ("dingtalk", 200, j(errcode=300005, errmsg="token is not exist"), Refused, "300005", True),
    ("dingtalk", 200, j(errcode=460101, errmsg="body too large"), Refused, "460101", False),
    ("dingtalk", 200, j(errcode=-1, errmsg="system busy"), Deferred, "-1", False),
    ("discord", 400, j(code=220001, message="a thread is needed in a forum"), Refused, "220001", True),
    ("telegram", 400, j(ok=False, error_code=400, description="CHAT_WRITE_FORBIDDEN"), Refused, "400", True),
    ("telegram", 400, j(ok=False, error_code=400, description="TOPIC_CLOSED"), Refused, "400", True),
    (
        "telegram",
        400,
        j(ok=False, error_code=400, description="Bad Request: not enough rights to send text messages"),
        Refused,
        "400",
        True,
    ),
    ("dingtalk", 200, j(errcode=410100, errmsg="too fast, limited"), Deferred, "410100", False),
    ("dingtalk", 200, j(errcode=400013, errmsg="the group was dissolved"), Refused, "400013", True),
    ("dingtalk", 200, j(errcode=400106, errmsg="no such robot in the group"), Refused, "400106", True),
    ("dingtalk", 200, j(errcode=430102, errmsg="words that are not let through"), Refused, "430102", False),
    # D-22
    ("wecom", 200, j(errcode=40058, errmsg="markdown.content exceed max length 4096"), Refused, "40058", False),
    ("wecom", 200, j(errcode=45009, errmsg="api freq out of limit"), Deferred, "45009", False),
    ("wecom", 200, j(errcode=93000, errmsg="invalid webhook url"), Refused, "93000", True),
    # D-23
    ("slack", 400, "invalid_payload", Refused, "invalid_payload", False),
    ("slack", 410, "channel_is_archived", Refused, "channel_is_archived", True),
    ("slack", 404, "channel_is_archived", Refused, "channel_is_archived", True),
    ("slack", 200, j(ok=False, error="invalid_auth"), Refused, "invalid_auth", True),
    ("slack", 200, j(ok=False, error="something_new"), Deferred, "200", False),
    # Of the channel, not of a message: what waits goes out when somebody lets it.
    ("slack", 403, "action_prohibited", Refused, "action_prohibited", True),
    ("slack", 403, "posting_to_general_channel_denied", Refused, "posting_to_general_channel_denied", True),
    ("teams", 400, j(error={"code": "WorkflowTriggerIsNotEnabled", "message": "…"}), Refused, "400", True),
    ("teams", 400, j(error={"code": "MissingApiVersionParameter", "message": "…"}), Refused, "400", True),
    ("teams", 400, j(error={"code": "TriggerInputSchemaMismatch", "message": "…"}), Refused, "400", False),
    ("slack", 200, j(ok=False, error="ratelimited"), Deferred, "ratelimited", False),
    # Mattermost, and Rocket.Chat behind the same kind
    ("mattermost", 400, j(id="web.incoming_webhook.invalid.app_error", message="Invalid webhook", status_code=400),
     Refused, "web.incoming_webhook.invalid.app_error", True),
    ("mattermost", 500, j(id="web.incoming_webhook.channel.app_error", message="Der Kanal fehlt", status_code=500),
     Refused, "web.incoming_webhook.channel.app_error", True),
    ("mattermost", 501, j(id="web.incoming_webhook.disabled.app_error", message="off"), Refused,
     "web.incoming_webhook.disabled.app_error", True),
    ("mattermost", 400, j(id="web.incoming_webhook.text.app_error", message="No text specified"), Refused,
     "web.incoming_webhook.text.app_error", False),
    ("mattermost", 500, j(id="store.sql_post.save.app_error", message="We couldn't save the post"), Deferred, "500",
     False),
    ("mattermost", 200, j(success=False, error="error-not-allowed"), Deferred, "200", False),
    ("mattermost", 400, j(success=False, error="invalid-channel"), Refused, "invalid-channel", True),
    ("mattermost", 404, "404 page not found", Deferred, "404", False),
    # D-24
    ("discord", 429, j(message="You are being rate limited.", retry_after=64.57, **{"global": True}), Deferred, "429",
     False),
    ("discord", 404, j(message="Unknown Webhook", code=10015), Refused, "10015", True),
    ("discord", 400, j(message="Invalid Form Body", code=50035), Refused, "50035", False),
    ("discord", 200, j(message="strange"), Deferred, "200", False),
    # D-25
    ("telegram", 429, j(ok=False, error_code=429, description="Too Many Requests: retry after 35",
                        parameters={"retry_after": 35}), Deferred, "429", False),
    ("telegram", 403, j(ok=False, error_code=403, description="Forbidden: bot was blocked by the user"), Refused, "403",
     True),
    ("telegram", 400, j(ok=False, error_code=400, description="Bad Request: chat not found"), Refused, "400", True),
    ("telegram", 400, j(ok=False, error_code=400, description="Bad Request: message is too long"), Refused, "400",
     False),
    ("telegram", 401, j(ok=False, error_code=401, description="Unauthorized"), Refused, "401", True),
    ("telegram", 200, j(ok=False, error_code=500, description="Internal"), Deferred, "500", False),
    # Teams says its errors with HTTP 200; Bark inside the body; ntfy with five digits.
    ("teams", 200, "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429",
     Deferred, "429", False),
    ("teams", 413, "Request Entity too large", Refused, "413", False),
    ("teams", 401, j(error={"code": "DirectApiAuthorizationRequired"}), Refused, "401", True),
    ("bark", 200, j(code=400, message="failed to get device token"), Refused, "400", True),
    ("bark", 200, j(code=500, message="push failed"), Deferred, "500", False),
    ("ntfy", 429, j(code=42908, http=429, error="daily message quota reached"), Deferred, "42908", False),
    ("ntfy", 403, j(code=40301, http=403, error="forbidden"), Refused, "40301", True),
    # The generic web hook
    ("webhook", 200, "<!DOCTYPE html><title>Login</title>", Deferred, "200", False),
    ("webhook", 400, "bad", Refused, "400", False),
    ("webhook", 401, "who are you", Deferred, "401", False),
    ("webhook", 404, "", Deferred, "404", False),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "status", "body", "outcome", "code", "disable"), NO)
async def test_a_services_no_is_read_in_its_own_words(  # noqa: PLR0917 — one row of the table
    kind: str, status: int, body: str, outcome: type[SendOutcome], code: str, disable: bool,
    open_channel: Callable[..., Channel], envelope: Callable[..., Envelope], answers: Callable[..., NetAnswer],
) -> None:  # fmt: skip
    told = await open_channel(kind, answers(status, body)).send(envelope(payload=PAYLOAD))
    assert type(told) is outcome
    assert isinstance(told, Deferred | Refused)
    assert told.code == code
    assert told.reason
    assert (isinstance(told, Refused) and told.disable) is disable


@pytest.mark.parametrize("kind", HTTP_KINDS)
@pytest.mark.parametrize(
    ("name", "status", "body"),
    [
        ("D-26 a web page", 200, "<html><body>Please log in</body></html>"),
        ("D-27 an empty body", 200, ""),
        ("D-28 a redirect to a login page", 302, ""),
        ("D-31 an error of the server", 500, "oops"),
        ("a bad gateway's page", 502, "<html>Bad gateway</html>"),
        ("JSON of somebody else", 200, '{"status":"fine"}'),
        ("a bare number", 200, "7"),
        ("JSON nested beyond reason", 200, "[" * 5_000),
        ("no text at all", 200, "\ufffd\x00\x01"),
    ],
)
async def test_no_service_is_believed_on_an_answer_that_is_not_its_own(  # noqa: PLR0917 — one row of the table
    kind: str, name: str, status: int, body: str,
    open_channel: Callable[..., Channel], envelope: Callable[..., Envelope], answers: Callable[..., NetAnswer],
) -> None:  # fmt: skip
    if kind == "webhook" and status == 200 and "<html" not in body:
        pytest.skip("Standard Webhooks: any 2xx is a yes, whatever its body")
    answer = answers(status, body, location="https://login.example.org/")
    told = await open_channel(kind, answer).send(envelope(payload=PAYLOAD))
    assert isinstance(told, Deferred), name
    assert told.reason


@pytest.mark.parametrize("kind", HTTP_KINDS)
async def test_gone_means_never_again(
    kind: str, open_channel: Callable[..., Channel], envelope: Callable[..., Envelope],
    answers: Callable[..., NetAnswer],
) -> None:  # fmt: skip
    """D-32"""
    told = await open_channel(kind, answers(410, "gone")).send(envelope(payload=PAYLOAD))
    assert isinstance(told, Refused)
    assert told.disable


@pytest.mark.parametrize("kind", HTTP_KINDS)
@pytest.mark.parametrize(
    ("failure", "outcome"),
    [
        (NetFailure(reason="nothing listens there", kind="connect"), Deferred),
        (NetFailure(reason="there is no host", kind="dns"), Deferred),
        (NetFailure(reason="no answer within 30 s", kind="timeout", sent=True), InDoubt),
        (NetFailure(reason="cut the connection before it answered", kind="broken", sent=True), InDoubt),
        (NetFailure(reason="cut after the status", kind="broken", sent=True, status=503), Deferred),
        (NetFailure(reason="refused: a private address", kind="refused"), Refused),
    ],
)
async def test_never_sent_perhaps_sent_and_refused_are_told_apart(
    kind: str, failure: NetFailure, outcome: type[SendOutcome],
    open_channel: Callable[..., Channel], envelope: Callable[..., Envelope],
) -> None:  # fmt: skip
    """D-29, D-30, D-39"""
    assert type(await open_channel(kind, failure).send(envelope(payload=PAYLOAD))) is outcome


@pytest.mark.parametrize(
    ("value", "waits"),
    [
        ("120", timedelta(seconds=120)),
        ("0.5", timedelta(seconds=1)),
        ("-7", timedelta(seconds=1)),
        ("1e12", timedelta(hours=24)),
        ("inf", timedelta(hours=24)),
        ("nan", None),
        ("Mon, 23 Nov 2026 00:31:00 GMT", timedelta(seconds=60)),
        ("Mon, 23 Nov 2020 00:31:00 GMT", timedelta(seconds=1)),
        ("Mon, 23 Nov 2226 00:31:00 GMT", timedelta(hours=24)),
        ("soon", None),
        ("", None),
    ],
)
def test_every_dialect_of_retry_after_is_kept_within_a_second_and_a_day(value: str, waits: timedelta | None) -> None:
    """D-33"""
    assert retry_after(NetAnswer(status=429, url="", headers={"retry-after": value}, body=b""), AT) == waits


@pytest.mark.parametrize("value", [None, "5", True, float("nan"), [], {}])
def test_a_waiting_time_that_is_no_number_says_nothing(value: object) -> None:
    assert waiting_time(value) is None


@pytest.mark.parametrize(
    ("kind", "status", "body", "header", "waits"),
    [
        ("discord", 429, j(retry_after=64.57), "", timedelta(seconds=64.57)),
        ("telegram", 429, j(ok=False, error_code=429, parameters={"retry_after": 35}), "", timedelta(seconds=35)),
        ("slack", 429, "rate_limited", "30", timedelta(seconds=30)),
        ("mattermost", 429, "limit exceeded", "3", timedelta(seconds=3)),
        ("webhook", 429, "", "120", timedelta(seconds=120)),
        ("webhook", 503, "", "Mon, 23 Nov 2026 00:40:00 GMT", timedelta(minutes=10)),
        ("dingtalk", 200, j(errcode=130101), "", timedelta(minutes=10)),
        ("dingtalk", 200, j(errcode=410100), "", timedelta(minutes=10)),
        ("feishu", 200, j(code=11232), "", timedelta(minutes=1)),
        ("feishu", 429, "", "9", timedelta(seconds=9)),
    ],
)
async def test_how_long_to_wait_is_heard_wherever_it_is_said(  # noqa: PLR0917 — one row of the table
    kind: str, status: int, body: str, header: str, waits: timedelta,
    open_channel: Callable[..., Channel], envelope: Callable[..., Envelope], answers: Callable[..., NetAnswer],
) -> None:  # fmt: skip
    answer = answers(status, body, retry_after=header)
    told = await open_channel(kind, answer).send(envelope(payload=PAYLOAD))
    assert isinstance(told, Deferred)
    assert told.retry_after == waits


@pytest.mark.parametrize(("kind", "body"), [("feishu", j(code=19021)), ("dingtalk", j(errcode=310000))])
async def test_a_wrong_clock_is_named_and_tried_again(
    kind: str, body: str, open_channel: Callable[..., Channel], envelope: Callable[..., Envelope],
    answers: Callable[..., NetAnswer],
) -> None:  # fmt: skip
    """D-38"""
    answer = answers(200, body, date="Mon, 23 Nov 2026 02:30:00 GMT")
    told = await open_channel(kind, answer).send(envelope(payload=PAYLOAD))
    assert isinstance(told, Deferred)
    assert "120 min" in told.reason


async def test_telegram_follows_a_group_that_moved_and_says_so(
    open_channel: Callable[..., Channel], envelope: Callable[..., Envelope], answers: Callable[..., NetAnswer]
) -> None:
    """D-25"""
    moved = answers(400, j(ok=False, error_code=400, parameters={"migrate_to_chat_id": -100123}))
    told = await open_channel("telegram", moved, answers(200, j(ok=True))).send(envelope(payload=PAYLOAD))
    assert isinstance(told, Sent)
    assert "-100123" in told.answer


async def test_telegram_sends_plain_text_when_its_markup_is_not_understood(
    dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings],
    envelope: Callable[..., Envelope], answers: Callable[..., NetAnswer],
) -> None:  # fmt: skip
    """D-25"""
    deps = dependencies(
        answers(400, j(ok=False, error_code=400, description="Bad Request: can't parse entities: …")),
        answers(200, j(ok=True)),
    )
    channel = build_channel(settings("telegram", **OPTIONS["telegram"]), deps)
    told = await channel.send(envelope(payload={"text": "<b>a &amp; b</b>", "parse_mode": "HTML"}))
    assert isinstance(told, Sent)
    second = json.loads(deps.client.posted[1].body)  # type: ignore[attr-defined]  # the scripted client keeps them
    assert second["text"] == "a & b"
    assert "parse_mode" not in second


BUTTON = {"inline_keyboard": [[{"text": "A & B", "url": "http://localhost:8765/stories/1?a=1&b=2"}]]}
NO_BUTTON = "Bad Request: inline keyboard button URL 'http://localhost:8765/' is invalid: Wrong HTTP URL"


@pytest.mark.parametrize("told", [NO_BUTTON, "Bad Request: BUTTON_URL_INVALID"])
async def test_telegram_tells_a_link_that_it_takes_for_no_button_as_text(
    told: str, dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings],
    envelope: Callable[..., Envelope], answers: Callable[..., NetAnswer],
) -> None:  # fmt: skip
    refused = answers(400, j(ok=False, error_code=400, description=told))
    for text, below in (("<b>a</b>", True), ("x" * 4_090, False)):
        deps = dependencies(refused, answers(200, j(ok=True)))
        channel = build_channel(settings("telegram", **OPTIONS["telegram"]), deps)
        payload = {"text": text, "parse_mode": "HTML", "reply_markup": BUTTON}
        assert isinstance(await channel.send(envelope(payload=payload)), Sent)
        second = json.loads(deps.client.posted[1].body)  # type: ignore[attr-defined]  # the scripted client keeps them
        assert "reply_markup" not in second
        link = "\n\nA &amp; B: http://localhost:8765/stories/1?a=1&amp;b=2"
        assert second["text"] == (text + link if below else text)


async def test_a_message_is_changed_for_one_reason_after_the_other(
    dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings],
    envelope: Callable[..., Envelope], answers: Callable[..., NetAnswer],
) -> None:  # fmt: skip
    moved = answers(400, j(ok=False, error_code=400, parameters={"migrate_to_chat_id": -100123}))
    no_button = answers(400, j(ok=False, error_code=400, description=NO_BUTTON))
    deps = dependencies(moved, no_button, answers(200, j(ok=True)))
    channel = build_channel(settings("telegram", **OPTIONS["telegram"]), deps)
    told = await channel.send(envelope(payload={"text": "a", "parse_mode": "HTML", "reply_markup": BUTTON}))
    assert isinstance(told, Sent)
    assert "-100123" in told.answer
    third = json.loads(deps.client.posted[2].body)  # type: ignore[attr-defined]  # the scripted client keeps them
    assert (third["chat_id"], "reply_markup" in third) == ("-100123", False)


@pytest.mark.parametrize(
    "body", [j(embeds=["0"]), j(code=50035, errors={"embeds": {"0": {"url": "URL_TYPE_INVALID_URL"}}})]
)
async def test_discord_tells_a_link_that_it_does_not_take_as_text(
    body: str, dependencies: Callable[..., ChannelDependencies], settings: Callable[..., ChannelSettings],
    envelope: Callable[..., Envelope], answers: Callable[..., NetAnswer],
) -> None:  # fmt: skip
    for text, below in (("words", True), ("x" * 4_090, False)):
        deps = dependencies(answers(400, body), answers(200, j(id="5")))
        channel = build_channel(settings("discord", **OPTIONS["discord"]), deps)
        embed = {"title": "t", "description": text, "url": "http://monitor:8765/digests/3"}
        assert isinstance(await channel.send(envelope(payload={"embeds": [embed]})), Sent)
        second = json.loads(deps.client.posted[1].body)["embeds"][0]  # type: ignore[attr-defined]  # as above
        shown = f"{text}\n\n<http://monitor:8765/digests/3>" if below else text
        assert second == {"title": "t", "description": shown}


async def test_mattermost_tells_in_a_header_of_its_own_when_it_takes_more(
    open_channel: Callable[..., Channel], envelope: Callable[..., Envelope], answers: Callable[..., NetAnswer]
) -> None:
    for header, waits in (("2", timedelta(seconds=2)), ("soon", None), ("", None)):
        answer = answers(429, "limit exceeded", x_ratelimit_reset=header)
        told = await open_channel("mattermost", answer).send(envelope(payload=PAYLOAD))
        assert isinstance(told, Deferred)
        assert told.retry_after == waits


@pytest.mark.parametrize(
    "body",
    [
        j(success=False, error="error-message-size-exceeded [error-message-size-exceeded]"),
        j(id="model.post.is_valid.message_length.app_error", message="Post Message property is longer than permitted."),
    ],
)
async def test_a_post_that_is_too_long_for_the_server_may_come_in_smaller_parts(
    body: str, open_channel: Callable[..., Channel], envelope: Callable[..., Envelope],
    answers: Callable[..., NetAnswer],
) -> None:  # fmt: skip
    """Rocket.Chat takes 5,000 characters where Mattermost takes 16,383."""
    told = await open_channel("mattermost", answers(400, body)).send(envelope(payload=PAYLOAD))
    assert isinstance(told, Refused)
    assert (told.too_big, told.disable) == (True, False)
