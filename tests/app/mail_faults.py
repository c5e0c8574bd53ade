"""D-01 to D-19: what mail servers do to a delivery, through the whole program's outbox."""

import email
import email.policy
import re
import ssl
from collections import Counter
from email.message import EmailMessage
from typing import Any

import pytest
import trustme

from monitor.adapters.config.settings.load import load_settings
from monitor.app.runtime.scheduler import drive_clock
from monitor.core.model.settings import DigestSettings
from monitor.errors import ConfigError
from tests.adapters.channels.mailserver import ScriptedServer, scripted
from tests.app.harness import NOON, Harness
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

ONE = "a@example.org"
TWENTY = tuple(f"r{number}@example.org" for number in range(20))
AUTH = {"EHLO": "250-mx.example.org\n250 AUTH PLAIN LOGIN"}
DIGEST = (DigestSettings(name="daily", at="08:30", channels=("team",)),)


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content.removesuffix(b".\r\n"), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def told_once(text: str, count: int) -> bool:
    """Whether each of so many stories stands there once; the top line of a digest names its first one again."""
    found = Counter(re.findall(r"story \d+\b", text))
    return found - Counter(f"story {number}" for number in range(count)) <= Counter(["story 0"]) and len(found) == count


def said(server: ScriptedServer, word: str) -> int:
    return sum(command.startswith(word) for command in server.commands)


async def later_once(
    providers: ProviderHarness, server: ScriptedServer, fault: str, words: str, script: dict[str, Any]
) -> None:
    """Deferred with the server's words while it lasts; then the mail arrives once."""
    async with providers.open(mail_to(ONE, port=server.port)) as harness:
        await news(harness)
        await until(harness, NOON + SECOND)
        assert await states(harness) == ["deferred"], fault
        assert words in await answers(harness)
        assert server.messages == []
        script.clear()
        await wait(harness, HOUR)
        assert (await states(harness), len(server.messages)) == (["sent"], 1)


async def d01_refused(providers: ProviderHarness) -> None:
    async with scripted({}) as gone:
        port = gone.port
    async with providers.open(mail_to(ONE, port=port)) as harness:
        await news(harness)
        await wait(harness, 2 * HOUR)
        assert await states(harness) == ["deferred"]
        assert "nothing listens" in await answers(harness)
        (row,) = await rows(harness)
        assert 5 <= row.attempts <= 9, "30 s doubling, not every second"


async def d02_banner(providers: ProviderHarness) -> None:
    for words in ("554 no service", "421 too busy"):
        script: dict[str, Any] = {"banner": words}
        async with scripted(script) as server:
            await later_once(providers, server, "D-02", words[:3], script)


async def d03_starttls_stripped(providers: ProviderHarness) -> None:
    async with scripted({}) as server:
        mail = mail_to(ONE, port=server.port, scheme="smtp+starttls", user="news", password="secret")
        async with providers.open(mail) as harness:
            await news(harness)
            await wait(harness, HOUR)
            assert await states(harness) == ["deferred"]
            assert "STARTTLS" in await answers(harness)
            assert said(server, "MAIL") == said(server, "AUTH") == 0, "neither password nor message in the clear"


async def d04_bad_certificate(providers: ProviderHarness) -> None:
    own = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.issue_cert("127.0.0.1").configure_cert(context)
    async with scripted({"EHLO": "250-mx.example.org\n250 STARTTLS"}, tls=context) as server:
        mail = mail_to(ONE, port=server.port, scheme="smtp+starttls")
        async with providers.open(mail) as harness:
            await news(harness)
            await wait(harness, HOUR)
            assert await states(harness) == ["deferred"]
            assert "certificate" in await answers(harness)
            assert server.messages == []
        trusting = ssl.create_default_context()
        own.configure_trust(trusting)
        async with providers.open(mail, tls=trusting, again=True) as harness:
            await news(harness)
            await wait(harness, 3 * HOUR)
            assert len(server.messages) == 2, "the one that waited arrives, too"


async def d05_wrong_password(providers: ProviderHarness) -> None:
    script: dict[str, Any] = {**AUTH, "AUTH": "535 5.7.8 bad credentials"}
    async with scripted(script) as server:
        mail = mail_to(*TWENTY, port=server.port, user="news", password="wrong")
        async with providers.open(mail) as harness:
            await news(harness, 3)
            await wait(harness, 5 * HOUR)
            assert said(server, "AUTH") == 1, "no hammering: an account is locked after a few"
            assert await is_stopped(harness)
            (notice,) = notices(harness)
            assert "535" in notice
            assert set(await states(harness)) <= {"deferred", "pending"}, "nothing is lost"
            script["AUTH"] = "235 ok"
            await mended(harness)
            assert set(await states(harness)) == {"sent"}
            told = Counter(server.recipients)
            assert len(told) == 20
            assert len(notices(harness)) == 1


