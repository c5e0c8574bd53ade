"""Which addresses a stranger's link may lead to."""

from ipaddress import IPv4Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.adapters.net.ip_ranges import ends_in_number, is_within, odd_spelling, why_not_public
from monitor.adapters.net.ssrf_guard import guard_for
from monitor.core.model.settings import FetchSettings
from monitor.errors import UserError

ANY = "0.0.0.0"  # noqa: S104  # nothing is bound to it here

PUBLIC = [
    "1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.1",
    "192.0.1.1", "192.167.1.1", "198.17.255.255", "198.20.0.1", "223.255.255.255", "168.63.129.17",
    "169.253.1.1", "11.0.0.1", "126.255.255.255", "128.0.0.1", "2606:4700::1111", "2a00:1450:4001:800::200e",
    "2400:3200::1", "2001:4860:4860::8888", "64:ff9b::808:808", "::ffff:8.8.8.8",
]  # fmt: skip

REFUSED = [
    ANY, "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
    "127.0.0.1", "127.255.255.254", "169.254.0.1", "169.254.169.254", "169.254.170.2", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1",
    "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "168.63.129.16", "::", "::1", "::127.0.0.1", "::10.0.0.1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:100.64.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1", "100::1", "100:0:0:1::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1",
    "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fd20:ce::254", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
    "ff0e::1", "4000::1", "1::1", "2606:4700::5efe:127.0.0.1", "2606:4700::200:5efe:10.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    assert why_not_public(address) is None


@pytest.mark.parametrize("address", REFUSED)
def test_addresses_that_are_not_public_are_refused_with_what_they_are(address: str) -> None:
    assert "address" in (why_not_public(address) or "")


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"]
)
def test_metadata_addresses_are_called_by_their_name(address: str) -> None:
    assert why_not_public(address) == "a cloud metadata address"


@given(st.ip_addresses(v=4))
def test_an_ipv6_address_that_carries_a_refused_ipv4_address_is_refused(inner: IPv4Address) -> None:
    number = int(inner)
    carriers = [0xFFFF << 32 | number, number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80]
    if why_not_public(inner):
        assert all(why_not_public(ip_address(carrier)) for carrier in carriers if carrier >= 2**32)


@given(st.ip_addresses())
def test_what_python_knows_to_be_private_is_never_public_here(address: object) -> None:
    ip = ip_address(str(address))
    if why_not_public(ip) is None and not (ip.version == 6 and ip in ip_network("64:ff9b::/96")):
        assert ip.is_global
        assert not ip.is_multicast


def test_networks_that_the_operator_allows_hold_for_mapped_addresses_too() -> None:
    networks = (ip_network("127.0.0.0/8"),)
    assert is_within(ip_address("127.0.0.1"), networks)
    assert is_within(ip_address("::ffff:127.0.0.1"), networks)
    assert not is_within(ip_address("::1"), networks)


@pytest.mark.parametrize(
    ("spelling", "address"),
    [
        ("2130706433", "127.0.0.1"), ("0x7f000001", "127.0.0.1"), ("0177.0.0.1", "127.0.0.1"), ("0x7f.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"), ("0", ANY), ("017700000001", "127.0.0.1"), ("127.0.1", "127.0.0.1"),
        ("0xa9fea9fe", "169.254.169.254"), ("1.2.3.4.", "1.2.3.4"), ("0x", ANY),
    ],
)  # fmt: skip
def test_odd_spellings_are_read_as_resolvers_read_them(spelling: str, address: str) -> None:
    assert odd_spelling(spelling) == IPv4Address(address)
    assert ends_in_number(spelling)


@pytest.mark.parametrize("spelling", ["256.256.256.256", "1.2.3.4.5", "08.1.1.1", "4294967296", "1..2"])
def test_numbers_that_are_no_address_are_still_not_names(spelling: str) -> None:
    assert odd_spelling(spelling) is None
    assert ends_in_number(spelling)


def test_an_allowed_network_is_open_on_all_ports_and_an_allowed_place_on_its_own() -> None:
    guard = guard_for(FetchSettings(allow_networks=("10.0.0.0/8",), allow=("rsshub.lan:1200", "[fd00::7]:99")))
    assert guard.judge("a.example", 22, "10.1.1.1") is None
    assert guard.judge("rsshub.lan", 1200, "192.168.1.5") is None
    assert guard.judge("fd00::7", 99, "fd00::7") is None
    assert "private" in (guard.judge("rsshub.lan", 80, "192.168.1.5") or "")
    assert guard.judge("a.example", 22, "8.8.8.8") == "refused: port 22 is not one of fetch.allow_ports"


def test_a_refusal_names_the_address_and_the_way_out() -> None:
    guard = guard_for(FetchSettings())
    assert guard.judge("10.0.0.1", 80, "10.0.0.1") == (
        "refused: 10.0.0.1 is a private address; allow it under fetch.allow_networks"
    )
    assert guard.judge("intern.example", 80, "10.0.0.1") == (
        "refused: intern.example leads to 10.0.0.1, a private address; allow it under fetch.allow_networks"
    )


@pytest.mark.parametrize("wrong", [FetchSettings(allow_networks=("10.0.0.0/40",)), FetchSettings(allow=("host",))])
def test_settings_that_cannot_be_read_are_the_users_mistake(wrong: FetchSettings) -> None:
    with pytest.raises(UserError):
        guard_for(wrong)
