"""D-20 to D-40: what web hooks and chat services do to a delivery, through the whole program's outbox."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from typing import Any, Literal

from monitor.app.runtime.scheduler import drive_clock
from monitor.core.model.settings import ChannelSettings, DigestSettings
from tests.adapters.channels.httpserver import Asked, HttpServer, Reply, Says, answering
from tests.adapters.channels.mailserver import scripted
from tests.app.harness import NOON
from tests.app.provider_harness import (
    DIGEST_AT,
    ProviderHarness,
    answers,
    is_stopped,
    mail_to,
    mended,
    notices,
    stands_in_the_digest,
    states,
    wait,
)
from tests.app.scenarios import HOUR, MINUTE, SECOND, news, rows, until

Ends = Literal["sent", "dead", "stopped"]
YES: dict[str, Says] = {
    "webhook": Says(204),
    "feishu": Says(body='{"code": 0, "msg": "success"}'),
    "dingtalk": Says(body='{"errcode": 0, "errmsg": "ok"}'),
    "wecom": Says(body='{"errcode": 0, "errmsg": "ok"}'),
    "slack": Says(body="ok"),
    "mattermost": Says(body="ok"),
    "discord": Says(body='{"id": "1"}'),
    "telegram": Says(body='{"ok": true, "result": {"message_id": 5}}'),
    "teams": Says(202),
    "bark": Says(body='{"code": 200, "message": "success"}'),
    "ntfy": Says(body='{"id": "x", "event": "message"}'),
}
PINGS = {
    "feishu": ("<at user_id", "<at id", "](javascript:"),
    "dingtalk": ("@all", "](javascript:"),
    "wecom": ("<@", "@all", "](javascript:"),
    "slack": ("<!channel>", "<!here>", "<@U1>"),
    "mattermost": ("@all", "@channel", "@here", "](javascript:"),
    "discord": ("@everyone", "@here", "<@U1>", "](javascript:"),
    "telegram": ("<script>", "<at "),
    "teams": ("<at>", "](javascript:"),
}
"""What names everybody, or is a link, in each service; Bark and ntfy show plain text."""
CHAT = tuple(kind for kind in YES if kind != "webhook")
DIGEST = (DigestSettings(name="daily", at="08:30", channels=("team",)),)


def hook(kind: str, server: HttpServer, **options: object) -> ChannelSettings:
    """A channel of this kind whose provider is ``server``."""
    if kind == "telegram":
        given: dict[str, object] = {"token": "1:x", "chat": "-1", "api": f"http://127.0.0.1:{server.port}"}
    else:
        given = {"url": server.url, "secret": "SECx"} if kind in ("feishu", "dingtalk") else {"url": server.url}
    return ChannelSettings(name="team", kind=kind, options=given | options)


def says(status: int = 200, /, **body: object) -> Says:
    return Says(status, json.dumps(body))


@dataclass(frozen=True)
class Row:
    """What a provider answers first, what that means for the delivery, and how long nothing more is sent."""

    kind: str
    first: Reply
    ends: Ends
    words: str
    waits: timedelta = timedelta(0)


ROWS: dict[str, Sequence[Row]] = {
    "D-20": (
        Row("feishu", says(code=19021, msg="sign match fail"), "stopped", "19021"),
        Row("feishu", says(code=19022, msg="Ip Not Allowed"), "stopped", "19022"),
        Row("feishu", says(code=19024, msg="Key Words Not Found"), "dead", "19024"),
        Row("feishu", says(code=11232, msg="frequency limited"), "sent", "11232", MINUTE),
        Row("feishu", says(code=9499, msg="Bad Request"), "dead", "9499"),
    ),
    "D-21": (
        Row("dingtalk", says(errcode=310000, errmsg="keywords not in content"), "dead", "310000"),
        Row("dingtalk", says(errcode=130101, errmsg="send too fast"), "sent", "130101", 10 * MINUTE),
        Row("dingtalk", says(errcode=300005, errmsg="token is not exist"), "stopped", "300005"),
    ),
    "D-22": (
        Row("wecom", says(errcode=40058, errmsg="markdown.content exceed max length 4096"), "dead", "40058"),
        Row("wecom", says(errcode=45009, errmsg="api freq out of limit"), "sent", "45009", MINUTE),
        Row("wecom", says(errcode=93000, errmsg="invalid webhook url"), "stopped", "93000"),
    ),
    "D-23": (
        Row("slack", Says(400, "invalid_payload"), "dead", "invalid_payload"),
        Row("slack", Says(404, "channel_is_archived"), "stopped", "channel_is_archived"),
        Row("slack", says(ok=False, error="invalid_auth"), "stopped", "invalid_auth"),
        Row("slack", says(ok=False, error="something_new"), "sent", "something_new"),
    ),
    "D-24": (
        Row("discord", says(429, message="slow", retry_after=64.57), "sent", "429", 64 * SECOND),
        Row("mattermost", Says(429, "limit exceeded", {"X-RateLimit-Reset": "90"}), "sent", "429", 90 * SECOND),
        Row("discord", Says(429, '{"retry_after": 90.5, "global": true}'), "sent", "all of this", 90 * SECOND),
    ),
    "D-26": tuple(Row(kind, Says(200, "<html>Please log in</html>"), "sent", "200") for kind in YES),
    "D-27": tuple(Row(kind, Says(200, ""), "sent", "200") for kind in CHAT),
    "D-28": tuple(
        Row(kind, Says(302, "", {"Location": "https://login.example.org/"}), "sent", "redirect") for kind in YES
    ),
    "D-32": tuple(Row(kind, Says(410, ""), "stopped", "410") for kind in ("webhook", "slack", "ntfy")),
    "D-37": (
        Row("feishu", says(code=19001, msg="incoming webhook access token invalid"), "stopped", "19001"),
        Row("feishu", says(code=19021, msg="sign match fail"), "stopped", "19021"),
        Row("dingtalk", says(errcode=310000, errmsg="sign not match"), "stopped", "310000"),
        Row("dingtalk", says(errcode=300001, errmsg="token is not exist"), "stopped", "300001"),
        Row("wecom", says(errcode=93000, errmsg="invalid webhook url"), "stopped", "93000"),
        Row("slack", Says(403, "invalid_token"), "stopped", "invalid_token"),
        Row(
            "mattermost", says(400, id="web.incoming_webhook.invalid.app_error"), "stopped", "incoming_webhook.invalid"
        ),
        Row("discord", says(404, code=10015, message="Unknown Webhook"), "stopped", "10015"),
        Row("telegram", says(401, ok=False, error_code=401, description="Unauthorized"), "stopped", "401"),
        Row("teams", Says(401, "DirectApiAuthorizationRequired"), "stopped", "401"),
        Row("bark", says(400, code=400, message="failed to get device token"), "stopped", "device token"),
        Row("ntfy", says(403, code=40301, error="forbidden"), "stopped", "40301"),
    ),
}


async def play(providers: ProviderHarness, row: Row) -> None:
    """One story is owed while the provider answers so; then it takes messages again."""
    async with answering([row.first]) as server, providers.open(hook(row.kind, server)) as harness:
        server.now = harness.clock.now
        await news(harness)
        await until(harness, NOON + SECOND)
        assert row.words in await answers(harness), (row, await answers(harness))
        assert "sent" not in await states(harness), row
        if row.ends == "stopped":
            await wait(harness, 3 * HOUR)
            assert (len(server.asked), len(notices(harness)), await is_stopped(harness)) == (1, 1, True), row
        server.replies = [YES[row.kind]]
        if row.ends == "stopped":
            await mended(harness)
        elif row.ends == "sent":
            await wait(harness, HOUR)
            assert server.asked[1].at - server.asked[0].at >= max(row.waits, 24 * SECOND), row
        else:
            assert await stands_in_the_digest(harness, row.words), row
        assert await states(harness) == {"dead": ["dead"], "sent": ["sent"], "stopped": ["sent", "sent"]}[row.ends]


async def d25_telegram(providers: ProviderHarness) -> None:
    slow = says(429, ok=False, error_code=429, description="Too Many Requests", parameters={"retry_after": 350})
    blocked = says(403, ok=False, error_code=403, description="Forbidden: bot was blocked by the user")
    await play(providers, Row("telegram", slow, "sent", "429", 350 * SECOND))
    await play(providers, Row("telegram", blocked, "stopped", "blocked"))
    moved = says(400, ok=False, error_code=400, description="upgraded", parameters={"migrate_to_chat_id": -100123})
    broken = says(400, ok=False, error_code=400, description="Bad Request: can't parse entities: x")
    for first, words in ((moved, "-100123"), (broken, "message 5")):
        async with answering([first, YES["telegram"]]) as server, providers.open(hook("telegram", server)) as harness:
            await news(harness)
            await until(harness, NOON + SECOND)
            assert (await states(harness), len(server.asked)) == (["sent"], 2)
            assert words in await answers(harness)
            again = server.asked[1].json
            assert again["chat_id"] == "-100123" if first is moved else "parse_mode" not in again


async def d29_silence(providers: ProviderHarness) -> None:
    for kind in ("webhook", "feishu", "telegram"):
        async with answering(["silence", YES[kind]]) as server, providers.open(hook(kind, server)) as harness:
            await news(harness)
            await until(harness, NOON + SECOND)
            assert ([row.possible_repeat for row in await rows(harness)], await states(harness)) == (
                [True],
                ["deferred"],
            )
            await wait(harness, HOUR)
            first, again = (asked.body.decode() for asked in server.asked)
            assert "可能重复" in again or '"possible_repeat":true' in again, kind
            assert "可能重复" not in first, kind
            assert server.asked[0].headers.get("webhook-id") == server.asked[1].headers.get("webhook-id")


async def d30_cut(providers: ProviderHarness) -> None:
    async with answering(["cut", YES["webhook"]]) as server, providers.open(hook("webhook", server)) as harness:
        await news(harness)
        await wait(harness, HOUR)
        assert [asked.json["data"]["possible_repeat"] for asked in server.asked] == [False, True]
        assert await states(harness) == ["sent"]
    async with answering([YES["webhook"]]) as gone:
        port = gone.port
    gone.port = port
    async with providers.open(hook("webhook", gone)) as harness:
        await news(harness)
        await until(harness, NOON + SECOND)
        assert ([row.possible_repeat for row in await rows(harness)], await states(harness)) == ([False], ["deferred"])


async def d31_five_hundreds(providers: ProviderHarness) -> None:
    down = Says(500, "oops")
    for failures in (2, 6):
        async with (
            answering([*[down] * failures, YES["webhook"]]) as server,
            providers.open(hook("webhook", server)) as harness,
        ):
            await news(harness, 3)
            await wait(harness, 40 * MINUTE)
            stories = [asked.json["data"]["story"]["title"] for asked in server.asked]
            told = [f"story {number}" for number in range(3)]
            # After three failures in a row another message tries: one that alone is refused must not hold up all.
            assert stories[2:] == told if failures == 2 else sorted(stories[failures:]) == told
            assert await states(harness) == ["sent"] * 3


async def d33_retry_after(providers: ProviderHarness) -> None:
    for value, least, most in (
        (format_datetime((NOON + 20 * MINUTE), usegmt=True), 20 * MINUTE, 26 * MINUTE),
        ("400", 400 * SECOND, 10 * MINUTE),
        ("1e15", 24 * HOUR, 25 * HOUR),
        ("-5", timedelta(0), MINUTE),
        (format_datetime(NOON - 900 * HOUR, usegmt=True), timedelta(0), MINUTE),
        ("soon", timedelta(0), MINUTE),
    ):
        busy = Says(503, "busy", {"Retry-After": value})
        async with (
            answering([busy, YES["webhook"]]) as server,
            providers.open(hook("webhook", server), digests=()) as harness,
        ):
            server.now = harness.clock.now
            await news(harness)
            await wait(harness, 30 * HOUR)
            first, again = server.asked
            assert least <= again.at - first.at <= most, (value, again.at - first.at)


def twenty_a_minute(taken: list[datetime]) -> Reply:
    """DingTalk's rule by its own log: the 21st within a minute is refused, and the robot silenced for ten minutes."""

    def reply(asked: Asked) -> Says:
        recent = [at for at in taken if asked.at - at < MINUTE]
        if len(recent) >= 20:
            return says(errcode=130101, errmsg="send too fast, exceed 20 times per minute")
        taken.append(asked.at)
        return YES["dingtalk"]

    return reply