async def d06_greylisted(providers: ProviderHarness) -> None:
    harnesses: list[Harness] = []

    def grey(_: str) -> str:
        return "250 ok" if harnesses[0].clock.now() >= NOON + 5 * MINUTE else "450 4.2.0 try again in five minutes"

    async with scripted({"RCPT": grey}) as server, providers.open(mail_to(ONE, port=server.port)) as harness:
        harnesses.append(harness)
        await news(harness)
        await wait(harness, 4 * MINUTE)
        assert await states(harness) == ["deferred"]
        await wait(harness, 10 * MINUTE)
        assert (await states(harness), len(server.messages)) == (["sent"], 1)


async def d07_451_at_data(providers: ProviderHarness) -> None:
    for place in ("DATA", "."):
        script: dict[str, Any] = {place: "451 4.3.0 local error"}
        async with scripted(script) as server:
            await later_once(providers, server, "D-07", "451", script)


async def d08_one_of_twenty(providers: ProviderHarness) -> None:
    def one_is_unknown(line: str) -> str:
        return "550 5.1.1 no such user" if "r7@" in line else "250 ok"

    async with (
        scripted({"RCPT": one_is_unknown}) as server,
        providers.open(mail_to(*TWENTY, port=server.port)) as harness,
    ):
        await news(harness)
        await wait(harness, HOUR)
        assert Counter(await states(harness)) == {"sent": 19, "dead": 1}
        assert len(set(server.recipients)) == len(server.recipients) == 19
        assert await stands_in_the_digest(harness, "r7@example.org")


async def d09_the_sender_is_refused(providers: ProviderHarness) -> None:
    """One sender is in every mail: twenty dead letters would say the same, and none would go when it is mended."""
    script: dict[str, Any] = {"MAIL": "553 5.7.1 not you"}
    async with scripted(script) as server, providers.open(mail_to(*TWENTY, port=server.port)) as harness:
        await news(harness)
        await wait(harness, 5 * HOUR)
        assert said(server, "MAIL") == 1
        assert await is_stopped(harness)
        (notice,) = notices(harness)
        assert "553 5.7.1" in notice
        assert set(await states(harness)) <= {"deferred", "pending"}, "nothing is lost"
        script["MAIL"] = "250 ok"
        await mended(harness)
        assert set(await states(harness)) == {"sent"}
        assert len(set(server.recipients)) == 20


async def d10_421_after_twenty(providers: ProviderHarness) -> None:
    taken: list[object] = []
    harnesses: list[Harness] = []

    def twenty(line: str) -> str:
        if len(taken) >= 20 and harnesses[0].clock.now() < NOON + 10 * MINUTE:
            return "421 4.7.0 too many"
        taken.append(line)
        return "250 ok"

    people = tuple(f"p{number}@example.org" for number in range(25))
    async with scripted({"RCPT": twenty}) as server, providers.open(mail_to(*people, port=server.port)) as harness:
        harnesses.append(harness)
        await news(harness)
        await until(harness, NOON + SECOND)
        assert Counter(await states(harness)) == {"sent": 20, "deferred": 5}
        await wait(harness, 2 * HOUR)
        assert set(await states(harness)) == {"sent"}
        assert len(set(server.recipients)) == len(server.recipients) == 25


async def d11_too_big(providers: ProviderHarness) -> None:
    def small(message: str) -> str:
        return "552 5.3.4 message too big" if len(message) > 18_000 else "250 ok"

    async with (
        scripted({".": small}) as server,
        providers.open(mail_to(ONE, port=server.port), digests=DIGEST) as harness,
    ):
        await news(harness, 40)
        await drive_clock(harness.app, harness.clock, until=DIGEST_AT + HOUR)
        digests = [parsed(one) for one in server.messages if b"digests.news-monitor" in one]
        assert len(digests) > 1, "halved until the server takes it"
        texts = [body.get_content() for mail in digests if (body := mail.get_body(("plain",)))]
        assert told_once("".join(texts), 40)
        assert len({mail["Message-ID"] for mail in digests}) == len(digests)
        assert set(await states(harness)) == {"sent"}


async def d12_silence_after_the_dot(providers: ProviderHarness) -> None:
    script: dict[str, Any] = {".": "RST"}
    async with scripted(script) as server, providers.open(mail_to(ONE, port=server.port)) as harness:
        await news(harness)
        await until(harness, NOON + SECOND)
        assert await states(harness) == ["deferred"]
        assert [row.possible_repeat for row in await rows(harness)] == [True]
        script.clear()
        await wait(harness, HOUR)
        first, again = (parsed(one)["Message-ID"] for one in server.messages)
        assert first == again
        assert await states(harness) == ["sent"]


