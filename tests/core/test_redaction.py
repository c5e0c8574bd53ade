"""Secrets out of texts, in whatever form somebody's error message repeats them."""

import base64
import html
import json
from urllib.parse import quote

import pytest

from monitor.core.i18n.phrases import Reason
from monitor.core.redaction import Redactor

SECRET = "k3y/With+odd=Chars&é"
FORMS = {
    "as it is": SECRET,
    "quoted for an address": quote(SECRET, safe=""),
    "in lower-case escapes": quote(SECRET, safe="").replace("%2F", "%2f").replace("%2B", "%2b"),
    "in JSON": json.dumps(SECRET)[1:-1],
    "in JSON for pages": json.dumps(SECRET)[1:-1].replace("/", "\\/"),
    "in a page": html.escape(SECRET),
    "in base64": base64.b64encode(SECRET.encode()).decode(),
    "as Basic of a user": base64.b64encode(f"somebody:{SECRET}".encode()).decode(),
    "in the middle of base64": base64.b64encode(f"xy{SECRET}zzz".encode()).decode(),
    "in base64 for addresses": base64.urlsafe_b64encode(SECRET.encode()).decode().rstrip("="),
    "in hex": SECRET.encode().hex(),
    "in capitals": SECRET.upper(),
}


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_every_form_is_masked(form: str) -> None:
    redacted = Redactor.of([SECRET])(f"401: token {FORMS[form]} is not known")
    assert "***" in redacted
    assert SECRET[:8] not in redacted
    assert len(redacted) < len("401: token  is not known") + 16, redacted
    assert redacted.endswith("is not known")


def test_what_a_cut_leaves_of_a_secret_is_masked() -> None:
    redact = Redactor.of(["abcdefghijklmnopqrstuvwxyz0"])
    assert redact("no such bot: abcdefghijklmnop") == "no such bot: ***"
    assert redact("no such bot: abcdefghijklmnop…") == "no such bot: ***…"
    assert redact("abcdefgh is a word of its own here") == "abcdefgh is a word of its own here"


def test_addresses_hide_their_tokens_and_keep_their_words() -> None:
    redact = Redactor.of(
        [
            "https://hooks.example.com/services/T01ABCDEF23/notifications/x9Q8w7E6r5",
            "postgresql://news:pa%20ss%2Fword@db.example.com/news",
            "https://bot.example.com/robot/send?access_token=1f2e3d4c5b6a",
            "someone:hunter22long",
        ]
    )
    said = "POST /services/T01ABCDEF23/notifications/x9Q8w7E6r5 failed; T01ABCDEF23; services are down"
    assert redact(said) == "POST *** failed; ***; services are down"
    assert redact("password pa ss/word, in the address pa%20ss%2Fword") == "password ***, in the address ***"
    assert redact("access_token=1f2e3d4c5b6a; hunter22long") == "access_token=***; ***"
    assert redact("hooks.example.com: notifications") == "hooks.example.com: notifications"


def test_short_words_are_masked_only_where_they_stand_alone() -> None:
    redact = Redactor.of(["news", "abc"])
    assert redact("newspapers and abc; the password news") == "newspapers and abc; the password ***"
    assert Redactor.of([])("news") == Redactor()("news") == "news"


def test_a_private_key_is_masked_line_by_line() -> None:
    key = (
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\nAASCBKcwggSjAgEAAoIBAQC7\n-----END PRIVATE KEY-----"
    )
    redacted = Redactor.of([key])("bad key near AASCBKcwggSjAgEAAoIBAQC7")
    assert redacted == "bad key near ***"


@pytest.mark.parametrize(
    ("secret", "said", "shown"),
    [
        ("abcdefghijkl", "cut: abcdefgh", "cut: ***"),
        ("abcdefghijkl", "cut: abcdefg", "cut: abcdefg"),
        ("https://news:hunter22@example.org/x", "hunter22 is wrong", "*** is wrong"),
        ("https://internalhost01/feed", "internalhost01 is away", "internalhost01 is away"),
        ("tgram://12345678a:bcdefghijk1/chat", "12345678a, bcdefghijk1", "12345678a, ***"),
        ("https://a.example/hook?9f8e7d6c5b4a", "no hook 9f8e7d6c5b4a", "no hook ***"),
        ("https://a.example/hook#9f8e7d6c5b4a", "no hook 9f8e7d6c5b4a", "no hook ***"),
        ("https://a.example/hook?key=ab+cd1234567", "no key ab+cd1234567", "no key ***"),
        ("https://a.example/n1x2345678/x", "n1x2345678", "***"),
        ("https://a.example/n1x234567/x", "n1x234567 x", "n1x234567 x"),
        (f"https://a.example/{'word' * 5}/x", "word" * 5, "***"),
        (f"https://a.example/{'word' * 4}wor/x", "word" * 4 + "wor", "word" * 4 + "wor"),
        ("MIIEvQIBADANBgkq\nshort line", "short line, MIIEvQIBADANBgkq", "short line, ***"),
        ('say "so&so" 1234', 'said: say "so&amp;so" 1234', "said: ***"),
        ('say "so&so" 1234', "said: say &quot;so&amp;so&quot; 1234", "said: ***"),
        ("someone:hunter22", "someone: hunter22", "someone: ***"),
    ],
)
def test_what_is_masked_and_what_is_no_secret(secret: str, said: str, shown: str) -> None:
    assert Redactor.of([secret])(said) == shown


def test_the_longer_of_two_secrets_is_masked_whole() -> None:
    assert Redactor.of(["abcdefgh12", "abcdefgh1234567"])("no abcdefgh1234567 here") == "no *** here"


def test_a_reason_stays_one_and_its_values_are_masked() -> None:
    redacted = Redactor.of(["hunter22long"])(Reason("net.at-host", host="a.example", why="hunter22long is wrong"))
    assert isinstance(redacted, Reason)
    assert (redacted.key, redacted.values["why"]) == ("net.at-host", "*** is wrong")