async def d34_twenty_one_in_a_minute(providers: ProviderHarness) -> None:
    taken: list[datetime] = []
    async with answering([twenty_a_minute(taken)]) as server, providers.open(hook("dingtalk", server)) as harness:
        server.now = harness.clock.now
        await news(harness, 21)
        await wait(harness, 5 * MINUTE)
        assert len(taken) == len(server.asked) == 18, "17 alerts and one summary of 4: none refused"
        told = "".join(asked.body.decode() for asked in server.asked)
        assert all(re.search(rf"story {number}\b", told) for number in range(21)), "nothing dropped"
        assert set(await states(harness)) == {"sent"}


async def d35_at_the_limit(providers: ProviderHarness) -> None:
    async with (
        answering([YES["wecom"]]) as server,
        providers.open(hook("wecom", server), routes=(), digests=DIGEST) as harness,
    ):
        for number in range(60):
            await news(harness, title=f"可灵👩‍👩‍👧‍👦第 {number} 号发布" + "🎬影" * (number % 7))
        await drive_clock(harness.app, harness.clock, until=DIGEST_AT + HOUR)
        contents = [asked.json["markdown"]["content"] for asked in server.asked]
        assert len(contents) > 1
        assert all(len(content.encode()) <= 4_096 for content in contents)
        assert all(f"({n}/{len(contents)})" in text for n, text in enumerate(contents, start=1))
        told = "".join(contents)
        assert [told.count(f"第 {number} 号发布") for number in range(60)] == [1] * 60
        assert told.count("👩‍👩‍👧‍👦") == 60, "no picture of several characters is cut"


