"""Secrets out of texts, in whatever form somebody's error message repeats them."""

import base64
import html
import json
from urllib.parse import quote

import pytest

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
