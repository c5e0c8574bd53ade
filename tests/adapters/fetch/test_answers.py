"""What answers mean, without a server."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.fetch.interpret import breaks_off, fresh_for, interpret_answer, retry_after
from monitor.adapters.fetch.request_headers import basic_auth, is_usable, new_validators, request_headers, user_agent
from monitor.core.model.fetch import Fetched, FetchOutcome, Gone, NotModified, Throttled, Unavailable
from monitor.core.model.http import NetAnswer
from monitor.core.model.sources import Validators

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
FEED = b"<?xml version='1.0'?><rss><channel><item/></channel></rss>"
STAMP = "Mon, 23 Nov 2026 07:00:00 GMT"
KNOWN = Validators(etag='"a"', last_modified=STAMP, taken_at=NOW - timedelta(hours=1))


def judge(
    status: int = 200,
    body: bytes = FEED,
    *,
    headers: dict[str, str] | None = None,
    conditional: bool = False,
    delimited: bool = True,
) -> FetchOutcome:
    answer = NetAnswer(status=status, headers=headers or {}, body=body, url="https://a.test/f", delimited=delimited)
    return interpret_answer(answer, conditional=conditional, validators=KNOWN, now=NOW)


class TestConditionalRequests:
    def test_validators_go_back_as_they_came(self) -> None:
        assert request_headers(KNOWN) | {"accept": ""} == {
            "accept": "",
            "if-none-match": '"a"',
            "if-modified-since": STAMP,
        }
        assert "if-none-match" not in request_headers(Validators())

    def test_f66_once_a_day_everything_is_asked_for(self) -> None:
        assert is_usable(KNOWN, now=NOW)
        assert not is_usable(KNOWN, now=NOW + timedelta(hours=23))
        assert not is_usable(Validators(etag='"a"'), now=NOW)
        assert not is_usable(Validators(taken_at=NOW), now=NOW)

    def test_a_clock_that_was_set_back_a_year_makes_no_validator_eternal(self) -> None:
        assert not is_usable(KNOWN, now=NOW - timedelta(days=365))

    def test_f66_a_last_modified_in_the_future_is_ignored(self) -> None:
        future = new_validators({"last-modified": "Fri, 01 Nov 2041 00:00:00 GMT", "etag": '"x"'}, now=NOW)
        assert future == Validators(etag='"x"', taken_at=NOW)

    @pytest.mark.parametrize(("second", "kept"), [(0, False), (1, True), (-1, False)])
    def test_a_last_modified_of_the_very_second_of_the_answer_is_no_use(self, second: int, kept: bool) -> None:
        """A file that is written twice in a second, and read in between, would be unmodified for a day."""
        written = "Sat, 21 Nov 2026 10:00:10 GMT"
        answer = {"last-modified": written, "date": f"Sat, 21 Nov 2026 10:00:{10 + second} GMT", "etag": '"x"'}
        assert new_validators(answer, now=NOW) == Validators(
            etag='"x"', last_modified=written if kept else "", taken_at=NOW
        )

    @pytest.mark.parametrize("etag", ['"a"', 'W/"a"', "unquoted", '""', '"a,b"', '"' + "a" * 1000 + '"'])
    def test_f65_weak_and_unquoted_etags_are_kept(self, etag: str) -> None:
        assert new_validators({"etag": etag}, now=NOW).etag == etag

    @pytest.mark.parametrize("etag", ['"' + "a" * 1100 + '"', '"可"', '"\x01"', "a\tb"])
    def test_f65_etags_that_are_huge_or_not_plain_are_dropped(self, etag: str) -> None:
        assert new_validators({"etag": etag}, now=NOW) == Validators()

    @pytest.mark.parametrize("stamp", ["yesterday", "0", "", "Mon, 32 Foo 2026 00:00:00 GMT", "x" * 10_000])
    def test_a_stamp_that_is_no_date_is_dropped(self, stamp: str) -> None:
        assert new_validators({"last-modified": stamp}, now=NOW) == Validators()

    def test_not_modified_keeps_the_day_of_the_last_whole_document(self) -> None:
        outcome = judge(304, b"", headers={"etag": '"b"', "cache-control": "max-age=60"}, conditional=True)
        kept = Validators(etag='"b"', last_modified=STAMP, taken_at=KNOWN.taken_at)
        assert outcome == NotModified(validators=kept, fresh_for=timedelta(seconds=60))

    def test_f64_not_modified_without_a_question_is_an_error(self) -> None:
        outcome = judge(304, b"", conditional=False)
        assert isinstance(outcome, Unavailable)
        assert "304" in outcome.reason


class TestStatuses:
    def test_a_document_comes_with_all_that_the_next_steps_need(self) -> None:
        headers = {
            "content-type": "text/xml; charset=gbk",
            "etag": '"x"',
            "cache-control": "max-age=600",
            "set-cookie": "a",
        }
        assert judge(headers=headers) == Fetched(
            body=FEED,
            url="https://a.test/f",
            content_type="text/xml; charset=gbk",
            validators=Validators(etag='"x"', taken_at=NOW),
            fresh_for=timedelta(minutes=10),
            headers={name: value for name, value in headers.items() if name != "set-cookie"},
        )

    @pytest.mark.parametrize("body", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\x00\x00"])
    def test_f62_an_empty_document_is_an_error_and_not_zero_entries(self, body: bytes) -> None:
        assert judge(200, body) == Unavailable(reason="the server sent an empty document")

    @pytest.mark.parametrize("status", [401, 402, 403, 407, 451, 999])
    def test_f68_refusals_are_blocked(self, status: int) -> None:
        outcome = judge(status, b"")
        assert isinstance(outcome, Unavailable)
        assert outcome.blocked
        assert str(status) in outcome.reason

    def test_f68_gone_is_gone_and_missing_is_only_missing(self) -> None:
        assert isinstance(judge(410), Gone)
        missing = judge(404)
        assert isinstance(missing, Unavailable)
        assert not missing.blocked

    @pytest.mark.parametrize("status", [429, 503])
    def test_f69_f70_throttled_says_how_long(self, status: int) -> None:
        outcome = judge(status, b"", headers={"retry-after": "120"})
        assert isinstance(outcome, Throttled)
        assert outcome.retry_after == timedelta(minutes=2)
        unsaid = judge(status, b"")
        assert isinstance(unsaid, Throttled)
        assert unsaid.retry_after is None

    @pytest.mark.parametrize(
        "status", [100, 201, 202, 204, 205, 206, 226, 300, 305, 306, 400, 405, 418, 500, 502, 504, 599, 700]
    )
    def test_every_other_status_is_an_error_in_words(self, status: int) -> None:
        outcome = judge(status)
        assert isinstance(outcome, Unavailable)
        assert str(status) in outcome.reason

    def test_a_challenge_for_browsers_is_blocked_whatever_its_status(self) -> None:
        for status in (200, 403, 503):
            outcome = judge(status, headers={"cf-mitigated": "challenge"})
            assert isinstance(outcome, Unavailable)
            assert outcome.blocked

    @given(
        st.integers(100, 999),
        st.binary(max_size=60),
        st.dictionaries(
            st.sampled_from(
                ["etag", "last-modified", "retry-after", "cache-control", "expires", "age", "date", "content-type"]
            ),
            st.text(max_size=40),
        ),
        st.booleans(),
    )
    def test_no_answer_raises(self, status: int, body: bytes, headers: dict[str, str], conditional: bool) -> None:
        assert judge(status, body, headers=headers, conditional=conditional, delimited=False)


class TestWaiting:
    @pytest.mark.parametrize(
        ("said", "wait"),
        [
            ("120", timedelta(minutes=2)), ("0", timedelta(minutes=1)), ("-5", timedelta(minutes=1)),
            ("1e12", timedelta(hours=24)), ("999999999999999999999", timedelta(hours=24)), ("inf", timedelta(hours=24)),
            ("1.5", timedelta(minutes=1)), ("Mon, 23 Nov 2026 09:00:00 GMT", timedelta(hours=1)),
            ("Mon, 23 Nov 2020 09:00:00 GMT", timedelta(minutes=1)),
            ("Fri, 01 Nov 2041 00:00:00 GMT", timedelta(hours=24)),
            ("soon", None), ("", None), ("nan", None), ("x" * 100_000, None),
        ],
    )  # fmt: skip
    def test_f69_retry_after_is_clamped_to_a_minute_and_a_day(self, said: str, wait: timedelta | None) -> None:
        assert retry_after({"retry-after": said}, now=NOW) == wait

    @pytest.mark.parametrize(
        ("headers", "fresh"),
        [
            ({"cache-control": "public, max-age=3600"}, 3600), ({"cache-control": "max-age=3600", "age": "600"}, 3000),
            ({"cache-control": "max-age=10", "age": "600"}, 0), ({"cache-control": "no-cache, max-age=60"}, 0),
            ({"cache-control": 'max-age="60"'}, 60), ({"cache-control": "max-age=99999999999999999999"}, 7 * 86400),
            ({"cache-control": "max-age=-5"}, 0), ({"expires": "Mon, 23 Nov 2026 09:00:00 GMT"}, 3600),
            ({"expires": "Mon, 23 Nov 2026 09:00:00 GMT", "date": "Mon, 23 Nov 2026 08:30:00 GMT"}, 1800),
            ({"expires": "0"}, 0), ({"expires": "Mon, 23 Nov 2020 09:00:00 GMT"}, 0), ({}, 0),
        ],
    )  # fmt: skip
    def test_how_long_an_answer_holds(self, headers: dict[str, str], fresh: int) -> None:
        assert fresh_for(headers, now=NOW) == timedelta(seconds=fresh)


class TestBreakingOff:
    @pytest.mark.parametrize(
        "body", [FEED, FEED + b"\n\n", b'{"items": []}\n', b"[1]", b"plain text", b"<html><p>x</p>"]
    )
    def test_whole_documents_are_whole(self, body: bytes) -> None:
        assert not breaks_off(body)

    @pytest.mark.parametrize("cut", range(30, len(FEED) - 1, 3))
    def test_f14_a_feed_that_lacks_its_end_breaks_off(self, cut: int) -> None:
        assert breaks_off(FEED[:cut])

    def test_f14_a_cut_off_document_keeps_no_validators_and_says_so(self) -> None:
        outcome = judge(200, FEED[:40], headers={"etag": '"x"'}, delimited=False)
        assert isinstance(outcome, Fetched)
        assert outcome.validators == Validators()
        assert outcome.warnings == ("the document breaks off before its end",)


def test_who_we_are() -> None:
    assert user_agent("0.1", "ops@example.org") == "news-monitor/0.1 (+ops@example.org)"
    assert user_agent("0.1") == "news-monitor/0.1"
    assert user_agent("0.1", "a\r\nX: y可") == "news-monitor/0.1 (+aX: y)"
    assert basic_auth("Aladdin:open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