async def d13_yes_then_cut(providers: ProviderHarness) -> None:
    async with scripted({"QUIT": "RST"}) as server, providers.open(mail_to(ONE, port=server.port)) as harness:
        await news(harness)
        await wait(harness, 5 * HOUR)
        assert (await states(harness), len(server.messages)) == (["sent"], 1)


async def d14_slow(providers: ProviderHarness) -> None:
    script: dict[str, Any] = {"RCPT": None}
    async with scripted(script) as server:
        await later_once(providers, server, "D-14", "too slowly", script)


async def d15_line_breaks(providers: ProviderHarness) -> None:
    people = (ONE, "b@example.org\r\nRCPT TO:<evil@example.org>")
    async with scripted({}) as server, providers.open(mail_to(*people, port=server.port)) as harness:
        await news(harness, title="可灵\r\nBcc: evil@example.org\r\n\r\nbody")
        await wait(harness, HOUR)
        (mail,) = map(parsed, server.messages)
        assert mail["Bcc"] is None
        assert "evil" not in "".join(command for command in server.commands if command.startswith("RCPT"))
        assert sorted(await states(harness)) == ["dead", "sent"]


async def d16_long_lines(providers: ProviderHarness) -> None:
    title = "可灵 \ud83d \x00 " + "x" * 1_200 + "\n.\nend"
    async with scripted({}) as server, providers.open(mail_to(ONE, port=server.port)) as harness:
        await news(harness, title=title)
        await wait(harness, HOUR)
        assert await states(harness) == ["sent"]
        (content,) = server.messages
        assert max(map(len, content.splitlines())) <= 998
        assert b"\0" not in content
        assert parsed(content)["Subject"]


async def d17_ten_thousand(providers: ProviderHarness) -> None:
    async with (
        scripted({}) as server,
        providers.open(mail_to(ONE, port=server.port), routes=(), digests=DIGEST) as harness,
    ):
        await news(harness, 10_000)
        await drive_clock(harness.app, harness.clock, until=DIGEST_AT + HOUR)
        mails = [parsed(one) for one in server.messages]
        assert len(mails) > 10
        bodies = [mail.get_body((kind,)) for mail in mails for kind in ("plain", "html")]
        assert told_once("".join(body.get_content() for body in bodies[::2] if body), 10_000)
        assert all(len(body.get_content().encode()) <= 96_000 for body in bodies[1::2] if body)
        assert set(await states(harness)) == {"sent"}


async def d18_all_the_worlds_letters(providers: ProviderHarness) -> None:
    people = ("reader@例子.org", "读者@example.org")
    async with scripted({}) as server, providers.open(mail_to(*people, port=server.port)) as harness:
        await news(harness)
        await wait(harness, HOUR)
        assert sorted(await states(harness)) == ["dead", "sent"]
        assert "xn--fsqu00a.org" in server.recipients[0]
        assert await stands_in_the_digest(harness, "SMTPUTF8")


async def d19_one_person_in_500_spellings(providers: ProviderHarness) -> None:
    ways = [f"{'Reader' if n % 2 else 'READER'}@Example.{'ORG' if n % 3 else 'org'}" for n in range(500)]
    file = providers.folder / "monitor.yaml"
    for written in (ways, ways[:1]):
        file.write_text(
            "channels:\n  team:\n    type: email\n    from: news@example.org\n"
            f"    to: [{', '.join(written)}]\n    smtp: smtp://mail.example.org\n",
            "utf-8",
        )
        if written is ways:
            with pytest.raises(ConfigError, match=r"READER@Example\.ORG twice; remove one"):
                load_settings(file, env={}, base=providers.folder)
        else:
            (one,) = load_settings(file, env={}, base=providers.folder).channels[0].recipients
            assert one.casefold() == "reader@example.org"


PLAYS = {
    "D-01": d01_refused,
    "D-02": d02_banner,
    "D-03": d03_starttls_stripped,
    "D-04": d04_bad_certificate,
    "D-05": d05_wrong_password,
    "D-06": d06_greylisted,
    "D-07": d07_451_at_data,
    "D-08": d08_one_of_twenty,
    "D-09": d09_the_sender_is_refused,
    "D-10": d10_421_after_twenty,
    "D-11": d11_too_big,
    "D-12": d12_silence_after_the_dot,
    "D-13": d13_yes_then_cut,
    "D-14": d14_slow,
    "D-15": d15_line_breaks,
    "D-16": d16_long_lines,
    "D-17": d17_ten_thousand,
    "D-18": d18_all_the_worlds_letters,
    "D-19": d19_one_person_in_500_spellings,
}