_PLAIN = ("title", "fallbackText")


def read_as_markup(payload: Any) -> Any:
    """A payload without what its service shows as it is: plain text, titles."""
    if isinstance(payload, dict):
        is_plain = "plain_text" in (payload.get("tag"), payload.get("type"))
        return {} if is_plain else {key: read_as_markup(value) for key, value in payload.items() if key not in _PLAIN}
    return [read_as_markup(one) for one in payload] if isinstance(payload, list) else payload


async def d36_injection(providers: ProviderHarness) -> None:
    title = (
        '可灵 @all @everyone @here <!channel> <!here> <@U1> <at user_id="all"></at> <at id=all></at> '
        "[x](javascript:alert(1)) `code` </b><script> \u202eevil"
    )
    for kind in CHAT:
        async with answering([YES[kind]]) as server, providers.open(hook(kind, server)) as harness:
            await news(harness, title=title)
            await until(harness, NOON + MINUTE)
            (asked,) = server.asked
            said = json.dumps(read_as_markup(asked.json), ensure_ascii=False).replace('\\"', '"')
            assert [word for word in (*PINGS.get(kind, ()), "\u202e") if word in said] == [], (kind, said)


async def d38_wrong_clock(providers: ProviderHarness) -> None:
    for kind, body in (("feishu", '{"code": 19021}'), ("dingtalk", '{"errcode": 310000, "errmsg": "sign not match"}')):
        wrong = Says(200, body, {"Date": format_datetime(NOON + 2 * HOUR, usegmt=True)})
        async with answering([wrong, YES[kind]]) as server, providers.open(hook(kind, server)) as harness:
            await news(harness)
            await until(harness, NOON + SECOND)
            assert await states(harness) == ["deferred"]
            assert "min from the provider's" in await answers(harness)
            assert not await is_stopped(harness)
            await wait(harness, HOUR)
            assert await states(harness) == ["sent"]


