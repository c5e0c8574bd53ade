"""Written forms: what is read, what is refused, and which hint comes with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.config.schema import formats
from monitor.adapters.config.schema.formats import Malformed

READ = [
    (formats.parse_duration, "30s", timedelta(seconds=30)),
    (formats.parse_duration, "1h30m", timedelta(minutes=90)),
    (formats.parse_duration, "2w", timedelta(days=14)),
    (formats.parse_size, "8MiB", 8 * 1024 * 1024),
    (formats.parse_size, "500 kB", 500_000),
    (formats.parse_rate, "20/min", (20, timedelta(minutes=1))),
    (formats.parse_rate, "20 / 10m", (20, timedelta(minutes=10))),
    (formats.parse_rate, "1/s", (1, timedelta(seconds=1))),
    (formats.per_day, "24/day", 24.0),
    (formats.per_day, "1/h", 24.0),
    (formats.clock_time, "8:05", "08:05"),
    (formats.quiet_hours, "22:00 – 7:30", "22:00-07:30"),
    (formats.active_hours, "sat,Sun 10:00-18:00", "Sat,Sun 10:00-18:00"),
    (formats.active_hours, "08:00-22:00", "08:00-22:00"),
    (formats.digest_time, "8:30", "08:30"),
    (formats.digest_time, "Mon 9:00", "Mon 09:00"),
    (formats.digest_time, "30 8 * * mon-fri", "30 8 * * mon-fri"),
    (formats.digest_time, "*/15 9-17 1,15 */2 0", "*/15 9-17 1,15 */2 0"),
    (formats.time_zone, "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    (formats.email_address, "News <news@example.org>", "News <news@example.org>"),
    (formats.email_address, "a.b+c@mail.example.co.uk", "a.b+c@mail.example.co.uk"),
    (formats.email_address, "root@localhost", "root@localhost"),
    (formats.email_address, "用户@例子.广告", "用户@例子.广告"),
    (formats.parse_network, "::1/128", "::1/128"),
    (formats.parse_network, "10.1.2.3", "10.1.2.3/32"),
    (formats.host_port, "RSSHub.lan:1200", "rsshub.lan:1200"),
    (formats.host_port, "[::1]:80", "[::1]:80"),
    (formats.direct_place, "192.168.0.0/16", "192.168.0.0/16"),
    (formats.direct_place, "10.1.2.3", "10.1.2.3/32"),
    (formats.direct_place, "fd00::/8", "fd00::/8"),
    (formats.direct_place, "RSSHub", "rsshub"),
    (formats.direct_place, ".Corp.example.org", "*.corp.example.org"),
    (formats.direct_place, "*.lan", "*.lan"),
    (formats.language_tag, "zh-Hant-TW", "zh-Hant-TW"),
]
REFUSED = [
    (formats.parse_duration, "5 minuts", "did you mean 5m"),
    (formats.parse_duration, "30", "add a unit: 30s, 30m, 30h or 30d"),
    (formats.parse_duration, "1.5h", ""),
    (formats.parse_duration, "-1s", ""),
    (formats.parse_duration, "999999999w", "at most 100 years"),
    (formats.parse_size, "8M", "did you mean 8MiB"),
    (formats.parse_size, "lots", ""),
    (formats.parse_rate, "20/0s", "longer than 0"),
    (formats.parse_rate, "0/min", ""),
    (formats.clock_time, "25:00", ""),
    (formats.clock_time, "24:00", "did you mean 00:00"),
    (formats.clock_time, "8:5", ""),
    (formats.quiet_hours, "08:00-08:00", "the same"),
    (formats.active_hours, "Mon-Fry 08:00-09:00", "did you mean Fri"),
    (formats.digest_time, "0 8 30 2 *", "never comes"),
    (formats.digest_time, "0 25 * * *", "out of range"),
    (formats.digest_time, "* * *", "five-field"),
    (formats.time_zone, "CST", "did you mean Asia/Shanghai"),
    (formats.time_zone, "+0800", "did you mean Asia/Shanghai"),
    (formats.time_zone, "../../etc/passwd", ""),
    (formats.email_address, "a@b@c", ""),
    (formats.email_address, "a..b@example.org", ""),
    (formats.email_address, "a@-example.org", ""),
    (formats.email_address, "a@example.org\r\nBcc: b@example.org", ""),
    (formats.email_address, "example.org", ""),
    (formats.parse_network, "10.0.0.1/8", "did you mean 10.0.0.0/8"),
    (formats.host_port, "example.org", "port is missing"),
    (formats.direct_place, "192.168.1.1/16", "did you mean 192.168.0.0/16"),
    (formats.direct_place, "http://rsshub.lan", ""),
    (formats.direct_place, "rsshub.lan:1200", ""),
    (formats.direct_place, "*", ""),
    (formats.host_port, "http://example.org:80", "without http"),
    (formats.host_port, "[::g]:80", ""),
    (formats.language_tag, "chinese simplified", ""),
]


@pytest.mark.parametrize(("form", "text", "value"), READ)
def test_a_right_form_is_read(form: Callable[[str], object], text: str, value: object) -> None:
    assert form(text) == value


@pytest.mark.parametrize(("form", "text", "hint"), REFUSED)
def test_a_wrong_form_is_refused_with_a_hint(form: Callable[[str], object], text: str, hint: str) -> None:
    with pytest.raises(Malformed) as wrong:
        form(text)
    assert hint in str(wrong.value)
    assert bool(hint) == bool(str(wrong.value))


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=36_000)))
def test_a_duration_is_written_as_it_is_read(span: timedelta) -> None:
    whole = timedelta(days=span.days, seconds=span.seconds)
    assert formats.parse_duration(formats.write_duration(whole)) == whole


@pytest.mark.parametrize(
    ("count", "text"), [(8 << 20, "8MiB"), (500_000_000, "500MB"), (2 << 30, "2GiB"), (1500, "1500B"), (0, "0B")]
)
def test_a_size_is_written_as_it_is_read(count: int, text: str) -> None:
    assert formats.write_size(count) == text
    assert formats.parse_size(text) == count


def test_parts_of_a_second_are_written() -> None:
    assert formats.write_duration(timedelta(seconds=90.5)) == "1m30.5s"