async def d39_private_address(providers: ProviderHarness) -> None:
    for kind in YES:
        async with answering([YES[kind]]) as server, providers.open(hook(kind, server), allow=()) as harness:
            await news(harness)
            await until(harness, NOON + MINUTE)
            assert (await states(harness), server.asked) == (["dead"], [])
            assert "fetch.allow" in await answers(harness)
    async with scripted({}) as mx, providers.open(mail_to("a@example.org", port=mx.port), allow=()) as harness:
        await news(harness)
        await until(harness, NOON + MINUTE)
        assert (await states(harness), mx.commands) == (["dead"], [])


async def d40_three_days_down(providers: ProviderHarness) -> None:
    back = NOON + 71 * HOUR
    replies: list[Reply] = []
    async with answering(replies or ["cut"]) as server, providers.open(hook("webhook", server), digests=()) as harness:
        server.now = harness.clock.now
        server.replies = [lambda asked: YES["webhook"] if asked.at >= back else Says(503, "down")]
        for _ in range(50):
            await news(harness, 10)
            await wait(harness, 84 * MINUTE)
        asked_while_down = len([asked for asked in server.asked if asked.at < back])
        await until(harness, back + 3 * HOUR)
        told = [asked.json["data"] for asked in server.asked if asked.at >= back]
        assert len(told[0].get("stories", [1])) == 1
        assert sum(len(data["stories"]) for data in told[1:]) == 499
        assert {data["part"]["of"] for data in told[1:]} == {len(told) - 1}, "one summary in parts, not 500 pings"
        assert "积压" in told[1]["reason"]
        assert asked_while_down < 100, "one probe an hour"
        assert all(later.at - earlier.at >= 20 * SECOND for earlier, later in pairwise(server.asked[:asked_while_down]))
        assert set(await states(harness)) == {"sent"}


PLAYS = {
    "D-25": d25_telegram,
    "D-29": d29_silence,
    "D-30": d30_cut,
    "D-31": d31_five_hundreds,
    "D-33": d33_retry_after,
    "D-34": d34_twenty_one_in_a_minute,
    "D-35": d35_at_the_limit,
    "D-36": d36_injection,
    "D-38": d38_wrong_clock,
    "D-39": d39_private_address,
    "D-40": d40_three_days_down,
}
